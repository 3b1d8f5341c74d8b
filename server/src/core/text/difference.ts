/** What has to change to make one text of another, as few and small edits as an editor's undo and its reader like. */
import type { TextEdit } from './textEdit';

/** More differing lines than these are replaced as one piece: comparing further costs more than it tells. */
const MAX_DISTANCE = 600;

/** Edits of `before`, in its order and without overlap; lines that both have are not touched. */
export function difference(before: string, after: string): readonly TextEdit[] {
  if (before === after) return [];
  const starts = [0];
  for (const line of linesOf(before)) starts.push((starts.at(-1) ?? 0) + line.length);
  return lineChanges(before, after).flatMap(({ oldStart, oldLines, newLines }) => {
    const start = starts[oldStart] ?? before.length;
    // Lines that were changed one by one give an edit each.
    if (oldLines.length !== newLines.length) return trimmed(start, oldLines.join(''), newLines.join(''));
    return oldLines.flatMap((line, at) =>
      trimmed(starts[oldStart + at] ?? before.length, line, newLines[at] ?? ''),
    );
  });
}

/** Lines of one text that stand in the place of lines of another; what lies between two changes is the same in both. */
export interface LineChange {
  /** Zero-based line of the first text. */
  readonly oldStart: number;
  /** With their line ends. */
  readonly oldLines: readonly string[];
  /** Zero-based line of the second text. */
  readonly newStart: number;
  readonly newLines: readonly string[];
}

/** In the order of the text. */
export function lineChanges(before: string, after: string): readonly LineChange[] {
  const old = linesOf(before);
  const young = linesOf(after);
  const head = commonHead(old, young);
  const tail = commonTail(old, young, head);
  return changesBetween(old.slice(head, old.length - tail), young.slice(head, young.length - tail)).map(
    (change) => ({ ...change, oldStart: change.oldStart + head, newStart: change.newStart + head }),
  );
}

/** With their line ends; the last one may have none. */
export function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function commonHead(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < a.length && count < b.length && a[count] === b[count]) count++;
  return count;
}

function commonTail(a: readonly string[], b: readonly string[], head: number): number {
  const limit = Math.min(a.length, b.length) - head;
  let count = 0;
  while (count < limit && a[a.length - 1 - count] === b[b.length - 1 - count]) count++;
  return count;
}

/** The shortest way from the one to the other; E. Myers, "An O(ND) Difference Algorithm and Its Variations", 1986. */
function changesBetween(old: readonly string[], young: readonly string[]): readonly LineChange[] {
  if (old.length === 0 && young.length === 0) return [];
  const trace = furthestReaching(old, young);
  if (trace === undefined) return [{ oldStart: 0, oldLines: old, newStart: 0, newLines: young }];

  const kept: { readonly x: number; readonly y: number }[] = [];
  let x = old.length;
  let y = young.length;
  for (let distance = trace.length - 1; distance >= 0; distance--) {
    const reached = trace[distance];
    const k = x - y;
    const isDown = k === -distance || (k !== distance && at(reached, k - 1) < at(reached, k + 1));
    const previousX = distance === 0 ? 0 : at(reached, isDown ? k + 1 : k - 1);
    const previousY = distance === 0 ? 0 : previousX - (isDown ? k + 1 : k - 1);
    while (x > previousX && y > previousY) {
      x--;
      y--;
      kept.push({ x, y });
    }
    x = previousX;
    y = previousY;
  }

  const changes: LineChange[] = [];
  let from = { x: 0, y: 0 };
  for (const match of [...kept.reverse(), { x: old.length, y: young.length }]) {
    if (match.x > from.x || match.y > from.y) {
      changes.push({
        oldStart: from.x,
        oldLines: old.slice(from.x, match.x),
        newStart: from.y,
        newLines: young.slice(from.y, match.y),
      });
    }
    from = { x: match.x + 1, y: match.y + 1 };
  }
  return changes;
}

/** For each distance the furthest x on each diagonal before that step; undefined when the texts differ too much. */
function furthestReaching(
  old: readonly string[],
  young: readonly string[],
): readonly ReadonlyMap<number, number>[] | undefined {
  const trace: Map<number, number>[] = [];
  let reached = new Map([[1, 0]]);
  for (let distance = 0; distance <= MAX_DISTANCE; distance++) {
    trace.push(reached);
    const next = new Map(reached);
    for (let k = -distance; k <= distance; k += 2) {
      const isDown = k === -distance || (k !== distance && at(next, k - 1) < at(next, k + 1));
      let x = isDown ? at(next, k + 1) : at(next, k - 1) + 1;
      while (x < old.length && x - k < young.length && old[x] === young[x - k]) x++;
      next.set(k, x);
      if (x >= old.length && x - k >= young.length) return trace;
    }
    reached = next;
  }
  return undefined;
}

function at(reached: ReadonlyMap<number, number> | undefined, diagonal: number): number {
  return reached?.get(diagonal) ?? -1;
}

/** The part between what both begin and end with; never in the middle of a character or of a line end. */
function trimmed(start: number, old: string, young: string): readonly TextEdit[] {
  if (old === young) return [];
  const limit = Math.min(old.length, young.length);
  let head = 0;
  while (head < limit && old[head] === young[head]) head++;
  while (head > 0 && (isInside(old, head) || isInside(young, head))) head--;
  let tail = 0;
  while (tail < limit - head && old[old.length - 1 - tail] === young[young.length - 1 - tail]) tail++;
  while (tail > 0 && (isInside(old, old.length - tail) || isInside(young, young.length - tail))) tail--;
  return [
    {
      span: { start: start + head, end: start + old.length - tail },
      newText: young.slice(head, young.length - tail),
    },
  ];
}

/** True between the two halves of a character beyond the basic plane, and between the two of a CRLF. */
function isInside(text: string, offset: number): boolean {
  const pair = text.slice(offset - 1, offset + 1);
  return pair === '\r\n' || /^[\ud800-\udbff][\udc00-\udfff]$/.test(pair);
}
