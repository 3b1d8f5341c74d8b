/** Decides whether a stage compiles what it ships, which three rules must agree on so that nothing is said twice. */
import type { ShellCommand } from '../shell/nodes';
import type { Instruction } from '../syntax/nodes';
import { mountsOf, optionOf } from '../syntax/views';
import { memoized } from '../text/memoized';
import { compileOf, type Compile } from './commands/compiles';
import { dependencyInstallOf } from './commands/dependencyInstalls';
import { packageInstallOf, packageRemovalOf } from './commands/installs';
import { buildToolKind } from './commands/buildTools';
import { readArguments } from './commands/options';
import { toolOf } from './commands/tools';
import { contextSources } from './contextCopies';
import type { StageFacts } from './facts';
import { runtimeCommands, runtimePurpose } from './runtimeCommand';

export interface ShippedCompile {
  readonly instruction: Instruction;
  readonly compile: Compile;
  /** False when nothing says what the image runs, or when the build works without development dependencies. */
  readonly isCertain: boolean;
}

/**
 * The first command of the stage that compiles or bundles what the image ships, where the tools stay with the result.
 * Undefined when there is none, when the running image needs the tools, and when that cannot be told.
 */
export const shippedCompile = memoized((stage: StageFacts): ShippedCompile | undefined => {
  const purpose = runtimePurpose(stage);
  if (purpose === 'builds' || purpose === 'works') return undefined;
  if (stage.role === 'target' && purpose === 'unset') return undefined;
  // It may be a base only by a FROM whose variable is not known; what is copied from is a builder for sure.
  if (stage.role === 'base' && stage.consumers.some(({ kind }) => kind !== 'from')) return undefined;
  for (const instruction of stage.instructions) {
    if (instruction.keyword !== 'RUN' || hasForeignMount(instruction)) continue;
    const commands = stage.scriptOf(instruction)?.commands ?? [];
    for (const [index, command] of commands.entries()) {
      const compile = command.place === 'function' ? undefined : compileOf(command);
      if (compile === undefined || !isOfResult(stage, instruction, command, compile)) continue;
      if (removesTools(commands.slice(index + 1), stage, compile)) continue;
      return {
        instruction,
        compile,
        isCertain: purpose === 'runs' && !buildsWithoutDev(stage, instruction, compile),
      };
    }
  }
  return undefined;
});

/** Tools may come with a mount from another stage or image, and then they are not in the layer. */
function hasForeignMount(instruction: Instruction): boolean {
  return mountsOf(instruction).some((mount) => optionOf(mount, 'from') !== undefined);
}

/** A helper that is fetched and built on the way is not what the file is for. */
function isOfResult(
  stage: StageFacts,
  instruction: Instruction,
  command: ShellCommand,
  compile: Compile,
): boolean {
  if (isNamedAtRunTime(stage, compile.output)) return true;
  const fetched = fetchedProgram(command);
  if (fetched !== undefined) return isNamedAtRunTime(stage, fetched);
  switch (compile.ecosystem) {
    case 'python':
      return /^(?:pyinstaller|nuitka)$/i.test(compile.tool) && bringsSource(stage, instruction, false);
    case 'ruby':
    case 'php':
      return false;
    case 'elixir':
      return compile.describes.endsWith('release') && bringsSource(stage, instruction, true);
    case 'c':
      return hasCompilerOfItsOwn(stage, compile, instruction) && bringsSource(stage, instruction, false);
    case 'rust':
      return !compile.describes.includes('dependencies') && bringsSource(stage, instruction, true);
    case 'java':
    case 'javascript':
    case 'go':
    case 'dotnet':
    case 'swift':
    case 'zig':
    case 'haskell':
    case 'dart':
    case 'other':
      return bringsSource(stage, instruction, true);
  }
}

function isNamedAtRunTime(stage: StageFacts, path: string | undefined): boolean {
  const base = path?.replace(/\/$/, '').replace(/^.*\//, '');
  if (base === undefined || base === '' || base === '.') return false;
  return runtimeCommands(stage).some((command) => command.words[0]?.value?.replace(/^.*\//, '') === base);
}

/** The program that `go install path@version` or `cargo install name` fetches; undefined for the project's own. */
function fetchedProgram(command: ShellCommand): string | undefined {
  const tool = toolOf(command);
  if (tool === undefined || (tool.name !== 'go' && tool.name !== 'cargo')) return undefined;
  const [verb, ...operands] = readArguments(tool.args, fetchOptions).operands.map(
    (word) => word.value ?? word.text,
  );
  if (verb !== 'install') return undefined;
  if (tool.args.some((word) => word.text.startsWith('--path'))) return undefined;
  const [first] = operands;
  if (first === undefined || first.startsWith('.')) return undefined;
  // `go install tool` installs what go.mod lists as tools.
  if (tool.name === 'go' && first === 'tool') return first;
  if (tool.name === 'go' && !first.includes('@') && !/^[\w-]+\.[\w.-]+\//.test(first)) return undefined;
  return first
    .replace(/@.*$/, '')
    .replace(/\/v\d+$/, '')
    .replace(/^.*\//, '');
}

const fetchOptions: ReadonlySet<string> = new Set([
  '--version',
  '--git',
  '--branch',
  '--tag',
  '--rev',
  '--root',
  '--features',
  '-ldflags',
  '-tags',
  '--target',
]);

/** True when sources reach the stage before the instruction; a clone counts where it is likely the program itself. */
function bringsSource(stage: StageFacts, until: Instruction, countsClone: boolean): boolean {
  const at = placesIn(stage).get(until) ?? Infinity;
  const { copy, clone } = firstSources(stage);
  // A clone may stand in the same instruction; what the instruction itself binds counts no less then.
  if (countsClone ? Math.min(copy, clone) <= at : copy < at) return true;
  if (triggersBringSource(stage)) return true;
  for (let holder = stage.parent; holder !== undefined; holder = holder.parent) {
    const first = firstSources(holder);
    if (first.copy < Infinity || (countsClone && first.clone < Infinity) || triggersBringSource(holder))
      return true;
  }
  return false;
}

const placesIn = memoized(
  (stage: StageFacts): ReadonlyMap<Instruction, number> =>
    new Map(stage.instructions.map((instruction, at) => [instruction, at])),
);

/** Where in the stage the first files of the context and the first clone come in; Infinity when they never do. */
const firstSources = memoized((stage: StageFacts): { readonly copy: number; readonly clone: number } => ({
  copy: firstPlace(
    stage,
    (instruction) => contextSources(instruction).length > 0 || bindsContext(instruction),
  ),
  clone: firstPlace(stage, (instruction) => stage.scriptOf(instruction)?.commands.some(isClone) === true),
}));

function firstPlace(stage: StageFacts, isMeant: (instruction: Instruction) => boolean): number {
  const at = stage.instructions.findIndex(isMeant);
  return at === -1 ? Infinity : at;
}

function triggersBringSource({ triggers }: StageFacts): boolean {
  return triggers.some(({ trigger }) => trigger !== undefined && contextSources(trigger).length > 0);
}

function bindsContext(instruction: Instruction): boolean {
  return (
    instruction.keyword === 'RUN' &&
    mountsOf(instruction).some((mount) => mount.type === 'bind' && optionOf(mount, 'from') === undefined)
  );
}

function isClone(command: ShellCommand): boolean {
  return command.name === 'git' && command.args.some((word) => word.value === 'clone');
}

/** `make` is also how interpreted projects name their chores, so there a compiler must be known to be present. */
function hasCompilerOfItsOwn(stage: StageFacts, compile: Compile, until: Instruction): boolean {
  if (compile.tool !== 'make') return true;
  const language = stage.image?.language;
  if (stage.image?.kind === 'sdk') return true;
  if (language !== undefined && language !== null) return false;
  return firstCompiler(stage) <= (placesIn(stage).get(until) ?? Infinity);
}

/** Where in the stage a compiler is first installed. */
const firstCompiler = memoized((stage: StageFacts): number =>
  firstPlace(stage, (instruction) => stage.scriptOf(instruction)?.commands.some(installsCompiler) === true),
);

function installsCompiler(command: ShellCommand): boolean {
  const install = packageInstallOf(command);
  return (
    install?.packages.some(({ name }) =>
      /^(?:compiler|sdk)$/.test(buildToolKind(name, install.family) ?? ''),
    ) === true
  );
}

/** The same layer loses the tools again: then only the result is in it. */
function removesTools(later: readonly ShellCommand[], stage: StageFacts, compile: Compile): boolean {
  return later.some((command) => {
    if (packageRemovalOf(command) !== undefined) return !isPartOfBase(stage, compile);
    if (command.name === 'rustup') return command.args.some((word) => word.value === 'uninstall');
    if (command.name === 'rm') {
      // A cache of libraries holds no compiler that the base image brings.
      const folders = isPartOfBase(stage, compile) ? TOOL_FOLDERS : TOOL_OR_LIBRARY_FOLDERS;
      return command.args.some((word) => folders.test(word.text));
    }
    if (compile.ecosystem !== 'javascript') return false;
    return (
      command.args.some((word) => word.value === 'prune') ||
      dependencyInstallOf(command)?.installsDev === false
    );
  });
}

const TOOL_FOLDERS = /node_modules|(?:^|\/)(?:go|\.cargo|\.rustup)\/?$/;
const TOOL_OR_LIBRARY_FOLDERS = /node_modules|(?:^|\/)(?:go|\.cargo|\.rustup|\.m2|\.gradle)\/?$/;

/** No layer can lose what the base image itself brings. */
function isPartOfBase({ image }: StageFacts, compile: Compile): boolean {
  // What builds Java may come with the project; the compiler is the image's.
  if (compile.ecosystem === 'java' && image?.programs['javac'] === true) return true;
  const tool = compile.ecosystem === 'c' ? 'gcc' : compile.tool;
  return image?.programs[tool] === true || image?.buildTools?.includes(tool) === true;
}

/** `npm ci --omit=dev && npm run build`: what the build needs is a dependency of the running program as well. */
function buildsWithoutDev(stage: StageFacts, until: Instruction, compile: Compile): boolean {
  if (compile.ecosystem !== 'javascript') return false;
  if (stage.stateBefore(until).env.get('NODE_ENV') === 'production') return true;
  let last: boolean | undefined;
  for (const instruction of stage.instructions) {
    for (const command of stage.scriptOf(instruction)?.commands ?? []) {
      const install = dependencyInstallOf(command);
      if (install?.ecosystem === 'javascript') last = install.installsDev;
    }
    if (instruction === until) break;
  }
  return last === false;
}
