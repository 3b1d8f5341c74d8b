/** The build graph of a Dockerfile as plain data, in the one shape in which the command line and the server hand it out. */
import type { Analysis } from './analysis';
import { crossingsInto, type Crossing } from './model/artifacts/crossings';
import type { Edge, Resolution, StageFacts } from './model/facts';
import type { Role } from './model/roles';
import type { Instruction } from './syntax/nodes';
import { copyView, mountsOf, optionOf } from './syntax/views';
import type { Range } from './text/lineIndex';
import type { Span } from './text/span';

export interface GraphStage {
  /** Zero-based, as BuildKit counts stages. */
  readonly index: number;
  readonly name: string | null;
  readonly role: Role;
  /** What stands in the FROM, global arguments filled in where they are known; null while FROM is half-typed. */
  readonly base: string | null;
  /** From the FROM to the last instruction of the stage. */
  readonly range: Range;
}

export interface GraphEdge {
  readonly kind: 'from' | 'copy' | 'mount';
  /** The index of a stage; else an image, `scratch`, a named context, or a reference that names nothing, as written. */
  readonly from: number | string;
  /** The index of the stage that takes. */
  readonly to: number;
  /** Zero-based line of the instruction that takes. */
  readonly line: number;
  /** Present where the base is one of several that a build argument chooses. */
  readonly possible?: true;
  /** What is taken, where `flowGraph` was asked. Left out for FROM, which takes everything. */
  readonly paths?: readonly GraphPath[];
}

export interface GraphPath {
  /** Absolute, in the stage or image that it comes from, patterns kept; as written where a variable in it is not known. */
  readonly path: string;
  /** Absolute, in the stage that takes; for a mount its target. Null where it is not known. */
  readonly to: string | null;
  readonly certainty: Crossing['certainty'];
  /** The instructions that made it, or that may have where it is unknown. Lines are zero-based. */
  readonly made: readonly { readonly stage: number; readonly line: number }[];
  /** How many paths are known at it and below it. */
  readonly known: number;
}

export interface BuildGraph {
  readonly stages: readonly GraphStage[];
  /** In the order of the text. */
  readonly edges: readonly GraphEdge[];
}

export function buildGraph(analysis: Analysis): BuildGraph {
  const { stages } = analysis.facts;
  return {
    stages: stages.map((stage) => ({
      index: stage.index,
      name: stage.name ?? null,
      role: stage.role,
      base: baseOf(stage),
      range: rangeOf(stage, analysis),
    })),
    edges: stages.flatMap((stage) => edgesOf(stage, analysis)),
  };
}

/** The graph with what crosses its edges, which takes longer and is not for every keystroke. */
export function flowGraph(analysis: Analysis): BuildGraph {
  const graph = buildGraph(analysis);
  const edges = analysis.facts.stages.flatMap((stage) => {
    const plain = edgesOf(stage, analysis);
    const count = plain.length - stage.edges.length;
    const crossings = crossingsInto(stage, analysis.surroundings);
    return plain.map((edge, at) => {
      const taking = stage.edges[at - count];
      return taking === undefined ? edge : { ...edge, paths: pathsOf(taking, crossings, analysis) };
    });
  });
  return { ...graph, edges };
}

function pathsOf(edge: Edge, crossings: readonly Crossing[], analysis: Analysis): readonly GraphPath[] {
  const own = crossings.filter(({ taken }) => taken.edge === edge);
  if (own.length === 0 && edge.kind === 'copy')
    return copyView(edge.instruction.trigger ?? edge.instruction).sources.map(({ value }) => ({
      path: value,
      to: null,
      certainty: 'unknown',
      made: [],
      known: 0,
    }));
  if (own.length === 0) return [wholeMount(edge)];
  return own.map(({ taken, path, to, certainty, made, files }) => ({
    path: path ?? taken.source.value,
    to: to ?? null,
    certainty,
    made: made.map(({ stage, instruction }) => ({ stage: stage.index, line: lineOf(instruction, analysis) })),
    known: files.length,
  }));
}

/** A mount without a source shows everything. */
function wholeMount(edge: Edge): GraphPath {
  const instruction = edge.instruction.trigger ?? edge.instruction;
  const mount = mountsOf(instruction).find(
    (each) => optionOf(each, 'from')?.valueSpan?.start === edge.reference.span.start,
  );
  const target = mount && optionOf(mount, 'target', 'dst', 'destination')?.value;
  return {
    path: (mount && optionOf(mount, 'source', 'src')?.value) ?? '/',
    to: target?.startsWith('/') === true ? target : null,
    certainty: edge.to.kind === 'stage' ? 'certain' : 'unknown',
    made: [],
    known: 0,
  };
}

function baseOf(stage: StageFacts): string | null {
  return stage.baseText ?? stage.baseWord?.value ?? null;
}

function rangeOf(stage: StageFacts, analysis: Analysis): Range {
  const { start, end } = spanOfStage(stage, analysis);
  return { start: analysis.lines.positionAt(start), end: analysis.lines.positionAt(end) };
}

/** From the FROM to the end of the last instruction. */
export function spanOfStage(stage: StageFacts, analysis: Analysis): Span {
  const last = stage.instructions.at(-1) ?? stage.from;
  return {
    start: analysis.locate({ node: stage.from, span: stage.from.span }).start,
    end: analysis.locate({ node: last, span: last.span }).end,
  };
}

function edgesOf(stage: StageFacts, analysis: Analysis): GraphEdge[] {
  const base = baseOf(stage);
  const from = base === null ? [] : baseEdges(stage, base, lineOf(stage.from, analysis));
  return [...from, ...stage.edges.map((edge) => takingEdge(edge, stage, analysis))];
}

function baseEdges(stage: StageFacts, base: string, line: number): GraphEdge[] {
  if (stage.base.kind === 'unknown' && stage.base.possible.length > 0) {
    return stage.base.possible.map((index) => ({
      kind: 'from',
      from: index,
      to: stage.index,
      line,
      possible: true,
    }));
  }
  // A FROM of a later stage pulls an image of that name (BuildKit: dockerfile2llb/convert.go).
  const source = stage.base.kind === 'forward' ? base : sourceOf(stage.base, base);
  return [{ kind: 'from', from: source, to: stage.index, line }];
}

function takingEdge(edge: Edge, stage: StageFacts, analysis: Analysis): GraphEdge {
  return {
    kind: edge.kind,
    from: sourceOf(edge.to, edge.reference.value),
    to: stage.index,
    line: lineOf(edge.instruction, analysis),
  };
}

function sourceOf(resolution: Resolution, written: string): number | string {
  switch (resolution.kind) {
    case 'stage':
    case 'forward':
    case 'self':
      return resolution.index;
    case 'image':
      return resolution.reference;
    case 'named-context':
      return resolution.name;
    case 'scratch':
      return 'scratch';
    case 'out-of-range':
    case 'index-in-mount':
    case 'variable':
    case 'unknown':
      return written;
  }
}

function lineOf(instruction: Instruction, analysis: Analysis): number {
  return analysis.lines.lineAt(analysis.locate({ node: instruction, span: instruction.span }).start);
}
