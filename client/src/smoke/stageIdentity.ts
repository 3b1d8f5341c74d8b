/** What makes the stage of one version of a Dockerfile the stage of another one, and what its smoke build depends on. */
import type { Graph, GraphStage } from '../../../server/src/protocol';

/** As a target: BuildKit takes no name that begins with a digit, so an index is never taken for one. */
export function targetOf({ index, name }: GraphStage, { stages }: Graph): string {
  if (name === null) return String(index);
  const same = stages.filter((other) => other.name?.toLowerCase() === name.toLowerCase());
  return same.length === 1 ? name : String(index);
}

/** The lines that a build of the stage reads: its own, those of the stages it needs, and what stands before all stages. */
export function fingerprintOf(stage: GraphStage, graph: Graph, text: string): string {
  const lines = text.split(/\r?\n/u);
  const first = graph.stages[0]?.range.start.line ?? 0;
  const pieces = neededBy(stage, graph).map((each) => {
    // Comments above a FROM may declare its probes.
    const before = graph.stages[each.index - 1]?.range.end.line ?? first - 1;
    return lines.slice(before + 1, each.range.end.line + 1);
  });
  return [lines.slice(0, first), ...pieces].flat().join('\n');
}

function neededBy(stage: GraphStage, { stages, edges }: Graph): readonly GraphStage[] {
  const needed = new Set([stage.index]);
  for (const index of needed)
    for (const { from, to } of edges) if (to === index && typeof from === 'number') needed.add(from);
  return stages.filter(({ index }) => needed.has(index));
}
