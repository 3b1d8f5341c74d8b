/** Where "go to definition" leads. */
import type { Span } from '../text/span';

export interface Definition {
  /** The word to go to, as an offset in the file. */
  readonly name: Span;
  /** All that belongs to it: the instruction. */
  readonly whole: Span;
}
