/** The build graph for programs. */
import type { BuildGraph } from '../../core/index';

export function graphJson(graph: BuildGraph): string {
  return `${JSON.stringify(graph)}\n`;
}
