/** Takes a flag out of an instruction, for the rules that find one that does nothing. */
import type { Flag, Instruction } from '../syntax/nodes';
import type { Span } from '../text/span';

/** The span to cut: the flag and what parts it from the next word, so that one separator is left, continuations included. */
export function withoutFlag({ source, body, flags }: Instruction, flag: Flag): Span {
  const next = flags[flags.indexOf(flag) + 1]?.span.start ?? body.start;
  // A comment line between would go as well, and it is the user's.
  const isPlain = /^[ \t]*$/.test(source.slice(flag.span.end, next));
  return isPlain ? { start: flag.span.start, end: next } : flag.span;
}
