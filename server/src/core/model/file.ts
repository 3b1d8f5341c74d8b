/** Puts the model of a file together; stages that an edit did not reach keep their facts, object for object. */
import { shellLanguageOf } from '../shell/language';
import type { ShellLanguage, ShellScript } from '../shell/nodes';
import type { Dockerfile } from '../syntax/dockerfile';
import type { Instruction } from '../syntax/nodes';
import { fromView, type FromView } from '../syntax/views';
import { expand } from '../syntax/words';
import type { Consumer, Edge, FileFacts, Resolution, StageFacts, StageState } from './facts';
import type { BaseImage } from './images/baseImage';
import { describeImage } from './images/index';
import { possibleBases, referencesOf, resolveBase, resolveReference, type StageNames } from './references';
import { rolesOf, type Role, type StageLinks } from './roles';
import { globalScope, lookupIn, type Scope } from './scope';
import { posixScript } from './scripts';
import { STATE_OF_SCRATCH, stateAfter, stateOfImage } from './state';
import type { Surroundings } from './surroundings';

export function buildFacts(
  dockerfile: Dockerfile,
  surroundings: Surroundings,
  previous?: FileFacts,
): FileFacts {
  const { preamble, groups } = split(dockerfile.instructions);
  const globalArguments = preamble.filter((instruction) => instruction.keyword === 'ARG');
  const scope = keepEqual(globalScope(globalArguments, surroundings.buildArguments), previous?.globalScope);
  const names: StageNames = {
    count: groups.length,
    names: groups.map((group) => fromView(group.from).name?.value.toLowerCase()),
    namedContexts: surroundings.namedContexts,
  };
  const bases = groups.map((group, index) => baseOf(group, index, names, scope));
  const triggers = triggersOf(groups, bases);
  const edges = groups.map((group, index) => [
    ...edgesOf(triggers[index] ?? [], (instruction) => instruction.trigger, index, names),
    ...edgesOf(group.instructions, (instruction) => instruction, index, names),
  ]);
  const links = groups.map((_, index): StageLinks => ({
    name: names.names[index],
    parents: parentsOf(bases[index]?.base),
    producers: (edges[index] ?? []).flatMap((edge) => (edge.to.kind === 'stage' ? [edge.to.index] : [])),
  }));
  const roles = rolesOf(links, finalsOf(dockerfile, groups, names, surroundings));
  const consumers = consumersOf(groups, bases, edges);

  const known = previousByFrom(previous);
  const stages: StageFacts[] = [];
  groups.forEach((group, index) => {
    const { text, base } = bases[index] ?? { text: undefined, base: UNKNOWN };
    const built = new BuiltStage({
      index,
      group,
      role: roles[index] ?? 'unreachable',
      baseText: text,
      base,
      parent: base.kind === 'stage' ? stages[base.index] : undefined,
      edges: edges[index] ?? [],
      producers: new Map((edges[index] ?? []).flatMap((edge) => producerEntry(edge, stages))),
      consumers: consumers[index] ?? [],
      triggers: triggers[index] ?? [],
      description: descriptionOf(dockerfile, group),
      scope,
      given: surroundings.buildArguments,
    });
    const old = known.get(group.from);
    stages.push(old?.equals(built) === true ? old : built);
  });
  return new BuiltFile(dockerfile, preamble, globalArguments, scope, stages);
}

interface Group {
  readonly from: Instruction;
  readonly instructions: readonly Instruction[];
}

const UNKNOWN: Resolution = { kind: 'unknown', possible: [] };

function split(instructions: readonly Instruction[]): { preamble: Instruction[]; groups: Group[] } {
  const preamble: Instruction[] = [];
  const groups: { from: Instruction; instructions: Instruction[] }[] = [];
  for (const instruction of instructions) {
    if (instruction.keyword === 'FROM') groups.push({ from: instruction, instructions: [] });
    else (groups.at(-1)?.instructions ?? preamble).push(instruction);
  }
  return { preamble, groups };
}

function baseOf(
  group: Group,
  index: number,
  names: StageNames,
  scope: Scope,
): { text: string | undefined; base: Resolution } {
  const word = fromView(group.from).image;
  if (word === undefined) return { text: undefined, base: UNKNOWN };
  const text = expand(word.text, group.from.escape, lookupIn(scope));
  if (text !== undefined && text !== '') return { text, base: resolveBase(text, index, names) };
  return { text: undefined, base: { kind: 'unknown', possible: possibleBases(word.value, index, names) } };
}

/** ONBUILD runs in the stages built FROM its stage, once, not in their children. */
function triggersOf(
  groups: readonly Group[],
  bases: readonly { readonly base: Resolution }[],
): (readonly Instruction[])[] {
  return groups.map((_, index) => {
    const base = bases[index]?.base;
    const parent = base?.kind === 'stage' ? groups[base.index] : undefined;
    return parent?.instructions.filter((instruction) => instruction.trigger !== undefined) ?? [];
  });
}

/** `runs` gives the instruction that is carried out in this stage for the one that is written. */
function edgesOf(
  instructions: readonly Instruction[],
  runs: (instruction: Instruction) => Instruction | undefined,
  index: number,
  names: StageNames,
): Edge[] {
  const edges: Edge[] = [];
  for (const instruction of instructions) {
    const run = runs(instruction);
    for (const reference of run === undefined ? [] : referencesOf(run))
      edges.push({
        kind: reference.kind,
        instruction,
        reference: reference.word,
        to: resolveReference(reference, index, names),
      });
  }
  return edges;
}

function parentsOf(base: Resolution | undefined): readonly number[] {
  if (base?.kind === 'stage') return [base.index];
  return base?.kind === 'unknown' ? base.possible : [];
}

function finalsOf(
  dockerfile: Dockerfile,
  groups: readonly Group[],
  names: StageNames,
  surroundings: Surroundings,
): number[] {
  if (groups.length === 0) return [];
  const wanted = surroundings.target ?? targetComment(dockerfile);
  if (wanted !== undefined) {
    const byName = names.names.lastIndexOf(wanted.toLowerCase());
    if (byName !== -1) return [byName];
    if (/^\d+$/.test(wanted) && Number(wanted) < groups.length) return [Number(wanted)];
  }
  return [groups.length - 1];
}

function targetComment(dockerfile: Dockerfile): string | undefined {
  for (const node of dockerfile.nodes) {
    const target =
      node.kind === 'comment' ? /^stagewright\s+target=(\S+)/.exec(node.content)?.[1] : undefined;
    if (target !== undefined) return target;
  }
  return undefined;
}

function consumersOf(
  groups: readonly Group[],
  bases: readonly { readonly base: Resolution }[],
  edges: readonly (readonly Edge[])[],
): Consumer[][] {
  const consumers: Consumer[][] = groups.map(() => []);
  groups.forEach((group, index) => {
    const name = fromView(group.from).name?.value;
    for (const parent of parentsOf(bases[index]?.base))
      consumers[parent]?.push({ kind: 'from', index, name, instruction: group.from });
    for (const edge of edges[index] ?? [])
      if (edge.to.kind === 'stage')
        consumers[edge.to.index]?.push({ kind: edge.kind, index, name, instruction: edge.instruction });
  });
  return consumers;
}

function producerEntry(edge: Edge, stages: readonly StageFacts[]): [Edge, StageFacts][] {
  const producer = edge.to.kind === 'stage' ? stages[edge.to.index] : undefined;
  return producer === undefined ? [] : [[edge, producer]];
}

/** BuildKit: `# name text` above FROM describes the stage `name`. */
function descriptionOf(dockerfile: Dockerfile, group: Group): string | undefined {
  const name = fromView(group.from).name?.value;
  if (name === undefined) return undefined;
  const comment = dockerfile.commentsBefore(group.from).at(-1)?.content;
  return comment?.startsWith(`${name} `) === true ? comment.slice(name.length + 1).trim() : undefined;
}

function previousByFrom(previous: FileFacts | undefined): Map<Instruction, BuiltStage> {
  const known = new Map<Instruction, BuiltStage>();
  for (const stage of previous?.stages ?? []) if (stage instanceof BuiltStage) known.set(stage.from, stage);
  return known;
}

function keepEqual(scope: Scope, before: Scope | undefined): Scope {
  if (before?.size !== scope.size) return scope;
  for (const [name, value] of scope) if (!before.has(name) || before.get(name) !== value) return scope;
  return before;
}

interface StageParts {
  readonly index: number;
  readonly group: Group;
  readonly role: Role;
  readonly baseText: string | undefined;
  readonly base: Resolution;
  readonly parent: StageFacts | undefined;
  readonly edges: readonly Edge[];
  readonly producers: ReadonlyMap<Edge, StageFacts>;
  readonly consumers: readonly Consumer[];
  readonly triggers: readonly Instruction[];
  readonly description: string | undefined;
  readonly scope: Scope;
  readonly given: ReadonlyMap<string, string>;
}

const DEVELOPMENT = new Set([
  'test',
  'tests',
  'testing',
  'lint',
  'linter',
  'dev',
  'devel',
  'development',
  'debug',
  'ci',
  'vendor',
  'docs',
  'doc',
]);
const EXPORT_KEYWORDS = new Set(['COPY', 'ADD', 'ARG', 'LABEL']);

class BuiltStage implements StageFacts {
  private readonly parts: StageParts;
  private readonly view: FromView;
  private states: Map<Instruction, StageState> | undefined;
  private lastState: StageState | undefined;
  private knownImage: BaseImage | null | undefined;
  private knownCommand: StageFacts['command'] | undefined;

  constructor(parts: StageParts) {
    this.parts = parts;
    this.view = fromView(parts.group.from);
  }

  get index(): number {
    return this.parts.index;
  }
  get name(): string | undefined {
    return this.view.name?.value;
  }
  get nameWord() {
    return this.view.name;
  }
  get role(): Role {
    return this.parts.role;
  }
  get from(): Instruction {
    return this.parts.group.from;
  }
  get instructions(): readonly Instruction[] {
    return this.parts.group.instructions;
  }
  get baseWord() {
    return this.view.image;
  }
  get platform() {
    return this.view.platform;
  }
  get baseText(): string | undefined {
    return this.parts.baseText;
  }
  get base(): Resolution {
    return this.parts.base;
  }
  get parent(): StageFacts | undefined {
    return this.parts.parent;
  }
  get edges(): readonly Edge[] {
    return this.parts.edges;
  }
  get consumers(): readonly Consumer[] {
    return this.parts.consumers;
  }
  get triggers(): readonly Instruction[] {
    return this.parts.triggers;
  }
  get description(): string | undefined {
    return this.parts.description;
  }

  get rootReference(): string | undefined {
    const { base, parent } = this.parts;
    if (parent !== undefined) return parent.rootReference;
    if (base.kind === 'scratch') return 'scratch';
    return base.kind === 'image' || base.kind === 'forward' ? this.parts.baseText : undefined;
  }

  get image(): BaseImage | undefined {
    if (this.knownImage === undefined) {
      const root = this.rootReference ?? (this.base.kind === 'unknown' ? this.baseWord?.value : undefined);
      this.knownImage = (root === undefined ? undefined : describeImage(root)) ?? null;
    }
    return this.knownImage ?? undefined;
  }

  get isExport(): boolean {
    return (
      this.base.kind === 'scratch' &&
      this.instructions.every((instruction) => EXPORT_KEYWORDS.has(instruction.keyword))
    );
  }

  get isDevelopment(): boolean {
    return (this.name ?? '')
      .toLowerCase()
      .split(/[-_.]/)
      .some((part) => DEVELOPMENT.has(part));
  }

  get end(): StageState {
    if (this.lastState === undefined) this.walk();
    return this.lastState ?? STATE_OF_SCRATCH;
  }

  stateBefore(instruction: Instruction): StageState {
    if (this.states === undefined) this.walk();
    return this.states?.get(instruction) ?? this.end;
  }

  producer(edge: Edge): StageFacts | undefined {
    return this.parts.producers.get(edge);
  }

  languageAt(instruction: Instruction): ShellLanguage {
    const { shell } = this.stateBefore(instruction);
    if (shell === null) return 'posix';
    if (shell !== undefined) return shellLanguageOf(shell);
    return this.image?.os === 'windows' ||
      /(?:^|\/)windows(?:\/|:)|nanoserver|windowsservercore/.test(this.rootReference ?? '')
      ? 'cmd'
      : 'posix';
  }

  scriptOf(instruction: Instruction): ShellScript | undefined {
    if (!RUNS_COMMANDS.has(instruction.keyword)) return undefined;
    if (instruction.exec === undefined && this.languageAt(instruction) !== 'posix') return undefined;
    return posixScript(instruction);
  }

  get command(): StageFacts['command'] {
    this.knownCommand ??= commandOf(this);
    return this.knownCommand;
  }

  /** True when every fact of the two is the same, so that what was derived from one holds for the other. */
  equals(other: BuiltStage): boolean {
    const a = this.parts;
    const b = other.parts;
    return (
      a.index === b.index &&
      a.role === b.role &&
      a.parent === b.parent &&
      a.scope === b.scope &&
      a.given === b.given &&
      a.baseText === b.baseText &&
      a.description === b.description &&
      a.group.from === b.group.from &&
      sameItems(a.group.instructions, b.group.instructions) &&
      sameItems(a.triggers, b.triggers) &&
      sameResolution(a.base, b.base) &&
      sameItems(
        a.edges,
        b.edges,
        (x, y) =>
          x.instruction === y.instruction &&
          x.reference.span.start === y.reference.span.start &&
          sameResolution(x.to, y.to),
      ) &&
      sameItems([...a.producers.values()], [...b.producers.values()]) &&
      sameItems(
        a.consumers,
        b.consumers,
        (x, y) => x.instruction === y.instruction && x.index === y.index && x.kind === y.kind,
      )
    );
  }

  private walk(): void {
    const { parent, base, scope, given, triggers, group } = this.parts;
    const states = new Map<Instruction, StageState>();
    let state = parent?.end ?? (base.kind === 'scratch' ? STATE_OF_SCRATCH : stateOfImage(this.image));
    for (const trigger of triggers)
      if (trigger.trigger !== undefined) state = stateAfter(state, trigger.trigger, scope, given);
    for (const instruction of group.instructions) {
      states.set(instruction, state);
      state = stateAfter(state, instruction, scope, given);
    }
    this.states = states;
    this.lastState = state;
  }
}

const RUNS_COMMANDS = new Set(['RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK']);

/** BuildKit: dispatchEntrypoint clears an inherited CMD when the stage has set none itself. */
function commandOf(stage: StageFacts): StageFacts['command'] {
  let { cmd, entrypoint } = stage.parent?.command ?? { cmd: undefined, entrypoint: undefined };
  let isOwnCmd = false;
  for (const instruction of stage.instructions) {
    if (instruction.keyword === 'CMD') {
      cmd = instruction;
      isOwnCmd = true;
    } else if (instruction.keyword === 'ENTRYPOINT') {
      entrypoint = instruction;
      if (!isOwnCmd) cmd = undefined;
    }
  }
  return { cmd, entrypoint };
}

function sameItems<T>(a: readonly T[], b: readonly T[], same: (x: T, y: T) => boolean = Object.is): boolean {
  return a.length === b.length && a.every((item, index) => same(item, b[index] as T));
}

function sameResolution(a: Resolution, b: Resolution): boolean {
  if (a.kind !== b.kind) return false;
  switch (a.kind) {
    case 'stage':
    case 'forward':
    case 'self':
      return a.index === (b as typeof a).index;
    case 'out-of-range':
      return a.count === (b as typeof a).count;
    case 'image':
      return a.reference === (b as typeof a).reference;
    case 'named-context':
      return a.name === (b as typeof a).name;
    case 'unknown':
      return sameItems(a.possible, (b as typeof a).possible);
    case 'scratch':
    case 'variable':
    case 'index-in-mount':
      return true;
  }
}

class BuiltFile implements FileFacts {
  private starts: readonly number[] | undefined;

  constructor(
    readonly dockerfile: Dockerfile,
    readonly preamble: readonly Instruction[],
    readonly globalArguments: readonly Instruction[],
    readonly globalScope: Scope,
    readonly stages: readonly StageFacts[],
  ) {}

  stageOf(instruction: Instruction): StageFacts | undefined {
    this.starts ??= this.stages.map((stage) => this.dockerfile.indexOf(stage.from));
    const at = this.dockerfile.indexOf(instruction);
    let low = 0;
    let high = this.starts.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      if ((this.starts[middle] ?? 0) <= at) low = middle + 1;
      else high = middle - 1;
    }
    return this.stages[high];
  }
}
