/** Chooses the image that the running image starts from, by what the knowledge base knows of the candidates. */
import { describeImage, type BaseImage } from '../../model/images/index';
import type { Choice } from './choices';
import type { BaseCandidate, Needs, Plan, Project, Refusal } from './contract';
import { refusal } from './contract';
import type { Parts } from './partition';

export interface ChosenBase {
  readonly reference: string;
  /** Undefined for an image that a person named and nobody knows. */
  readonly image: BaseImage | undefined;
  readonly choice: Choice;
}

/** What the running image needs beside what the plan says, as far as its instructions tell. */
export interface Demands extends Needs {
  readonly shell: boolean;
}

export function chooseBase(project: Project, plan: Plan, parts: Parts): ChosenBase | Refusal {
  const demands: Demands = { ...plan.needs, shell: needsShell(project, parts) };
  const fitting = plan.bases.filter(
    ({ reference }) => lackOf(describeImage(reference), demands) === undefined,
  );
  const given = project.answers.runtimeBase;
  const lack = given === undefined ? undefined : lackOf(describeImage(given), demands);
  if (lack !== undefined && given !== undefined)
    return refusal('unfit-answer', `${given} cannot be the runtime base: it has no ${lack}.`);
  const reference = given ?? fitting[0]?.reference;
  if (reference === undefined)
    return refusal('no-runtime-base', 'No known image has what the running program needs.', {
      wayOut: 'Name one with --runtime-base.',
    });
  return {
    reference,
    image: describeImage(reference),
    choice: {
      id: 'runtimeBase',
      question: 'Which image should the running program start from?',
      answers: fitting.map(({ reference: value, why }: BaseCandidate) => ({ value, detail: why })),
      taken: reference,
    },
  };
}

function needsShell(project: Project, parts: Parts): boolean {
  for (const [{ instruction }, { run }] of parts) {
    if (run.kind === 'left-out') continue;
    if (instruction.keyword === 'RUN') return true;
    if (/^(?:CMD|ENTRYPOINT)$/.test(instruction.keyword) && instruction.exec === undefined) return true;
    if (instruction.keyword === 'HEALTHCHECK' && instruction.words[0]?.value !== 'NONE') return true;
  }
  return project.started.some(({ name, words }) =>
    /^(?:ba|a|da)?sh$|\.sh$/.test(name ?? words[0]?.value ?? ''),
  );
}

/** What a known image certainly lacks; undefined when it fits, or when nothing speaks against it. */
function lackOf(image: BaseImage | undefined, demands: Demands): string | undefined {
  if (image === undefined) return undefined;
  if (demands.shell && image.shell === null) return 'shell';
  if (demands.libc !== 'none' && image.libc !== undefined && image.libc !== demands.libc)
    return demands.libc === 'glibc' ? 'GNU C library' : 'musl C library';
  return demands.programs?.find((name) => image.programs[name] === false);
}
