/** The build graph: what each stage is built FROM, what it takes from others, and so which part it plays. */
import type { Dockerfile } from '../syntax/dockerfile';
import type { Instruction } from '../syntax/nodes';
import { expand } from '../syntax/words';
import type { Consumer, Edge, Resolution } from './facts';
import type { Lines, StageLines } from './lines';
import { misspeltStage } from './misspeltStage';
import { possibleBases, referencesOf, resolveBase, resolveReference, StageNames } from './references';
import { rolesOf, type Role, type StageLinks } from './roles';
import { lookupIn, type Scope } from './scope';
import type { Surroundings } from './surroundings';

export interface Graph {
  /** What it was made of; another graph of the same is the same. */
  readonly lines: Lines;
  readonly scope: Scope;
  readonly surroundings: Surroundings;
  readonly finals: readonly number[];
  readonly stages: readonly GraphStage[];
}

/** A stage as the graph sees it. The same object as before an edit that changed nothing of it. */
export interface GraphStage {
  readonly index: number;
  readonly role: Role;
  /** The base image reference with global arguments filled in; undefined when a value is unknown. */
  readonly baseText: string | undefined;
  readonly base: Resolution;
  readonly edges: readonly Edge[];
  readonly consumers: readonly Consumer[];
  /** Another stage has the same name. */
  readonly hasNamesake: boolean;
  /** Triggers of the parent stage's ONBUILD. */
  readonly triggers: readonly Instruction[];
}

interface Base {
  readonly text: string | undefined;
  readonly base: Resolution;
}

export function graphOf(lines: Lines, scope: Scope, surroundings: Surroundings, previous?: Graph): Graph {
  const finals = finalsOf(lines, surroundings);
  if (previous !== undefined && isUnchanged(lines, scope, surroundings, finals, previous))
    return { ...previous, lines };
  const names = new StageNames(
    lines.stages.map((stage) => stage.view.name?.value.toLowerCase()),
    surroundings.namedContexts,
  );
  const bases = lines.stages.map((stage, index) => baseOf(stage, index, names, scope));
  const triggers = bases.map(
    ({ base }) => (base.kind === 'stage' ? lines.stages[base.index]?.triggers : undefined) ?? NONE,
  );
  const edges = lines.stages.map((stage, index) => edgesOf(triggers[index] ?? NONE, stage, index, names));
  const links = lines.stages.map((_, index): StageLinks => ({
    name: names.names[index],
    parents: parentsOf(bases[index]?.base),
    producers: producersOf(edges[index] ?? NONE, names),
  }));
  const roles = surroundings.parity === undefined ? rolesOf(links, finals) : [];
  const consumers = consumersOf(lines, bases, edges);
  const stages = lines.stages.map((_, index): GraphStage => {
    const built = {
      index,
      role: roles[index] ?? (surroundings.parity === undefined ? 'unreachable' : 'final'),
      baseText: bases[index]?.text,
      base: bases[index]?.base ?? UNKNOWN,
      edges: edges[index] ?? NONE,
      consumers: consumers[index] ?? NONE,
      hasNamesake: names.isShared(names.names[index] ?? ''),
      triggers: triggers[index] ?? NONE,
    };
    const before = previous?.stages[index];
    return before !== undefined && isSameStage(before, built) ? before : built;
  });
  return { lines, scope, surroundings, finals, stages };
}

/** Shared, so that the many stages without an edge or a trigger cost nothing. */
const NONE: readonly never[] = [];

const UNKNOWN: Resolution = { kind: 'unknown', possible: [] };

/** Most keystrokes are in lines that neither name a stage nor take from one. */
function isUnchanged(
  lines: Lines,
  scope: Scope,
  surroundings: Surroundings,
  finals: readonly number[],
  previous: Graph,
): boolean {
  if (scope !== previous.scope || surroundings !== previous.surroundings) return false;
  if (!sameItems(finals, previous.finals)) return false;
  return sameItems(
    lines.stages,
    previous.lines.stages,
    (a, b) =>
      a === b ||
      (a.from === b.from &&
        sameItems(a.triggers, b.triggers) &&
        sameItems(a.references, b.references, (x, y) => x.instruction === y.instruction)),
  );
}

function baseOf(stage: StageLines, index: number, names: StageNames, scope: Scope): Base {
  const word = stage.view.image;
  if (word === undefined) return { text: undefined, base: UNKNOWN };
  const text = expand(word.text, stage.from.escape, lookupIn(scope));
  if (text !== undefined && text !== '') return { text, base: resolveBase(text, index, names) };
  return { text: undefined, base: { kind: 'unknown', possible: possibleBases(word.value, index, names) } };
}

/** Of the parent's triggers first, since they run first; then of the stage's own lines. */
function edgesOf(
  triggers: readonly Instruction[],
  stage: StageLines,
  index: number,
  names: StageNames,
): readonly Edge[] {
  if (triggers.length === 0 && stage.references.length === 0) return NONE;
  const inherited = triggers.flatMap((instruction) =>
    (instruction.trigger === undefined ? NONE : referencesOf(instruction.trigger)).map((reference) => ({
      instruction,
      reference,
    })),
  );
  return [...inherited, ...stage.references].map(({ instruction, reference }) => ({
    kind: reference.kind,
    instruction,
    reference: reference.word,
    to: resolveReference(reference, index, names),
  }));
}

/**
 * A slip in the name is one mistake: the stage that was meant stays a builder, and is not judged as a target of its own that
 * nobody takes from, least of all while the name is being typed.
 */
function producersOf(edges: readonly Edge[], { names }: StageNames): readonly number[] {
  if (edges.length === 0) return NONE;
  const found: number[] = [];
  for (const { to, reference } of edges) {
    if (to.kind === 'stage') found.push(to.index);
    if (to.kind !== 'image' || names.length > MOST_COMPARED) continue;
    const meant = misspeltStage(
      reference.value,
      names.map((name) => name ?? ''),
    );
    if (meant !== undefined) found.push(names.lastIndexOf(meant));
  }
  return found;
}

/** In a file of very many stages a slip would be sought for longer than a person types. */
const MOST_COMPARED = 200;

function parentsOf(base: Resolution | undefined): readonly number[] {
  if (base?.kind === 'stage') return [base.index];
  return base?.kind === 'unknown' ? base.possible : [];
}

/** See stage-model, "Roles": a chosen target replaces the last stage; what the workspace's build files name is added to it. */
function finalsOf(lines: Lines, { target, targets }: Surroundings): readonly number[] {
  const count = lines.stages.length;
  if (count === 0) return NONE;
  const wanted = target ?? targetComment(lines.dockerfile);
  const chosen = wanted === undefined ? undefined : stageNamed(wanted, lines);
  if (chosen !== undefined) return [chosen];
  if (targets.length === 0) return [count - 1];
  const finals = new Set([count - 1, ...targets.flatMap((name) => stageNamed(name, lines) ?? [])]);
  return [...finals].sort((a, b) => a - b);
}

/** The last one of a name, as `--target` takes it (dockerfile2llb/convert.go), else the one of an index. */
function stageNamed(wanted: string, { stages }: Lines): number | undefined {
  const name = wanted.toLowerCase();
  const byName = stages.findLastIndex((stage) => stage.view.name?.value.toLowerCase() === name);
  if (byName !== -1) return byName;
  return /^\d+$/.test(wanted) && Number(wanted) < stages.length ? Number(wanted) : undefined;
}

function targetComment(dockerfile: Dockerfile): string | undefined {
  for (const { content } of dockerfile.pragmas) {
    const target = /^stagewright\s+target=(\S+)/.exec(content)?.[1];
    if (target !== undefined) return target;
  }
  return undefined;
}

/** The stages that take something from each stage. */
function consumersOf(
  lines: Lines,
  bases: readonly Base[],
  edges: readonly (readonly Edge[])[],
): readonly (readonly Consumer[])[] {
  const consumers: Consumer[][] = lines.stages.map(() => []);
  lines.stages.forEach((stage, index) => {
    const name = stage.view.name?.value;
    for (const parent of parentsOf(bases[index]?.base))
      consumers[parent]?.push({ kind: 'from', index, name, instruction: stage.from });
    for (const edge of edges[index] ?? NONE)
      if (edge.to.kind === 'stage')
        consumers[edge.to.index]?.push({ kind: edge.kind, index, name, instruction: edge.instruction });
  });
  return consumers;
}

function isSameStage(a: GraphStage, b: GraphStage): boolean {
  return (
    a.index === b.index &&
    a.role === b.role &&
    a.baseText === b.baseText &&
    a.hasNamesake === b.hasNamesake &&
    sameResolution(a.base, b.base) &&
    sameItems(a.triggers, b.triggers) &&
    sameItems(a.edges, b.edges, isSameEdge) &&
    sameItems(
      a.consumers,
      b.consumers,
      (x, y) => x.instruction === y.instruction && x.index === y.index && x.kind === y.kind,
    )
  );
}

function isSameEdge(a: Edge, b: Edge): boolean {
  return (
    a.instruction === b.instruction &&
    a.reference.span.start === b.reference.span.start &&
    sameResolution(a.to, b.to)
  );
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
