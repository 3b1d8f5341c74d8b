/** Chooses the image that the running image starts from, by what the knowledge base knows of the candidates. */
import { baseName } from '../../model/artifacts/effects';
import { managerCommandOf, packageInstallOf } from '../../model/commands/installs';
import { describeImage, type BaseImage } from '../../model/images/index';
import type { ShellCommand } from '../../shell/nodes';
import { at } from '../../lint/rule';
import { execForms } from './commandForm';
import type { BaseCandidate, Plan, Project, Refusal } from './contract';
import { refusal } from './contract';
import { partition, type Parts } from './partition';
import { runCommandsOf } from './runPieces';

export interface ChosenBase {
  readonly reference: string;
  /** Undefined for an image that nobody knows. */
  readonly image: BaseImage | undefined;
  readonly why: string | undefined;
  readonly choice: Choice;
  /** The steps, placed for this base. */
  readonly parts: Parts;
}

type Choice = NonNullable<Plan['choices']>[number];

interface Tried {
  readonly candidate: BaseCandidate;
  readonly image: BaseImage | undefined;
  readonly parts: Parts;
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
  const own = given === undefined ? undefined : tryBase(project, plan, { reference: given, why: 'As asked for.' });
  if (own !== undefined && 'reason' in own) return own;
  if (own !== undefined && 'lack' in own)
    return refusal('unfit-answer', `${own.candidate.reference} cannot be the runtime base: it has no ${own.lack}.`);
  const chosen = own ?? fitting[0];
  if (chosen === undefined) return noBase(project, lacking);
  const { reference } = chosen.candidate;
  return {
    reference,
    image: chosen.image,
    why: own === undefined ? chosen.candidate.why : undefined,
    parts: chosen.parts,
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
  const lack = image === undefined ? undefined : lackOf(image, project, plan, rewritten);
  return lack === undefined ? { candidate, image, parts: rewritten } : { candidate, lack };
}

/** The same words as in the FROM of the stage mean the same image, though a variable hides it. */
function imageOf({ stage }: Project, { reference }: BaseCandidate): BaseImage | undefined {
  return reference === stage.baseWord?.text ? stage.image : describeImage(reference);
}

/** What a known image certainly lacks; undefined when it fits, or when nothing speaks against it. */
function lackOf(image: BaseImage, project: Project, plan: Plan, parts: Parts): string | undefined {
  const { libc, programs = [] } = plan.needs;
  if (image.shell === null && needsShell(project, plan, parts)) return 'shell';
  if (libc !== 'none' && image.libc !== undefined && image.libc !== libc)
    return libc === 'glibc' ? 'GNU C library' : 'musl C library';
  const called = runCommandsOf(project, plan, parts);
  const foreign = called.map(managerCommandOf).find((command) => command !== undefined && !hasManager(image, command));
  if (foreign !== undefined) return 'package manager of that kind';
  const own = broughtNames(plan, parts, called);
  const names = [...programs, ...called.flatMap(({ name, wrappers }) => [...wrappers, name ?? ''])];
  const missing = names.find((name) => image.programs[name] === false && !own.has(name));
  return missing === undefined ? undefined : `${missing}`;
}

function hasManager(image: BaseImage, { manager }: NonNullable<ReturnType<typeof managerCommandOf>>): boolean {
  if (image.packageManager === undefined) return true;
  const kind = /^apt|^dpkg|^aptitude/.test(manager) ? 'apt' : manager;
  const same: Readonly<Record<string, readonly string[]>> = { dnf: ['dnf', 'yum', 'microdnf'], yum: ['dnf', 'yum'] };
  return image.packageManager !== null && (same[image.packageManager] ?? [image.packageManager]).includes(kind);
}

/** Programs that the running image gets: copied, or installed by a package of their name. */
function broughtNames(plan: Plan, parts: Parts, called: readonly ShellCommand[]): ReadonlySet<string> {
  const names = new Set(plan.artifacts.map(({ to }) => baseName(to)));
  for (const command of called) for (const { name } of packageInstallOf(command)?.packages ?? []) names.add(name);
  for (const [{ instruction }, { run }] of parts)
    if (run.kind !== 'left-out' && /^(?:COPY|ADD)$/.test(instruction.keyword))
      for (const { value } of instruction.words) names.add(baseName(value.replace(/\/$/, '')));
  return names;
}

function needsShell(project: Project, plan: Plan, parts: Parts): boolean {
  const inserted = plan.insertions?.some(
    ({ place, text }) => /^(?:run-start|before-artifacts|after-artifacts)$/.test(String(place)) && /^RUN /m.test(text),
  );
  if (inserted === true) return true;
  for (const [{ instruction }, { run }] of parts) {
    if (run.kind === 'left-out') continue;
    if (instruction.keyword === 'RUN') return true;
    const isCommand = /^(?:CMD|ENTRYPOINT|HEALTHCHECK)$/.test(instruction.keyword);
    if (isCommand && run.kind === 'kept' && instruction.exec === undefined && instruction.words[0]?.value !== 'NONE')
      return true;
  }
  return runCommandsOf(project, plan, parts).some(
    ({ name, words }) =>
      /^(?:ba|a|da)?sh$|\.sh$/.test(name ?? words[0]?.value ?? '') || /\.sh$/.test(words[0]?.value ?? ''),
  );
}
