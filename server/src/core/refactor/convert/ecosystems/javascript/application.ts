/** A stage that installs or builds a JavaScript project, with what its converters ask of it. */
import { managerCommandOf } from '../../../../model/commands/installs';
import { isWithin } from '../../../../model/artifacts/effects';
import { buildOutputs, type ProjectOutput } from '../../../../model/javascript/buildOutputs';
import { manifestOf, type Manifest, type ProjectFolder } from '../../../../model/javascript/projectFolder';
import type { ShellCommand } from '../../../../shell/nodes';
import { isSystemWork } from '../../splitRun';
import type { BaseCandidate, LocatedCompile, Project, Step } from '../../contract';
import { installsOf, placed, type LocatedInstall } from './dependencies';
import { startedBehindScripts } from './entryScript';
import { isGlobalInstall } from './globals';
import { contextFolderAt } from './layout';
import { startOf, type Start } from './start';

export interface Application {
  readonly project: Project;
  /** Absolute: where the container starts. */
  readonly root: string;
  /** The root in the build context; undefined when it is not known. */
  readonly folder: ProjectFolder | undefined;
  readonly manifest: Manifest | undefined;
  readonly start: Start;
  readonly compiles: readonly LocatedCompile[];
  readonly installs: readonly LocatedInstall[];
  /** The last instruction that installs, builds or changes the project. */
  readonly ends: Step;
  /** Below the root, as far as the build's own configuration says. */
  readonly outputs: readonly ProjectOutput[];
  /** False when the build may leave more than that. */
  readonly isOutputComplete: boolean;
}

/** Undefined when the stage neither installs nor builds anything of JavaScript, or when its folders are not known. */
export function applicationOf(project: Project): Application | undefined {
  const compiles = project.compiles.filter(({ compile }) => compile.ecosystem === 'javascript');
  const installs = installsOf(project);
  const root = project.stage.end.workdir;
  const ends = project.steps.findLast((step) => worksOnProject(step, compiles, installs));
  if (ends === undefined || root === undefined || (compiles.length === 0 && installs.length === 0))
    return undefined;
  const folder = contextFolderAt(project, root);
  const built = outputsOf(project, root, compiles);
  return {
    project,
    root,
    folder,
    manifest: folder === undefined ? undefined : manifestOf(folder),
    start: startOf(startedBehindScripts(project, root), folder),
    compiles,
    installs,
    ends,
    outputs: built.outputs,
    isOutputComplete: built.isComplete,
  };
}

/** What arranges files may arrange those of the project. */
const ARRANGES = /^(?:rm|cp|mv|sed|find)$/;

/** An instruction that sets up the system, or installs a program for it, may prepare the running image instead. */
function worksOnProject(
  step: Step,
  compiles: readonly LocatedCompile[],
  installs: readonly LocatedInstall[],
): boolean {
  if (compiles.some((each) => each.step === step) || installs.some((each) => each.step === step)) return true;
  if (step.instruction.keyword !== 'RUN' || step.index < firstIndex(compiles, installs)) return false;
  return step.commands.some((command) => {
    if (command.name === undefined) return command.words.length > 0;
    if (managerCommandOf(command) !== undefined || isGlobalInstall(command) || isCacheCleaning(command))
      return false;
    return ARRANGES.test(command.name) || !isSystemWork(command.name);
  });
}

/** `npm cache clean --force` leaves the project as it is. */
function isCacheCleaning({ name, args }: ShellCommand): boolean {
  return (
    /^(?:npm|yarn|pnpm|bun)$/.test(name ?? '') &&
    args.some(({ value }) => value === 'cache' || value === 'store')
  );
}

function firstIndex(compiles: readonly LocatedCompile[], installs: readonly LocatedInstall[]): number {
  return Math.min(...[...compiles, ...installs].map(({ step }) => step.index));
}

function outputsOf(
  project: Project,
  root: string,
  compiles: readonly LocatedCompile[],
): { readonly outputs: readonly ProjectOutput[]; readonly isComplete: boolean } {
  const outputs = new Map<string, ProjectOutput>();
  let isComplete = true;
  const steps = new Set(compiles.map(({ step }) => step));
  for (const step of steps)
    for (const { command, folder } of placed(step)) {
      if (!compiles.some((each) => each.command === command)) continue;
      const place =
        folder === undefined || !isWithin(folder, root) ? undefined : contextFolderAt(project, folder);
      if (place === undefined || folder === undefined) {
        isComplete = false;
        continue;
      }
      const built = buildOutputs([command], place);
      isComplete &&= built.isComplete;
      const inner = folder === root ? '' : `${folder.slice(root === '/' ? 1 : root.length + 1)}/`;
      for (const output of built.outputs)
        outputs.set(inner + output.path, { ...output, path: inner + output.path });
    }
  return { outputs: [...outputs.values()], isComplete };
}

/** The image of the stage, and its smaller sibling in front of it; with the variables that the FROM is written with. */
export function ownBases({ stage }: Project): readonly BaseCandidate[] {
  const written = stage.baseWord?.text;
  if (written === undefined) return [];
  const same = { reference: written, why: 'The image that the build runs on.' };
  const sibling = stage.image?.runtimeSibling;
  const text = stage.baseText;
  if (sibling === undefined || text === undefined) return [same];
  // A digest names one image, and the smaller one has another.
  const plain = text.replace(/@sha256:[\da-f]+$/, '');
  const suffix = sibling.reference.startsWith(plain) ? sibling.reference.slice(plain.length) : undefined;
  const reference =
    written.includes('$') && suffix !== undefined && !text.includes('@')
      ? written + suffix
      : sibling.reference;
  return [{ reference, why: sibling.note }, same];
}
