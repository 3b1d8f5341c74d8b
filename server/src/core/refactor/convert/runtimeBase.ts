/** Chooses the image that the running image starts from, by what the knowledge base knows of the candidates. */
import { describeImage, type BaseImage } from '../../model/images/index';
import { at } from '../../lint/rule';
import { execForms } from './commandForm';
import type { BaseCandidate, Parts, Plan, Project, Refusal } from './contract';
import { refusal } from './contract';
import { partition } from './partition';
import { runtimeNeeds } from './runtimeNeeds';

export interface ChosenBase {
  readonly reference: string;
  /** Undefined for an image that nobody knows. */
  readonly image: BaseImage | undefined;
  readonly why: string | undefined;
  readonly choice: Choice;
  /** The steps, placed for this base. */
  readonly parts: Parts;
  /** The instruction that installs programs which it lacks; undefined when it lacks none. */
  readonly install: string | undefined;
}

type Choice = NonNullable<Plan['choices']>[number];

interface Tried {
  readonly candidate: BaseCandidate;
  readonly image: BaseImage | undefined;
  readonly parts: Parts;
  readonly install: string | undefined;
}

/** What is placed depends on the base, so every candidate is tried with the parts that it would give. */
export function chooseBase(project: Project, plan: Plan): ChosenBase | Refusal {
  const given = project.answers.runtimeBase;
  const fitting: Tried[] = [];
  let lacking: string | undefined;
  for (const candidate of plan.bases) {
    const tried = tryBase(project, plan, candidate);
    if ('reason' in tried) return tried;
    if ('lack' in tried) lacking ??= `${candidate.reference} has no ${tried.lack}`;
    else fitting.push(tried);
  }
  const own =
    given === undefined ? undefined : tryBase(project, plan, { reference: given, why: 'As asked for.' });
  if (own !== undefined && 'reason' in own) return own;
  if (own !== undefined && 'lack' in own)
    return refusal(
      'unfit-answer',
      `${own.candidate.reference} cannot be the runtime base: it has no ${own.lack}.`,
    );
  const chosen = own ?? fitting[0];
  if (chosen === undefined) return noBase(project, lacking);
  const { reference } = chosen.candidate;
  return {
    reference,
    image: chosen.image,
    why: own === undefined ? chosen.candidate.why : undefined,
    parts: chosen.parts,
    install: chosen.install,
    choice: {
      id: 'runtimeBase',
      question: 'Which image should the running program start from?',
      answers: fitting.map(({ candidate }) => ({ value: candidate.reference, detail: candidate.why })),
      taken: reference,
    },
  };
}

function noBase({ stage }: Project, lacking: string | undefined): Refusal {
  const reason = lacking === undefined ? '' : `: ${lacking}`;
  return refusal('no-runtime-base', `No known image has what the running program needs${reason}.`, {
    at: at(stage.from),
    wayOut: 'Name one with --runtime-base.',
  });
}

function tryBase(
  project: Project,
  plan: Plan,
  candidate: BaseCandidate,
): Tried | { readonly candidate: BaseCandidate; readonly lack: string } | Refusal {
  const image = imageOf(project, candidate);
  const parts = partition(project, plan, image);
  if ('reason' in parts) return parts;
  const rewritten = image?.shell === null ? execForms(project, parts) : parts;
  if (image === undefined) return { candidate, image, parts: rewritten, install: undefined };
  const { lack, install } = runtimeNeeds(image, project, plan, rewritten);
  return lack === undefined ? { candidate, image, parts: rewritten, install } : { candidate, lack };
}

/** The same words as in the FROM of the stage mean the same image, though a variable hides it. */
function imageOf({ stage }: Project, { reference }: BaseCandidate): BaseImage | undefined {
  return reference === stage.baseWord?.text ? stage.image : describeImage(reference);
}
