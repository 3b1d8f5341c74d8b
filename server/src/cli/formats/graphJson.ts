/** The build graph for programs. */
import type { BuildGraph } from '../graph';

export function graphJson(graph: BuildGraph): string {
  return `${JSON.stringify(graph)}\n`;
}
