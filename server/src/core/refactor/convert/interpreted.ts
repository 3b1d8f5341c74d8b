/** Places the steps of a stage whose language is interpreted: dependencies are installed in the build, and the program itself is only copied. */
import { isRoot } from '../../model/accounts';
import { broadSource, contextSources } from '../../model/contextCopies';
import { runtimePurpose } from '../../model/runtimeCommand';
import { at } from '../../lint/rule';
import { managerCommandOf } from '../../model/commands/installs';
import { isWithin } from '../../model/artifacts/effects';
import { destinationOf } from '../../model/artifacts/stageFiles';
import type { ShellCommand } from '../../shell/nodes';
import { copyView } from '../../syntax/views';
import {
  IN_BOTH,
  IN_BUILD,
  IN_RUN,
  KEPT,
  LEFT_OUT,
  refusal,
  type Artifact,
  type Placement,
  type Project,
  type Refusal,
  type Step,
} from './contract';
import { splitRun, type Splitting, type SplitRun } from './splitRun';
import { tidiedRun } from './tidiedRun';

export interface Interpreted {
  readonly splitting: Splitting;
  /** The last step that installs dependencies, or makes anything else that is copied out. */
  readonly ends: Step;
  /** True for a COPY of files that only the installation of dependencies reads. */
  readonly isOnlyRead: (step: Step) => boolean;
  /** Programs that install dependencies: `composer` of `COPY --from=composer:2 /usr/bin/composer /usr/bin/`. */
  readonly managers: RegExp;
  /** A folder of the project that is copied out as a whole; what was copied into it stays in the build stage then. */
  readonly folder: string | undefined;
}

export interface PlacedSteps {
  readonly placements: ReadonlyMap<Step, Placement>;
  readonly dropped: readonly string[];
  readonly unknown: readonly string[];
  /** Programs that RUN instructions of the running image call and do not install. */
  readonly programs: readonly string[];
}

export function placeSteps(project: Project, plan: Interpreted): PlacedSteps | Refusal {
  const placements = new Map<Step, Placement>();
  const splits = new Map<Step, SplitRun>();
  let lead: string | undefined;
  for (const step of project.steps) {
    if (step.instruction.keyword !== 'RUN') continue;
    const isLate = step.index > plan.ends.index;
    const splitting: Splitting = isLate ? { ...plan.splitting, otherwise: 'run' } : plan.splitting;
    const split = splitRun(project, step, splitting);
    if ('reason' in split) return split;
    splits.set(step, split);
    const update = split.isUpkeepOnly ? updateOf(step) : undefined;
    if (update === undefined && split.installed.length > 0) {
      const tidied = tidiedRun(project, step, splitting, split, lead);
      if ('reason' in tidied) return tidied;
      splits.set(step, tidied);
      lead = undefined;
    }
    lead = update ?? lead;
  }
  const building = buildingOf(project, plan, splits);
  for (const step of project.steps) {
    const placement = placementOf(project, plan, step, splits.get(step), building);
    if (placement !== undefined) placements.set(step, placement);
  }
  const all = [...splits.values()];
  const installed = new Set(all.flatMap((split) => split.installed));
  return {
    programs: unique(all.flatMap(({ programs }) => programs)).filter((name) => !installed.has(name)),
    placements,
    dropped: unique(all.flatMap(({ dropped }) => dropped)),
    unknown: unique(all.flatMap(({ unknown }) => unknown)),
  };
}

/** A RUN that only fetches the lists of packages; they go stale there, so the running image fetches them where it installs. */
function updateOf({ commands, instruction }: Step): string | undefined {
  const [only] = commands;
  if (commands.length !== 1 || only === undefined || managerCommandOf(only)?.task !== 'update')
    return undefined;
  return instruction.source.slice(only.span.start, only.span.end);
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}

/** What is known of the build before the other steps are placed around it. */
interface Building {
  readonly programs: ReadonlySet<string>;
  /** Folders that its commands run in. */
  readonly folders: readonly string[];
  /** Every word of its commands. */
  readonly words: readonly string[];
  /** True when somebody else than at the start runs it, who then has to exist. */
  readonly hasUser: boolean;
}

function buildingOf(
  project: Project,
  { ends, splitting }: Interpreted,
  splits: ReadonlyMap<Step, SplitRun>,
): Building {
  const steps = project.steps.filter(
    (step) => step.index <= ends.index && splits.get(step)?.isForBuild === true,
  );
  const commands = steps.flatMap((step) => step.commands);
  const entered = steps.flatMap((step) =>
    step.commands.filter(isBuilding(splitting)).flatMap(() => foldersOf(step)),
  );
  return {
    programs: new Set(
      commands.flatMap(({ name, wrappers }) => [...(name === undefined ? [] : [name]), ...wrappers]),
    ),
    folders: unique(entered),
    words: commands.flatMap(({ words }) => words.map(({ text }) => text)),
    hasUser: project.steps.some((step) => step.index < ends.index && step.instruction.keyword === 'USER'),
  };
}

function isBuilding({ sideOf }: Splitting): (command: ShellCommand) => boolean {
  return (command) => sideOf(command) === 'build';
}

/** Where the commands of a step may run: its working directory, and what it changes to. */
function foldersOf({ state, commands }: Step): readonly string[] {
  const entered = commands.flatMap(({ name, args }) => (name === 'cd' ? (args[0]?.value ?? []) : []));
  const absolute = entered.flatMap((path) => {
    if (path.startsWith('/')) return [path];
    return state.workdir === undefined ? [] : [`${state.workdir}/${path}`];
  });
  return [state.workdir ?? '/', ...absolute];
}

function placementOf(
  project: Project,
  plan: Interpreted,
  step: Step,
  split: SplitRun | undefined,
  building: Building,
): Placement | undefined {
  const { keyword } = step.instruction;
  if (split !== undefined) return placeRun(plan, step, split, building);
  if (keyword === 'COPY' || keyword === 'ADD') return placeCopy(project, plan, step, building);
  return undefined;
}

function placeRun({ ends }: Interpreted, step: Step, split: SplitRun, building: Building): Placement {
  if (step.index > ends.index) return { build: LEFT_OUT, run: split.run };
  if (split.isForBuild) return { build: KEPT, run: split.run };
  if (split.isUpkeepOnly) return IN_BUILD;
  // Packages, and where they come from, may be what the installation of others stands on.
  const isUsed = split.isPackagesOnly || !step.commands.every(arranges) || concernsBuild(step, building);
  return { build: isUsed ? KEPT : LEFT_OUT, run: split.run };
}

/** Folders, accounts and settings. */
function arranges({ name }: ShellCommand): boolean {
  return name !== undefined && ARRANGING.has(name);
}

const ARRANGING: ReadonlySet<string> = new Set(
  '[ a2dismod a2enmod addgroup adduser cd chgrp chmod chown chpasswd echo export groupadd groupmod ln locale-gen mkdir nproc passwd printf sed set test touch true useradd usermod'.split(
    ' ',
  ),
);

/** Folders below which the build works, and the account that it works as. */
function concernsBuild({ commands, state }: Step, { folders, hasUser }: Building): boolean {
  return commands.some(({ name, args }) => {
    if (name === 'useradd' || name === 'adduser' || name === 'groupadd' || name === 'addgroup')
      return hasUser;
    return args.some(({ text }) => {
      const path = text.replaceAll(/["']/g, '');
      if (path.startsWith('-') || /\s|\|/.test(path)) return false;
      if (path.includes('$') && path.includes('/')) return true;
      if (path.startsWith('/'))
        return folders.some((folder) => isWithin(path, folder) || isWithin(folder, path));
      return path.includes('/') && folders.includes(state.workdir ?? '/');
    });
  });
}

function placeCopy(
  project: Project,
  { ends, isOnlyRead, managers, folder }: Interpreted,
  step: Step,
  { folders, words }: Building,
): Placement {
  const { instruction } = step;
  const { from, sources } = copyView(instruction);
  if (from !== undefined) {
    const isManager = sources.every(({ value }) => managers.test(value.replace(/^.*\//, '')));
    if (isManager) return IN_BUILD;
    return step.index > ends.index ? IN_RUN : IN_BOTH;
  }
  if (step.index > ends.index) return IN_RUN;
  const to = destinationOf(project.stage, instruction)?.path;
  if (to === undefined) return IN_BOTH;
  if (folder !== undefined && isWithin(to, folder)) return IN_BUILD;
  if (isOnlyRead(step)) return IN_BUILD;
  const isRead =
    folders.some((path) => isWithin(to, path) || isWithin(path, to)) ||
    words.some((word) => word.includes(to));
  return isRead ? IN_BOTH : IN_RUN;
}

/** What a reader should know of the packages of the system. */
export function packageNotes({ dropped, unknown }: PlacedSteps): readonly string[] {
  const notes: string[] = [];
  if (dropped.length > 0)
    notes.push(`${listed(dropped)} ${dropped.length === 1 ? 'stays' : 'stay'} in the build stage.`);
  if (dropped.includes('git'))
    notes.push('If the running program calls git itself, install it in the final stage as well.');
  if (unknown.length > 0)
    notes.push(
      `${listed(unknown)} ${unknown.length === 1 ? 'is' : 'are'} also installed in the final stage: which package holds only the libraries is not known.`,
    );
  return notes;
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

/** A folder that is copied to the place where it was made, for whoever made it. */
export function folderMadeBy({ state }: Step, path: string, what: string): Artifact {
  const { user } = state;
  const owner = user === undefined || isRoot(user) ? {} : { owner: user };
  return { from: path, to: path, kind: 'directory', what, ...owner };
}

/** True when all that a COPY brings are files of these names. */
export function bringsOnly({ instruction }: Step, names: RegExp): boolean {
  const sources = contextSources(instruction);
  return (
    sources.length > 0 &&
    sources.every(({ value }) => names.test(value.replace(/\/$/, '').replace(/^.*\//, '')))
  );
}

/** True when a step behind the build brings the whole project, the manifests among it, to where this one puts them. */
export function isBroughtLater(project: Project, step: Step, ends: Step): boolean {
  const to = destinationOf(project.stage, step.instruction)?.path;
  return project.steps.some(
    ({ instruction, index }) =>
      index > ends.index &&
      broadSource(instruction) !== undefined &&
      destinationOf(project.stage, instruction)?.path === to,
  );
}

/** Nothing is gained where the container builds when it starts, and nothing is known where nothing says what it starts. */
export function obstacleToRunning(
  { stage }: Project,
  needsCommand: 'unless-base-has-one' | 'always',
): Refusal | undefined {
  const start = stage.command.entrypoint ?? stage.command.cmd;
  const place = { at: at(start !== undefined && stage.instructions.includes(start) ? start : stage.from) };
  switch (runtimePurpose(stage)) {
    case 'builds':
      return refusal(
        'needs-compiler-at-run-time',
        'The container compiles, tests or serves from sources when it starts.',
        place,
      );
    case 'works':
      return refusal(
        'made-to-build-in',
        'The image is a place to work in, so its tools are what it is for.',
        place,
      );
    case 'unset':
      return needsCommand === 'always'
        ? refusal('no-command', 'Nothing says what the container starts, so what it needs cannot be known.', {
            ...place,
            wayOut: 'Add a CMD or an ENTRYPOINT.',
          })
        : undefined;
    case 'runs':
      return undefined;
  }
}
