/** The places that a round of fixes has spoken for, so that thousands of them are told apart without comparing each with each. */
import type { Span } from './text/span';
import type { TextEdit } from './text/textEdit';

/** Edits that do not touch one another. Each question costs a search by halves. */
export class TakenEdits {
  /** By place. As none overlaps another, their ends are in order too. */
  private readonly edits: TextEdit[] = [];

  /** True when the edit touches one that is taken: two that only meet could mean one word together. */
  isInConflict(edit: TextEdit): boolean {
    for (let at = this.firstEndingAt(edit.span.start); at < this.edits.length; at++) {
      const other = this.edits[at];
      if (other === undefined || other.span.start > edit.span.end) return false;
      if (areInConflict(edit, other)) return true;
    }
    return false;
  }

  /** True when one taken edit replaces all of the span. */
  replaces({ start, end }: Span): boolean {
    for (let at = this.firstEndingAt(end); at < this.edits.length; at++) {
      const taken = this.edits[at]?.span;
      if (taken === undefined || taken.start > start) return false;
      if (taken.start < taken.end) return true;
    }
    return false;
  }

  /** The edit must not be in conflict. */
  add(edit: TextEdit): void {
    let at = this.firstEndingAt(edit.span.start);
    while ((this.edits[at]?.span.start ?? Infinity) <= edit.span.start) at++;
    this.edits.splice(at, 0, edit);
  }

  /** The index of the first edit that ends at the offset or behind it. */
  private firstEndingAt(offset: number): number {
    let low = 0;
    let high = this.edits.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.edits[middle]?.span.end ?? Infinity) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function areInConflict(a: TextEdit, b: TextEdit): boolean {
  // Two different whole lines that are inserted at one place, two ARGs for one, do not disturb each other.
  if (isLineInsertion(a) && isLineInsertion(b))
    return a.span.start === b.span.start && a.newText === b.newText;
  return a.span.start <= b.span.end && b.span.start <= a.span.end;
}

function isLineInsertion(edit: TextEdit): boolean {
  return edit.span.start === edit.span.end && /^[^\n]*\n$/.test(edit.newText);
}
