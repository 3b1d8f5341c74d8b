/** The lines of a Dockerfile that a finding is about, with marks under the exact place. */
import type { Range } from '../../core/index';
import { harmless, type Paint } from './terminalText';

const TAB = '    ';
const CUT = '…';
/** A longer span is shown by its first line and the count of the others. */
const MARK = '^';

export interface FrameStyle {
  readonly paint: Paint;
  /** No line of the frame is longer. */
  readonly columns: number;
}

/** The first line of the range with its marks, and a note of how many lines follow. `line` holds no line end. */
export function codeFrame(line: string, range: Range, style: FrameStyle): string[] {
  const number = String(range.start.line + 1);
  const gutter = `${number.padStart(5)} | `;
  const blank = `${' '.repeat(5)} | `;
  const isOneLine = range.end.line === range.start.line;

  const to = isOneLine ? range.end.character : line.length;
  const shown = windowOf(
    line,
    range.start.character,
    Math.max(to, range.start.character),
    style.columns - gutter.length,
  );
  const more = range.end.line - range.start.line - (range.end.character === 0 ? 1 : 0);
  const rest = more > 0 ? ` … and ${String(more)} more` : '';
  const marks = ' '.repeat(shown.markStart) + MARK.repeat(shown.markLength);

  return [
    `${style.paint('dim', gutter)}${shown.text}`.trimEnd(),
    `${style.paint('dim', blank)}${style.paint('red', marks)}${fits(rest, blank, marks, style.columns) ? style.paint('dim', rest) : ''}`,
  ];
}

function fits(rest: string, blank: string, marks: string, columns: number): boolean {
  return blank.length + marks.length + rest.length <= columns;
}

interface Window {
  readonly text: string;
  readonly markStart: number;
  readonly markLength: number;
}

/** The part of a line around `start` to `end` (UTF-16 offsets) that fits into `width`, tabs widened. */
function windowOf(line: string, start: number, end: number, width: number): Window {
  // Far more than is ever shown, so that a line of a megabyte costs no more than a short one.
  const first = Math.max(0, start - 2 * width);
  const piece = line.slice(first, start + 2 * width);
  const lead = widened(piece.slice(0, start - first));
  const marked = widened(piece.slice(start - first, end - first));
  const tail = widened(piece.slice(end - first));
  const full = lead + marked + tail;

  const isCutBefore = first > 0 || (full.length > width && lead.length + marked.length > width - 1);
  const dropped = isCutBefore
    ? Math.max(0, Math.min(lead.length - 8, lead.length + marked.length + 1 - width))
    : 0;
  const head = dropped > 0 || first > 0 ? CUT + full.slice(dropped + 1) : full;
  const isCutAfter = head.length > width || start + 2 * width < line.length;
  const text = isCutAfter ? head.slice(0, width - 1) + CUT : head;
  const markStart = lead.length - dropped;
  return { text, markStart, markLength: Math.max(1, Math.min(marked.length, width - markStart)) };
}

function widened(text: string): string {
  return harmless(text.replaceAll('\t', TAB));
}
