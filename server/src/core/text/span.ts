/** The one way this code base names a piece of text: a half-open range of zero-based UTF-16 offsets. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export function span(start: number, end: number): Span {
  return { start, end };
}

/** True when `offset` lies in the span or directly at its end, as a caret does. */
export function touches(piece: Span, offset: number): boolean {
  return offset >= piece.start && offset <= piece.end;
}
