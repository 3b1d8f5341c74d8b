/** Where the instructions of a JavaScript project go: what installs and builds stays behind, what prepares the system does not. */
import { at } from '../../../../lint/rule';
import { joined } from '../../../../model/artifacts/commandPlace';
import { destinationOf } from '../../../../model/artifacts/copyPaths';
import { isWithin } from '../../../../model/artifacts/effects';
import { managerCommandOf, packageInstallOf } from '../../../../model/commands/installs';
import type { ShellCommand } from '../../../../shell/nodes';
import {
  IN_BUILD,
  KEPT,
  refusal,
  type Artifact,
  type Insertion,
  type Placement,
  type Refusal,
  type Step,
} from '../../contract';
import { bringsOnly, packageNotes, placeSteps } from '../../interpreted';
import { isSystemWork } from '../../splitRun';
import { DROP, type PackageFate } from '../../systemPackages';
import type { Application } from './application';
import { placed } from './dependencies';
import { globalsFor } from './globals';

export interface PlacedProject {
  readonly placements: ReadonlyMap<Step, Placement>;
  readonly insertions: readonly Insertion[];
  readonly notes: readonly string[];
  /** Programs that the running image's own instructions call. */
  readonly programs: readonly string[];
}

/** `called`: the programs that the container starts. */
export function placeProject(
  { project, root, ends }: Application,
  artifacts: readonly Artifact[],
  called: ReadonlySet<string>,
): PlacedProject | Refusal {
  const globals = globalsFor(project, called);
  const folders = foldersOf(project.steps);
  const escape = escapeOf(project.steps, ends, root, folders);
  if (escape !== undefined) return escape;
  const onlyFolders = new Set(
    project.steps.flatMap(({ commands }) => (commands.every(({ name }) => name === 'mkdir') ? commands : [])),
  );
  const place: Place = { root, artifacts, folders, onlyFolders, globals: globals.commands };
  const steps = placeSteps(project, {
    splitting: {
      sideOf: (command) => sideOf(command, place),
      packages,
    },
    ends,
    isOnlyRead: (step) => bringsOnly(step, MANIFESTS),
    managers: /^(?:npm|npx|yarn|pnpm|corepack|bun|bunx|node_modules)$/,
    folder: root,
  });
  if ('kind' in steps) return steps;
  const placements = new Map([...steps.placements, ...globals.placements]);
  // What is copied into another folder that is built in stays there; its result is carried.
  for (const step of project.steps) {
    if (step.index > ends.index || !/^(?:COPY|ADD)$/.test(step.instruction.keyword)) continue;
    const to = destinationOf(project.stage, step.instruction)?.path;
    if (to !== undefined && artifacts.some(({ from }) => isWithin(to, from) || isWithin(from, to)))
      placements.set(step, IN_BUILD);
  }
  const hasOwners = project.steps.some(
    (step) =>
      step.index <= ends.index && placements.get(step)?.build.kind !== 'left-out' && namesAccounts(step),
  );
  for (const [step, { build, run }] of placements)
    if (build.kind === 'left-out' && step.index < ends.index)
      if (step.commands.some((command) => servesBuild(command) || (hasOwners && makesAccount(command))))
        placements.set(step, { build: KEPT, run });
  return {
    placements,
    insertions: globals.insertions,
    notes: packageNotes(steps),
    programs: steps.programs,
  };
}

/** Libraries that tools of the build are linked to as well, and what they call. */
function servesBuild(command: ShellCommand): boolean {
  return (
    packageInstallOf(command)?.packages.some(({ name }) =>
      /^(?:libc6-compat|gcompat|openssl|libssl.*|git|bash|ca-certificates)$/.test(name),
    ) === true
  );
}

function makesAccount({ name }: ShellCommand): boolean {
  return name !== undefined && /^(?:useradd|adduser|groupadd|addgroup|usermod)$/.test(name);
}

/** Accounts that are named have to exist. */
function namesAccounts({ instruction, commands }: Step): boolean {
  return (
    instruction.flags.some(({ name }) => name === 'chown') ||
    commands.some(({ name }) => name !== undefined && /^(?:chown|chgrp|su|gosu|su-exec|install)$/.test(name))
  );
}

/** Python is what native modules are compiled with; a program that runs it says so in its command. */
const packages = (name: string): PackageFate | undefined =>
  /^(?:python|python[23]|python-is-python3|python3-(?:dev|minimal|setuptools)|py3-(?:pip|setuptools)|node-gyp)$/.test(
    name,
  )
    ? DROP
    : undefined;

type Folders = ReadonlyMap<ShellCommand, string | undefined>;

function foldersOf(steps: readonly Step[]): Folders {
  return new Map(
    steps.flatMap((step) => placed(step).map(({ command, folder }) => [command, folder] as const)),
  );
}

interface Place {
  readonly root: string;
  readonly artifacts: readonly Artifact[];
  readonly folders: Folders;
  /** Of instructions that make folders and do nothing else. */
  readonly onlyFolders: ReadonlySet<ShellCommand>;
  /** Commands that install programs for the whole system, and whether the container needs them. */
  readonly globals: ReadonlyMap<ShellCommand, 'build' | 'run'>;
}

function sideOf(command: ShellCommand, place: Place): 'build' | 'run' | undefined {
  const known = place.globals.get(command);
  if (known !== undefined) return known;
  if (command.name === undefined) return command.words.length > 0 ? 'build' : undefined;
  if (managerCommandOf(command) !== undefined) return undefined;
  if (!isSystemWork(command.name)) return 'build';
  if (!ARRANGES.test(command.name)) return undefined;
  const paths = pathsOf(command, place.folders.get(command));
  // WORKDIR makes the folder of the project in the running image.
  if (
    place.onlyFolders.has(command) &&
    paths.every((path) => path !== undefined && isWithin(place.root, path))
  )
    return 'build';
  const isOwn = (path: string | undefined): boolean => path !== undefined && isWithin(path, place.root);
  // What comes from elsewhere into the project is in it when it is copied.
  if (/^(?:cp|mv)$/.test(command.name) && isOwn(paths.at(-1))) return 'build';
  if (paths.length === 0 || !paths.every(isOwn)) return undefined;
  // A folder that is made for the running program is not carried, and the mode of what is carried travels with it.
  if (!PREPARES.test(command.name)) return 'build';
  return paths.every((path) =>
    place.artifacts.some(({ from }) => path !== from && isWithin(path ?? '', from)),
  )
    ? 'build'
    : undefined;
}

/** What changes files and folders. */
const ARRANGES =
  /^(?:cp|mv|rm|rmdir|sed|find|mkdir|touch|chmod|chown|chgrp|ln|install|tar|unzip|gunzip|cat|ls|wc|grep)$/;
const PREPARES = /^(?:mkdir|touch|chmod|chown|chgrp)$/;

/** Absolute paths of a command's operands; an owner, a mode and an expression are none. */
function pathsOf({ name, args }: ShellCommand, folder: string | undefined): readonly (string | undefined)[] {
  const operands = args.filter(({ text }) => !text.startsWith('-') && !/^[<>]/.test(text));
  const paths =
    name !== undefined && /^(?:chmod|chown|chgrp|sed|grep)$/.test(name) ? operands.slice(1) : operands;
  return paths.map(({ value, text }) => {
    const path = value ?? (/^[\w./*-]+$/.test(text) ? text : undefined);
    if (path === undefined) return undefined;
    return path.startsWith('/') || folder !== undefined ? joined(folder ?? '/', path) : undefined;
  });
}

/** A result that is moved or copied out of the project would have to be carried from where it is then. */
function escapeOf(steps: readonly Step[], ends: Step, root: string, folders: Folders): Refusal | undefined {
  for (const step of steps) {
    if (step.index > ends.index) continue;
    for (const command of step.commands) {
      if (!/^(?:cp|mv|ln|rsync)$/.test(command.name ?? '')) continue;
      const paths = pathsOf(command, folders.get(command));
      const to = paths.at(-1);
      const isFromProject = paths.slice(0, -1).some((path) => path !== undefined && isWithin(path, root));
      if (!isFromProject || (to !== undefined && isWithin(to, root))) continue;
      return refusal(
        'unclear-instruction',
        `It cannot be told whether the running program needs what this puts outside of ${root}.`,
        {
          at: at(step.instruction, command.span),
          wayOut: 'Leave the files of the project in its folder.',
        },
      );
    }
  }
  return undefined;
}

/** What only the installation of packages and the compiler read. */
const MANIFESTS =
  /^(?:package.*\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-.*\.yaml|bun\.lockb?|\.npmrc|\.yarnrc.*|tsconfig.*\.json)$/;
