/** What has to change to make one text of another, as few and small edits as an editor's undo and its reader like. */
import type { TextEdit } from './textEdit';

/** More differing lines than these are replaced as one piece: comparing further costs more than it tells. */
const MAX_DISTANCE = 600;

/** Edits of `before`, in its order and without overlap; lines that both have are not touched. */
export function difference(before: string, after: string): readonly TextEdit[] {
  if (before === after) return [];
  const old = linesOf(before);
  const young = linesOf(after);
  const head = commonHead(old, young);
  const tail = commonTail(old, young, head);
  const hunks = hunksOf(old.slice(head, old.length - tail), young.slice(head, young.length - tail));

  const starts = [0];
  for (const line of old) starts.push((starts.at(-1) ?? 0) + line.length);
  return hunks.flatMap(({ oldStart, oldLines, youngLines }) => {
    const start = starts[head + oldStart] ?? before.length;
    // Lines that were changed one by one give an edit each.
    if (oldLines.length !== youngLines.length) return trimmed(start, oldLines.join(''), youngLines.join(''));
    return oldLines.flatMap((line, at) =>
      trimmed(starts[head + oldStart + at] ?? before.length, line, youngLines[at] ?? ''),
    );
  });
}

interface Hunk {
  readonly oldStart: number;
  readonly oldLines: string[];
  readonly youngLines: string[];
}

function linesOf(text: string): readonly string[] {
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
function hunksOf(old: readonly string[], young: readonly string[]): readonly Hunk[] {
  const trace = furthestReaching(old, young);
  if (trace === undefined) return [{ oldStart: 0, oldLines: [...old], youngLines: [...young] }];

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

  const hunks: Hunk[] = [];
  let from = { x: 0, y: 0 };
  for (const match of [...kept.reverse(), { x: old.length, y: young.length }]) {
    if (match.x > from.x || match.y > from.y) {
      hunks.push({
        oldStart: from.x,
        oldLines: old.slice(from.x, match.x),
        youngLines: young.slice(from.y, match.y),
      });
    }
    from = { x: match.x + 1, y: match.y + 1 };
  }
  return hunks;
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
