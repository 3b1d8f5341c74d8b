/** What makes the stage of one version of a Dockerfile the stage of another one, and what its smoke build depends on. */
import type { Graph, GraphStage } from '../../../server/src/protocol';

/** As a target: BuildKit takes no name that begins with a digit, so an index is never taken for one. */
export function targetOf({ index, name }: GraphStage, { stages }: Graph): string {
  if (name === null) return String(index);
  const same = stages.filter((other) => other.name?.toLowerCase() === name.toLowerCase());
  return same.length === 1 ? name : String(index);
}

/**
 * For each stage what stands for the lines that its build reads: its own, those of the stages that it needs, and what stands
 * before all stages.
 */
export function fingerprintsOf(graph: Graph, text: string): readonly string[] {
  const { stages } = graph;
  const lines = text.split(/\r?\n/u);
  const first = stages[0]?.range.start.line ?? 0;
  const head = digestOf(lines.slice(0, first));
  const own = stages.map(({ index, range }) => {
    // Comments above a FROM may declare its probes.
    const before = stages[index - 1]?.range.end.line ?? first - 1;
    return digestOf(lines.slice(before + 1, range.end.line + 1));
  });
  return stages.map((stage) => [head, ...neededBy(stage, graph).map((index) => own[index] ?? '')].join(' '));
}

function neededBy({ index }: GraphStage, { edges }: Graph): readonly number[] {
  const needed = new Set([index]);
  for (const reached of needed)
    for (const { from, to } of edges) if (to === reached && typeof from === 'number') needed.add(from);
  return [...needed].toSorted((a, b) => a - b);
}

/** FNV-1a in two halves that begin differently: short, and two texts of one file will not meet. */
function digestOf(lines: readonly string[]): string {
  let [low, high] = [0x811c9dc5, 0x01000193];
  for (const line of lines) {
    for (let at = 0; at <= line.length; at += 1) {
      // The end of a line counts, too.
      const unit = at < line.length ? line.charCodeAt(at) : 10;
      low = Math.imul(low ^ unit, 0x01000193);
      high = Math.imul(high ^ unit, 0x85ebca6b);
    }
  }
  return `${(low >>> 0).toString(36)}-${(high >>> 0).toString(36)}`;
}
