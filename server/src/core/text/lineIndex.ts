/** Turns offsets into lines and characters and back, as editors and the command line's JSON count them. */
import type { Span } from './span';

/** Zero-based line, and zero-based UTF-16 unit in that line (the LSP default encoding). */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export class LineIndex {
  private readonly starts: readonly number[];
  private readonly length: number;

  constructor(text: string) {
    const starts = [0];
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.starts = starts;
    this.length = text.length;
  }

  get lineCount(): number {
    return this.starts.length;
  }

  lineAt(offset: number): number {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  positionAt(offset: number): Position {
    const line = this.lineAt(offset);
    return { line, character: offset - (this.starts[line] ?? 0) };
  }

  rangeOf(piece: Span): Range {
    return { start: this.positionAt(piece.start), end: this.positionAt(piece.end) };
  }

  /** Clamped into the text: a position behind the end of its line means the start of the next line at most. */
  offsetAt(position: Position): number {
    const start = this.starts[position.line];
    if (start === undefined) return this.length;
    const next = this.starts[position.line + 1] ?? this.length;
    return Math.min(start + position.character, next);
  }

  startOfLine(line: number): number {
    return this.starts[line] ?? this.length;
  }
}
