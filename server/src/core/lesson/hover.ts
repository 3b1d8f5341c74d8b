/** The door of the lessons: what a person reads when the pointer rests on a piece of a Dockerfile. */
import type { Analysis } from '../analysis';
import type { Span } from '../text/span';

export interface Hover {
  /** Offsets in the analysed text. */
  readonly span: Span;
  /** Markdown, about twelve lines at most. */
  readonly markdown: string;
}

/** Undefined where there is nothing to say: blank lines, ordinary comments. */
export function hover(analysis: Analysis, offset: number): Hover | undefined {
  const node = analysis.dockerfile.nodeAt(offset);
  if (node === undefined) return undefined;
  return undefined;
}
