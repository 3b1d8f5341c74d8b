/** Where a RUN goes beside a program that is compiled: the build keeps it, and packages, accounts and folders follow the program. */
import { isWithin } from '../../model/artifacts/effects';
import type { BaseImage } from '../../model/images/index';
import { at } from '../../lint/rule';
import { enumerated } from '../../model/context/wording';
import { managerCommandOf, packageInstallOf } from '../../model/commands/installs';
import { cleaned } from '../../model/state';
import type { ShellCommand, ShellRedirect } from '../../shell/nodes';
import {
  IN_BUILD,
  KEPT,
  LEFT_OUT,
  refusal,
  type Placement,
  type Plan,
  type Project,
  type Refusal,
  type Step,
} from './contract';
import { isChownOfArtifacts } from './owners';
import { isSystemWork } from './runUnits';
import { splitRun, type Splitting } from './splitRun';
import { DROP, type PackageRule } from './systemPackages';
import { tidiedRun } from './tidiedRun';

/** `folders` are those that the build works in. */
export function placeCompiledRun(
  project: Project,
  plan: Plan,
  step: Step,
  folders: readonly string[],
  base: BaseImage | undefined,
): Placement | Refusal {
  const isLate = step.index > plan.ends.index;
  if (step.commands.length === 0) return IN_BUILD;
  const splitting: Splitting = {
    sideOf: (command) =>
      isLate ? lateSide(project, plan, command, step) : earlySide(plan, command, step, folders),
    packages: packagesFor(project, base),
    ...leadOf(project, step),
    ...(isLate ? { otherwise: 'run' } : {}),
  };
  const whole = splitRun(project, step, splitting);
  const split =
    'reason' in whole || whole.installed.length === 0 ? whole : tidiedRun(project, step, splitting, whole);
  if ('reason' in split) return isLate || hasRunning(step) ? split : IN_BUILD;
  const stranger = isLate ? split.programs.find((name) => !isThereLater(project, name, base)) : undefined;
  if (stranger !== undefined)
    return refusal(
      'unclear-instruction',
      `${stranger} is called behind the build, and it is not known to be in the running image.`,
      {
        at: at(step.instruction),
        wayOut: 'Put it in front of the command that compiles if it is part of the build.',
      },
    );
  const isOnlyRunning = isLate && split.run.kind !== 'left-out';
  const note = split.run.kind === 'left-out' ? undefined : headersNote(split.unknown);
  return { build: isOnlyRunning ? LEFT_OUT : KEPT, run: split.run, ...(note === undefined ? {} : { note }) };
}

/** Of the system, of the base, or installed by a package of its name; anything else the build may have made. */
function isThereLater({ steps }: Project, name: string, base: BaseImage | undefined): boolean {
  if (isSystemWork(name) || base?.programs[name] === true) return true;
  return steps.some(({ commands }) =>
    commands.some(
      (command) => packageInstallOf(command)?.packages.some((named) => named.name === name) === true,
    ),
  );
}

function headersNote(names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  return `Which packages hold only the libraries of ${enumerated(names)} is not known, so the final stage installs ${names.length === 1 ? 'it' : 'them'} as well.`;
}

/** Lists of packages that a RUN before has fetched: that one stays in the build, so the running image fetches them itself. */
function leadOf({ steps }: Project, step: Step): { readonly lead?: string } {
  const tasks = step.commands.flatMap((command) => managerCommandOf(command) ?? []);
  const installs = tasks.some(({ task, family }) => task === 'install' && family === 'debian');
  if (!installs || tasks.some(({ task }) => task === 'update')) return {};
  const isFetched = steps.some(
    ({ index, commands }) =>
      index < step.index && commands.some((command) => managerCommandOf(command)?.task === 'update'),
  );
  return isFetched ? { lead: 'apt-get update' } : {};
}

/** True when some of the step may be for the running image, so that what cannot be told apart is a reason to refuse. */
function hasRunning({ commands }: Step): boolean {
  return commands.some(({ name }) => ACCOUNTS.has(name ?? ''));
}

const ACCOUNTS: ReadonlySet<string> = new Set([
  'useradd',
  'adduser',
  'groupadd',
  'addgroup',
  'usermod',
  'groupmod',
]);

/** What installing packages leaves. */
const LISTS = /^["']?\/var\/(?:lib\/(?:apt|dnf|rpm)|cache)\b/;

const ARRANGING: ReadonlySet<string> = new Set(['mkdir', 'chown', 'chmod', 'chgrp', 'touch', 'ln']);

/** Packages, accounts, and folders outside of the build are looked at; everything else builds. */
function earlySide(
  plan: Plan,
  command: ShellCommand,
  step: Step,
  folders: readonly string[],
): 'build' | undefined {
  const { name, args } = command;
  if (managerCommandOf(command) !== undefined || ACCOUNTS.has(name ?? '')) return undefined;
  if (name === 'rm') return args.some(({ text }) => LISTS.test(text)) ? undefined : 'build';
  // What is written where the build works is written for it: `echo 'fn main() {}' > src/main.rs`.
  if (command.redirects.some((redirect) => writesInto(redirect, folders))) return 'build';
  if (!ARRANGING.has(name ?? '')) return FLOW.has(name ?? '') ? undefined : 'build';
  const paths = pathsOf(command, step);
  const isOutside = (path: string): boolean =>
    !SCRATCH.test(path) &&
    folders.every((folder) => !isWithin(path, folder) && !isWithin(folder, path)) &&
    // Copying makes the folders that it needs.
    !plan.artifacts.some(({ to }) => isWithin(to, path));
  return paths !== undefined && paths.length > 0 && paths.every(isOutside) ? undefined : 'build';
}

function writesInto({ operator, target }: ShellRedirect, folders: readonly string[]): boolean {
  const path = target?.value;
  if (path === undefined || !operator.includes('>') || /^(?:\/dev\/|[-\d]+$)/.test(path)) return false;
  return !path.startsWith('/') || folders.some((folder) => isWithin(path, folder));
}

/** Behind the build only what cleans it up, and what the copying of an artifact repeats, is not for the running image. */
function lateSide(project: Project, plan: Plan, command: ShellCommand, step: Step): 'build' | undefined {
  const { name = '', args } = command;
  if (name === 'rm' || name === 'rmdir' || (name === 'find' && args.some(({ value }) => value === '-delete')))
    return 'build';
  if (CLEANS_ITSELF.has(name)) return 'build';
  if (project.compiles.some((compile) => compile.command === command)) return 'build';
  if (isChownOfArtifacts(project, plan, command, step)) return 'build';
  if (name !== 'chmod') return undefined;
  // A mode travels with the file.
  const paths = pathsOf(command, step);
  return paths?.every((path) => plan.artifacts.some(({ from }) => from === path)) === true
    ? 'build'
    : undefined;
}

const CLEANS_ITSELF: ReadonlySet<string> = new Set(
  'go cargo rustup mvn gradle dotnet nuget npm yarn make ccache strip upx'.split(' '),
);

const FLOW: ReadonlySet<string> = new Set(
  ': cd echo exit export false printf set sleep test true umask unset [ [['.split(' '),
);

/** Where builds lie that nobody wants to keep. */
const SCRATCH = /^\/(?:tmp|var\/tmp|root|build|src|source|usr\/src|go|usr\/local\/cargo)(?:\/|$)/;

/** Absolute paths of what is arranged; undefined where one is not known. */
function pathsOf({ name, args }: ShellCommand, { state }: Step): readonly string[] | undefined {
  const operands = args.filter(({ text }) => !text.startsWith('-'));
  const named = name === 'chown' || name === 'chmod' || name === 'chgrp' ? operands.slice(1) : operands;
  const paths: string[] = [];
  for (const { value } of named) {
    if (value === undefined) return undefined;
    if (!value.startsWith('/') && state.workdir === undefined) return undefined;
    paths.push(cleaned(value.startsWith('/') ? value : `${state.workdir ?? ''}/${value}`));
  }
  return paths;
}

/** Programs that fetch, unpack and set up what is built; a running program that needs one names it at its start. */
function packagesFor({ stage, started }: Project, base: BaseImage | undefined): PackageRule {
  const used = new Set(
    started.flatMap(({ name, wrappers }) => [...wrappers, ...(name === undefined ? [] : [name])]),
  );
  for (const instruction of stage.instructions)
    if (instruction.keyword === 'HEALTHCHECK')
      for (const { name } of stage.scriptOf(instruction)?.commands ?? [])
        if (name !== undefined) used.add(name);
  return (name) => {
    if (isThere(name, base)) return DROP;
    if (used.has(name) || used.has(PROGRAM_OF.get(name) ?? name)) return undefined;
    return SERVES_THE_BUILD.has(name) || RUNTIMES.test(name) ? DROP : undefined;
  };
}

/** What an image without a package manager brings itself. */
function isThere(name: string, base: BaseImage | undefined): boolean {
  if (base?.packageManager !== null) return false;
  if (/^ca-certificates(?:-bundle)?$/.test(name)) return base.caCertificates === true;
  return name === 'tzdata' && base.family === 'distroless';
}

const SERVES_THE_BUILD: ReadonlySet<string> = new Set(
  (
    'curl wget git unzip zip xz-utils xz tar gzip bzip2 zstd p7zip gnupg gnupg2 gpg gpg-agent dirmngr apt-utils apt-transport-https ' +
    'software-properties-common lsb-release rsync patch file sudo openssh-client openssh-client-default openssh ssh aria2 jq vim nano less ' +
    'gettext texinfo help2man diffutils findutils coreutils gawk sed grep which cpio bc maven gradle ant sbt golang golang-go cargo rustc'
  ).split(' '),
);

/** The runtime image of the language brings it. */
const RUNTIMES =
  /^(?:openjdk-?\d+|java-[\d.]+-openjdk|default-j(?:dk|re)|temurin-\d+|msopenjdk|zulu\d*|dotnet-|aspnetcore-)/;

/** Packages whose program has another name. */
const PROGRAM_OF: ReadonlyMap<string, string> = new Map([
  ['netcat-openbsd', 'nc'],
  ['netcat-traditional', 'nc'],
  ['openssh-client', 'ssh'],
]);
