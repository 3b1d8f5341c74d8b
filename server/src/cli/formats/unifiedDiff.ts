/** What would change in a file, as `patch` and `git apply` read it. */
import { lineChanges, type LineChange, linesOf } from '../../core/index';
import { harmless, type Paint } from './terminalText';

/** Lines shown around a change, as all tools have it. */
const CONTEXT = 3;

export interface DiffStyle {
  readonly paint: Paint;
  /** True where a person reads it: nothing in the file may steer the terminal. Bytes stay as they are otherwise. */
  readonly isForTerminal: boolean;
}

/** The empty string for equal texts. `path` should be relative. */
export function unifiedDiff(path: string, before: string, after: string, style: DiffStyle): string {
  const changes = lineChanges(before, after);
  if (changes.length === 0) return '';
  const old = linesOf(before);
  const show = (ink: 'red' | 'green' | 'plain', mark: string, line: string): string[] => {
    const text = line.replace(/\n$/, '');
    const shown = `${mark}${style.isForTerminal ? harmless(text) : text}`;
    const inked = ink === 'plain' ? shown : style.paint(ink, shown);
    return line.endsWith('\n') ? [inked] : [inked, '\\ No newline at end of file'];
  };
  const lines = [
    style.paint('bold', `--- ${quoted(`a/${path}`)}`),
    style.paint('bold', `+++ ${quoted(`b/${path}`)}`),
    ...grouped(changes).flatMap((group) => {
      const { oldFrom, oldTo, newFrom, newTo } = hunkOf(group, old.length);
      const body: string[] = [];
      let at = oldFrom;
      for (const change of group) {
        for (; at < change.oldStart; at++) body.push(...show('plain', ' ', old[at] ?? ''));
        for (const line of change.oldLines) body.push(...show('red', '-', line));
        for (const line of change.newLines) body.push(...show('green', '+', line));
        at += change.oldLines.length;
      }
      for (; at < oldTo; at++) body.push(...show('plain', ' ', old[at] ?? ''));
      return [style.paint('blue', `@@ -${place(oldFrom, oldTo)} +${place(newFrom, newTo)} @@`), ...body];
    }),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** Changes whose contexts would meet share a hunk. */
function grouped(changes: readonly LineChange[]): readonly (readonly LineChange[])[] {
  const groups: LineChange[][] = [];
  let end = -Infinity;
  for (const change of changes) {
    if (change.oldStart - end > 2 * CONTEXT) groups.push([]);
    groups.at(-1)?.push(change);
    end = change.oldStart + change.oldLines.length;
  }
  return groups;
}

interface Hunk {
  readonly oldFrom: number;
  readonly oldTo: number;
  readonly newFrom: number;
  readonly newTo: number;
}

function hunkOf(group: readonly LineChange[], lineCount: number): Hunk {
  const first = group[0];
  const last = group.at(-1);
  if (first === undefined || last === undefined) return { oldFrom: 0, oldTo: 0, newFrom: 0, newTo: 0 };
  const lead = Math.min(CONTEXT, first.oldStart);
  const oldEnd = last.oldStart + last.oldLines.length;
  const tail = Math.min(CONTEXT, lineCount - oldEnd);
  return {
    oldFrom: first.oldStart - lead,
    oldTo: oldEnd + tail,
    newFrom: first.newStart - lead,
    newTo: last.newStart + last.newLines.length + tail,
  };
}

/** An empty side is named by the line before it (POSIX, diff -U). */
function place(from: number, to: number): string {
  const count = to - from;
  if (count === 0) return `${String(from)},0`;
  return count === 1 ? String(from + 1) : `${String(from + 1)},${String(count)}`;
}

/** As git writes names that would be misread (git-diff(1), core.quotePath). */
function quoted(name: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what this is about
  if (!/["\\\u0000-\u001f\u007f]/.test(name)) return name;
  return `"${name.replace(
    // eslint-disable-next-line no-control-regex -- control characters are what this is about
    /["\\\u0000-\u001f\u007f]/g,
    (character) =>
      character === '"' || character === '\\'
        ? `\\${character}`
        : `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`,
  )}"`;
}
