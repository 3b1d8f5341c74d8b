/** A lesson before it is laid out: what it is about, and its paragraphs. */
import type { Span } from '../text/span';

export interface Piece {
  /** Relative to the node's text. */
  readonly span: Span;
  /** Markdown, the most important first. */
  readonly blocks: readonly string[];
}
