/** The one way this code base names a piece of text: a half-open range of zero-based UTF-16 offsets. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export function span(start: number, end: number): Span {
  return { start, end };
}

/** The same piece of text, measured from an origin that lies `by` UTF-16 units earlier. */
export function shift(piece: Span, by: number): Span {
  return by === 0 ? piece : { start: piece.start + by, end: piece.end + by };
}

/** True when `offset` lies in the span or directly at its end, as a caret does. */
export function touches(piece: Span, offset: number): boolean {
  return offset >= piece.start && offset <= piece.end;
}

export function textOf(text: string, piece: Span): string {
  return text.slice(piece.start, piece.end);
}
