/** Finds what only the person who builds can give: arguments without a default, secrets, the SSH agent. */
import type { Instruction, Mount } from '../syntax/nodes';
import { allVariables, mountsOf, optionOf, pairsOf } from '../syntax/views';
import type { FileFacts, StageFacts } from './facts';
import { PLATFORM_ARGUMENTS, PROXY_ARGUMENTS } from './scope';
import { saysSecret } from './secrets/names';

export interface BuildValues {
  /** Each name once, in the order of the text. */
  readonly arguments: readonly {
    readonly name: string;
    readonly declaredBy: Instruction;
    /** Its name says so. */
    readonly isSecret: boolean;
  }[];
  /** Each id once. */
  readonly secrets: readonly {
    readonly id: string;
    /** The instruction fails without it. */
    readonly isRequired: boolean;
    readonly mountedBy: Instruction;
  }[];
  /** Each id once; `default` is the agent itself. */
  readonly ssh: readonly {
    readonly id: string;
    readonly isRequired: boolean;
    readonly mountedBy: Instruction;
  }[];
}

/**
 * Of the stages that take part in building these. Mounts that say `required=false` are left out, and so are arguments that
 * nothing reads, that BuildKit fills in itself, or that are given from outside with a known value.
 *
 * @param stages indexes
 * @param given build arguments by name; undefined for a value that is not known
 */
export function buildValuesOf(
  file: FileFacts,
  stages: readonly number[],
  given: ReadonlyMap<string, string | undefined>,
): BuildValues {
  const built = partsOf(file, stages);
  const isAsked = (name: string): boolean => given.get(name) === undefined && !isPredefined(name);
  const names = new Map<string, Instruction>();
  const secrets = new Map<string, BuildValues['secrets'][number]>();
  const ssh = new Map<string, BuildValues['ssh'][number]>();
  for (const [name, declaredBy] of globalNames(file, built))
    if (isAsked(name) && !names.has(name)) names.set(name, declaredBy);
  for (const stage of built) {
    for (const [name, declaredBy] of namesAskedBy(stage, built, file))
      if (isAsked(name) && !names.has(name)) names.set(name, declaredBy);
    for (const mountedBy of stage.instructions) {
      for (const mount of mountsOf(mountedBy)) {
        const id = idOf(mount);
        if (id === undefined || saysNo(mount)) continue;
        const known = (mount.type === 'ssh' ? ssh : secrets).get(id);
        const isRequired = (known?.isRequired ?? false) || isSetTo(mount, 'required', 'true');
        const need = { id, isRequired, mountedBy: known?.mountedBy ?? mountedBy };
        if (mount.type === 'ssh') ssh.set(id, need);
        else if (mount.type === 'secret') secrets.set(id, need);
      }
    }
  }
  return {
    arguments: [...names].map(([name, declaredBy]) => ({ name, declaredBy, isSecret: saysSecret(name) })),
    secrets: [...secrets.values()],
    ssh: [...ssh.values()],
  };
}

/** BuildKit's own names, and those it knows without an ARG (Dockerfile reference, "Predefined ARGs" and "BuildKit built-in build args"). */
function isPredefined(name: string): boolean {
  return (
    PLATFORM_ARGUMENTS.has(name) ||
    PROXY_ARGUMENTS.has(name) ||
    name.startsWith('BUILDKIT_') ||
    name === 'SOURCE_DATE_EPOCH'
  );
}

/** With the stages that they are built FROM, copy from and mount, in the order of the file. */
function partsOf(file: FileFacts, stages: readonly number[]): readonly StageFacts[] {
  const parts = new Set<StageFacts>();
  const visit = (stage: StageFacts | undefined): void => {
    if (stage === undefined || parts.has(stage)) return;
    parts.add(stage);
    visit(stage.parent);
    for (const edge of stage.edges) visit(stage.producer(edge));
  };
  for (const index of stages) visit(file.stages[index]);
  return file.stages.filter((stage) => parts.has(stage));
}

/** Arguments without a default before the first FROM that a FROM reads. */
function* globalNames(
  file: FileFacts,
  built: readonly StageFacts[],
): Generator<readonly [string, Instruction]> {
  for (const instruction of file.globalArguments)
    for (const { name, value } of pairsOf(instruction))
      if (value === undefined && built.some(({ from }) => reads(from, name))) yield [name, instruction];
}

function* namesAskedBy(
  stage: StageFacts,
  built: readonly StageFacts[],
  file: FileFacts,
): Generator<readonly [string, Instruction]> {
  for (const [at, instruction] of stage.instructions.entries()) {
    if (instruction.keyword !== 'ARG') continue;
    for (const { name, value } of pairsOf(instruction)) {
      // Without a default of its own it has that of the argument of the same name before the first FROM.
      const hasDefault = value !== undefined || hasGlobalDefault(file, name);
      if (!hasDefault && (isReadBehind(stage, at, name, built) || isLentToRun(stage, at, name)))
        yield [name, instruction];
    }
  }
}

function hasGlobalDefault({ globalArguments }: FileFacts, name: string): boolean {
  return globalArguments.some((instruction) =>
    pairsOf(instruction).some((pair) => pair.name === name && pair.value !== undefined),
  );
}

/** What is named like a secret is meant for programs that take it from their environment: npm, pip, git. */
function isLentToRun(stage: StageFacts, at: number, name: string): boolean {
  return saysSecret(name) && stage.instructions.slice(at + 1).some(({ keyword }) => keyword === 'RUN');
}

function isReadBehind(stage: StageFacts, at: number, name: string, built: readonly StageFacts[]): boolean {
  if (stage.instructions.slice(at + 1).some((instruction) => readsInStage(stage, instruction, name)))
    return true;
  // An argument goes on into the stages that are built FROM this one.
  return built.some(
    (child) =>
      child.parent === stage &&
      child.instructions.some((instruction) => readsInStage(child, instruction, name)),
  );
}

function readsInStage(stage: StageFacts, instruction: Instruction, name: string): boolean {
  if (reads(instruction, name)) return true;
  if (instruction.keyword !== 'RUN') return false;
  const script = stage.scriptOf(instruction);
  // A program that is called directly, or a shell that is not known, may read it from its environment.
  if (script === undefined) return instruction.source.includes(name);
  return script.variables.some((variable) => variable.name === name);
}

/** With `${NAME:-word}` the builder has a word of its own. */
function reads(instruction: Instruction, name: string): boolean {
  return allVariables(instruction).some(
    (variable) => variable.name === name && variable.operator !== ':-' && variable.operator !== '-',
  );
}

/** A secret without an id has the name of its target; an agent without one is the default one. */
function idOf(mount: Mount): string | undefined {
  const id = optionOf(mount, 'id')?.value;
  const known = id === undefined || id === '' ? undefined : id;
  if (mount.type === 'ssh') return known ?? 'default';
  if (mount.type !== 'secret') return undefined;
  const target = optionOf(mount, 'target', 'dst', 'destination')?.value ?? optionOf(mount, 'env')?.value;
  const name = known ?? target?.split('/').at(-1);
  // A variable in it is filled in by nobody but the builder.
  return name === undefined || name === '' || name.includes('$') ? undefined : name;
}

function saysNo(mount: Mount): boolean {
  return isSetTo(mount, 'required', 'false');
}

function isSetTo(mount: Mount, name: string, value: 'true' | 'false'): boolean {
  const option = optionOf(mount, name);
  if (option === undefined) return false;
  // The bare word means true (instructions/commands_runmount.go).
  return (option.value ?? 'true').toLowerCase() === value;
}
