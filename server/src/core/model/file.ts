/** Puts the model of a file together; stages that an edit did not reach keep their facts, object for object. */
import { shellLanguageOf } from '../shell/language';
import type { ShellLanguage, ShellScript } from '../shell/nodes';
import type { Dockerfile } from '../syntax/dockerfile';
import type { Comment, Instruction, Node } from '../syntax/nodes';
import { fromView, type FromView } from '../syntax/views';
import { expand } from '../syntax/words';
import type { Consumer, Edge, FileFacts, Resolution, StageFacts, StageState } from './facts';
import type { BaseImage } from './images/baseImage';
import { describeImage } from './images/index';
import {
  possibleBases,
  referencesOf,
  resolveBase,
  resolveReference,
  StageNames,
  type Reference,
} from './references';
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
  const known = previousByFrom(previous);
  const { preamble, groups, starts } = split(dockerfile, known);
  const globalArguments = preamble.filter((instruction) => instruction.keyword === 'ARG');
  const scope = keepEqual(globalScope(globalArguments, surroundings.buildArguments), previous?.globalScope);
  const names = new StageNames(
    groups.map((group) => group.view.name?.value.toLowerCase()),
    surroundings.namedContexts,
  );
  const bases = groups.map((group, index) => baseOf(group, index, names, scope));
  const triggers = groups.map((_, index) => triggersOf(groups, bases[index]?.base));
  const edges = groups.map((group, index) => edgesOf(triggers[index] ?? NONE, group, index, names));
  const links = groups.map((_, index): StageLinks => ({
    name: names.names[index],
    parents: parentsOf(bases[index]?.base),
    producers: producersOf(edges[index] ?? NONE),
  }));
  const roles = rolesOf(links, finalsOf(dockerfile, groups, names, surroundings));
  const consumers = consumersOf(groups, bases, edges);

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
      edges: edges[index] ?? NONE,
      producers: producerFacts(edges[index] ?? NONE, stages),
      consumers: consumers[index] ?? NONE,
      triggers: triggers[index] ?? NONE,
      scope,
      given: surroundings.buildArguments,
    });
    const old = known.get(group.from);
    stages.push(old?.equals(built) === true ? old : built);
  });
  return new BuiltFile(dockerfile, preamble, globalArguments, scope, stages, groups, starts);
}

/** Shared, so that the many stages without an edge or a trigger cost nothing. */
const NONE: readonly never[] = [];

/** The lines of one stage. The same object as before the edit when none of them changed. */
class Group {
  readonly view: FromView;
  private knownReferences:
    readonly { readonly instruction: Instruction; readonly reference: Reference }[] | undefined;
  private knownTriggers: readonly Instruction[] | undefined;
  private knownMark: Instruction | null | undefined;

  constructor(
    readonly from: Instruction,
    readonly instructions: readonly Instruction[],
    /** The comment line directly above the FROM. */
    readonly comment: Comment | undefined,
  ) {
    this.view = fromView(from);
  }

  get references(): readonly { readonly instruction: Instruction; readonly reference: Reference }[] {
    this.knownReferences ??= this.instructions.flatMap((instruction) =>
      referencesOf(instruction).map((reference) => ({ instruction, reference })),
    );
    return this.knownReferences;
  }

  get templateMark(): Instruction | undefined {
    if (this.knownMark === undefined)
      this.knownMark = [this.from, ...this.instructions].find(isTemplateMark) ?? null;
    return this.knownMark ?? undefined;
  }

  get triggers(): readonly Instruction[] {
    this.knownTriggers ??= this.instructions.filter((instruction) => instruction.trigger !== undefined);
    return this.knownTriggers;
  }
}

const UNKNOWN: Resolution = { kind: 'unknown', possible: [] };

function split(
  dockerfile: Dockerfile,
  known: ReadonlyMap<Instruction, BuiltStage>,
): { preamble: Instruction[]; groups: Group[]; starts: number[] } {
  const preamble: Instruction[] = [];
  const groups: Group[] = [];
  const starts: number[] = [];
  let from: Instruction | undefined;
  let comment: Comment | undefined;
  let lines = preamble;
  let lastComment: Comment | undefined;
  const close = (): void => {
    if (from === undefined) return;
    const before = known.get(from)?.group;
    const isSame =
      before !== undefined && before.comment === comment && sameItems(before.instructions, lines);
    groups.push(isSame ? before : new Group(from, lines, comment));
  };
  for (let index = 0; index < dockerfile.nodes.length; index++) {
    const node = dockerfile.nodes[index] as Node;
    if (node.kind !== 'instruction') {
      lastComment = node.kind === 'comment' ? node : undefined;
      continue;
    }
    if (node.keyword === 'FROM') {
      close();
      starts.push(index);
      from = node;
      comment = lastComment;
      lines = [];
    } else lines.push(node);
    lastComment = undefined;
  }
  close();
  return { preamble, groups, starts };
}

function baseOf(
  group: Group,
  index: number,
  names: StageNames,
  scope: Scope,
): { text: string | undefined; base: Resolution } {
  const word = group.view.image;
  if (word === undefined) return { text: undefined, base: UNKNOWN };
  const text = expand(word.text, group.from.escape, lookupIn(scope));
  if (text !== undefined && text !== '') return { text, base: resolveBase(text, index, names) };
  return { text: undefined, base: { kind: 'unknown', possible: possibleBases(word.value, index, names) } };
}

/** ONBUILD runs in the stages built FROM its stage, once, not in their children. */
function triggersOf(groups: readonly Group[], base: Resolution | undefined): readonly Instruction[] {
  return (base?.kind === 'stage' ? groups[base.index]?.triggers : undefined) ?? NONE;
}

/** Of the parent's triggers first, since they run first; then of the stage's own lines. */
function edgesOf(
  triggers: readonly Instruction[],
  group: Group,
  index: number,
  names: StageNames,
): readonly Edge[] {
  if (triggers.length === 0 && group.references.length === 0) return NONE;
  const inherited = triggers.flatMap((instruction) =>
    (instruction.trigger === undefined ? NONE : referencesOf(instruction.trigger)).map((reference) => ({
      instruction,
      reference,
    })),
  );
  return [...inherited, ...group.references].map(({ instruction, reference }) => ({
    kind: reference.kind,
    instruction,
    reference: reference.word,
    to: resolveReference(reference, index, names),
  }));
}

function producersOf(edges: readonly Edge[]): readonly number[] {
  if (edges.length === 0) return NONE;
  return edges.flatMap((edge) => (edge.to.kind === 'stage' ? [edge.to.index] : []));
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
    const byName = names.lastOf(wanted.toLowerCase());
    if (byName !== undefined) return [byName];
    if (/^\d+$/.test(wanted) && Number(wanted) < groups.length) return [Number(wanted)];
  }
  return [groups.length - 1];
}

function targetComment(dockerfile: Dockerfile): string | undefined {
  for (const node of dockerfile.nodes) {
    if (node.kind !== 'comment' || !node.content.startsWith('stagewright')) continue;
    const target = /^stagewright\s+target=(\S+)/.exec(node.content)?.[1];
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
    const name = group.view.name?.value;
    for (const parent of parentsOf(bases[index]?.base))
      consumers[parent]?.push({ kind: 'from', index, name, instruction: group.from });
    for (const edge of edges[index] ?? [])
      if (edge.to.kind === 'stage')
        consumers[edge.to.index]?.push({ kind: edge.kind, index, name, instruction: edge.instruction });
  });
  return consumers;
}

function producerFacts(
  edges: readonly Edge[],
  stages: readonly StageFacts[],
): readonly (StageFacts | undefined)[] {
  if (edges.length === 0) return NONE;
  return edges.map((edge) => (edge.to.kind === 'stage' ? stages[edge.to.index] : undefined));
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
  /** By the place of the edge in `edges`. */
  readonly producers: readonly (StageFacts | undefined)[];
  readonly consumers: readonly Consumer[];
  readonly triggers: readonly Instruction[];
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
    this.view = parts.group.view;
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
  /** BuildKit: `# name text` above FROM describes the stage `name`. */
  get description(): string | undefined {
    const content = this.parts.group.comment?.content;
    const { name } = this;
    if (name === undefined || content?.startsWith(`${name} `) !== true) return undefined;
    return content.slice(name.length + 1).trim();
  }
  get group(): Group {
    return this.parts.group;
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
    return this.parts.producers[this.parts.edges.indexOf(edge)];
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
      a.group === b.group &&
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
      sameItems(a.producers, b.producers) &&
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
  return a === b || (a.length === b.length && a.every((item, index) => same(item, b[index] as T)));
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

function isTemplateMark({ keyword, text }: Instruction): boolean {
  return keyword === 'FROM' ? /\{\{|<%/.test(text) : /^(?:<%|\{[{%])/.test(keyword);
}

class BuiltFile implements FileFacts {
  constructor(
    readonly dockerfile: Dockerfile,
    readonly preamble: readonly Instruction[],
    readonly globalArguments: readonly Instruction[],
    readonly globalScope: Scope,
    readonly stages: readonly StageFacts[],
    private readonly groups: readonly Group[],
    /** Where each stage's FROM stands among the nodes. */
    private readonly starts: readonly number[],
  ) {}

  get templateMark(): Instruction | undefined {
    const early = this.preamble.find(isTemplateMark);
    if (early !== undefined) return early;
    for (const group of this.groups) if (group.templateMark !== undefined) return group.templateMark;
    return undefined;
  }

  stageOf(node: Node): StageFacts | undefined {
    const at = this.dockerfile.indexOf(node);
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
