/** The build graph as a tree, read from what is shipped down to what it is made of. */
import type { BuildGraph, GraphEdge, GraphStage, Role } from '../../core/index';
import { harmless, type Ink, type Paint, plural, wrap } from './terminalText';

const INKS: Readonly<Record<Role, Ink>> = {
  final: 'green',
  base: 'green',
  builder: 'blue',
  target: 'cyan',
  unreachable: 'dim',
};

export interface TreeStyle {
  readonly paint: Paint;
  /** No line is longer, unless a single word is. */
  readonly columns: number;
}

/** Final stages first, then outputs of their own, then what nothing needs; a stage's sources are listed once. */
export function graphText(path: string, graph: BuildGraph, style: TreeStyle): string {
  const head = `${style.paint('bold', harmless(path))}: ${plural(graph.stages.length, 'build stage')}`;
  const shown = new Set<number>();
  const trees = rootsOf(graph).flatMap((root) => ['', ...treeOf(root, graph, shown, style)]);
  return [head, ...trees].map((line) => `${line}\n`).join('');
}

/** Every stage hangs below one of these. */
function rootsOf(graph: BuildGraph): readonly GraphStage[] {
  const rank: Readonly<Record<Role, number>> = { final: 0, base: 1, target: 1, builder: 2, unreachable: 3 };
  const feeds = new Set(
    graph.edges.flatMap(({ from, to }) => (typeof from === 'number' && from < to ? [from] : [])),
  );
  return graph.stages
    .filter((stage) => stage.role === 'final' || !feeds.has(stage.index))
    .sort((a, b) => rank[a.role] - rank[b.role] || a.index - b.index);
}

function treeOf(stage: GraphStage, graph: BuildGraph, shown: Set<number>, style: TreeStyle): string[] {
  const lines: string[] = [];
  const visit = (current: GraphStage, text: string, first: string, rest: string): void => {
    const isRepeated = shown.has(current.index);
    const place = `line ${String(current.range.start.line + 1)}`;
    const role = style.paint(INKS[current.role], current.role);
    const label = `${text}${style.paint('bold', titleOf(current))} (${role}), ${place}`;
    lines.push(...branch(isRepeated ? `${label}, see above` : label, first, rest, style));
    if (isRepeated) return;
    shown.add(current.index);

    const sources = sourcesOf(current, graph);
    sources.forEach(({ from, how }, index) => {
      const isLast = index === sources.length - 1;
      const down = rest + (isLast ? '└─ ' : '├─ ');
      const below = rest + (isLast ? '   ' : '│  ');
      const producer = typeof from === 'number' ? graph.stages[from] : undefined;
      if (producer === undefined)
        lines.push(...branch(`${how} ${imageText(String(from))}`, down, below, style));
      else visit(producer, `${how} `, down, below);
    });
  };
  visit(stage, '', '', '');
  return lines;
}

function titleOf(stage: GraphStage): string {
  return stage.name === null ? `stage ${String(stage.index)}` : harmless(stage.name);
}

/** A digest takes most of a line, and its first digits tell it from others. */
function imageText(reference: string): string {
  return harmless(reference).replace(/(@sha256:[0-9a-f]{12})[0-9a-f]{52}$/, '$1…');
}

function branch(text: string, first: string, rest: string, style: TreeStyle): string[] {
  return wrap(text, style.columns - first.length).map(
    (line, index) => (index === 0 ? first : `${rest}  `) + line,
  );
}

interface Source {
  readonly from: number | string;
  /** `COPY lines 8, 12 ←`. */
  readonly how: string;
}

/** One entry for each source and kind, however many lines take from it. */
function sourcesOf(stage: GraphStage, graph: BuildGraph): readonly Source[] {
  const groups = new Map<string, GraphEdge[]>();
  for (const edge of graph.edges) {
    if (edge.to !== stage.index) continue;
    const key = `${edge.kind} ${typeof edge.from} ${String(edge.from)}`;
    groups.set(key, [...(groups.get(key) ?? []), edge]);
  }
  return [...groups.values()].flatMap((edges) => {
    const [edge] = edges;
    return edge === undefined ? [] : [{ from: edge.from, how: howOf(edge, edges) }];
  });
}

function howOf(edge: GraphEdge, edges: readonly GraphEdge[]): string {
  const lines = [...new Set(edges.map(({ line }) => String(line + 1)))].join(', ');
  const places = lines.includes(',') ? `lines ${lines}` : `line ${lines}`;
  switch (edge.kind) {
    case 'from':
      return edge.possible === true ? 'FROM, possibly,' : 'FROM';
    case 'copy':
      return `COPY (${places}) from`;
    case 'mount':
      return `mount (${places}) from`;
  }
}
