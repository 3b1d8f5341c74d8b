/**
 * Cuts a Dockerfile into the lines that belong together, by the rules of BuildKit's reader
 * (frontend/dockerfile/parser/parser.go): continuations, comment and empty lines inside them, heredocs.
 */
import type { Escape } from './nodes';

export interface Slice {
  readonly kind: 'comment' | 'instruction';
  /** Offset of the first character of the first line. */
  readonly start: number;
  /** Offset behind the last line end. */
  readonly end: number;
}

const TAB = 9;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const HASH = 35;
const BYTE_ORDER_MARK = 0xfeff;

/** The next slice at or behind `from`, which must be the start of a line; undefined when only blank lines follow. */
export function nextSlice(text: string, from: number, escape: Escape): Slice | undefined {
  let lineStart = from;
  while (lineStart < text.length) {
    const lineEnd = endOfLine(text, lineStart);
    const first = firstInLine(text, lineStart, lineEnd);
    if (first === lineEnd) {
      lineStart = lineEnd;
      continue;
    }
    if (text.charCodeAt(first) === HASH) return { kind: 'comment', start: lineStart, end: lineEnd };
    const logicalEnd = endOfLogicalLine(text, lineStart, lineEnd, escape);
    return { kind: 'instruction', start: lineStart, end: endOfHeredocs(text, lineStart, logicalEnd, escape) };
  }
  return undefined;
}

/** Offset behind the line feed that ends the line at `from`, or the end of the text. */
export function endOfLine(text: string, from: number): number {
  const feed = text.indexOf('\n', from);
  return feed === -1 ? text.length : feed + 1;
}

/** Offset of the first character that is not white space; `lineEnd` for a blank line. */
export function firstInLine(text: string, lineStart: number, lineEnd: number): number {
  let at = lineStart;
  while (at < lineEnd && isBlank(text.charCodeAt(at))) at++;
  return at;
}

/** Offset of the continuation character of the line, or -1. BuildKit: `([^\\])\\[ \t]*$|^\\[ \t]*$`. */
export function continuationAt(text: string, lineStart: number, lineEnd: number, escape: Escape): number {
  let last = lineEnd - 1;
  while (last >= lineStart && isBlank(text.charCodeAt(last))) last--;
  if (last < lineStart || text[last] !== escape) return -1;
  return last > lineStart && text[last - 1] === escape ? -1 : last;
}

function endOfLogicalLine(text: string, lineStart: number, firstLineEnd: number, escape: Escape): number {
  let end = firstLineEnd;
  let isContinued = continuationAt(text, lineStart, firstLineEnd, escape) !== -1;
  let start = firstLineEnd;
  while (isContinued && start < text.length) {
    const lineEnd = endOfLine(text, start);
    const first = firstInLine(text, start, lineEnd);
    if (first === lineEnd || text.charCodeAt(first) === HASH) {
      start = lineEnd;
      end = lineEnd;
      continue;
    }
    isContinued = continuationAt(text, start, lineEnd, escape) !== -1;
    start = lineEnd;
    end = lineEnd;
  }
  return end;
}

export interface HeredocMarker {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly isExpanded: boolean;
  readonly stripsTabs: boolean;
}

const CAN_HOLD_HEREDOC = /^\s*(?:onbuild\s+)?(?:run|copy|add)\s/i;

/**
 * Heredoc markers of a logical line, as BuildKit finds them: a whole word `[0-9]*<<[-]NAME` outside quotes
 * (parser.go `heredocsFromLine`). None in exec form.
 */
export function heredocMarkers(line: string, escape: Escape): HeredocMarker[] {
  if (!line.includes('<<') || !CAN_HOLD_HEREDOC.test(line)) return [];
  const markers: HeredocMarker[] = [];
  for (const [start, end] of rawWords(line, escape)) {
    const match = /^\d*<<(-?)([^<]+)$/.exec(line.slice(start, end));
    if (!match?.[2]) continue;
    const name = match[2].replace(/["']/g, '').replaceAll(escape, '');
    if (name === '') continue;
    markers.push({ name, start, end, isExpanded: name === match[2], stripsTabs: match[1] === '-' });
  }
  return markers;
}

function endOfHeredocs(text: string, start: number, logicalEnd: number, escape: Escape): number {
  const lines = text.slice(start, logicalEnd);
  if (!lines.includes('<<')) return logicalEnd;
  const line = joinedSource(lines, escape);
  let end = logicalEnd;
  for (const marker of heredocMarkers(line, escape)) end = heredocEnd(text, end, marker).end;
  return end;
}

/** Where the heredoc whose body starts at `bodyStart` closes; `terminatorStart` is -1 when it never does. */
export function heredocEnd(
  text: string,
  bodyStart: number,
  marker: Pick<HeredocMarker, 'name' | 'stripsTabs'>,
): { readonly terminatorStart: number; readonly end: number } {
  let lineStart = bodyStart;
  while (lineStart < text.length) {
    const lineEnd = endOfLine(text, lineStart);
    let line = text.slice(lineStart, lineEnd).replace(/\r?\n$/, '');
    if (marker.stripsTabs) line = line.replace(/^\t+/, '');
    if (line === marker.name) return { terminatorStart: lineStart, end: lineEnd };
    lineStart = lineEnd;
  }
  return { terminatorStart: -1, end: text.length };
}

/**
 * The same text with the same length in which comment and blank lines inside continuations are blanked out and every
 * continuation is a backslash directly before a line feed, so that a shell parser reads it with exact offsets.
 */
export function joinedSource(text: string, escape: Escape): string {
  const firstEnd = endOfLine(text, 0);
  if (firstEnd === text.length && continuationAt(text, 0, firstEnd, escape) === -1) return text;
  let result = '';
  let lineStart = 0;
  let isContinued = false;
  while (lineStart < text.length) {
    const lineEnd = endOfLine(text, lineStart);
    const first = firstInLine(text, lineStart, lineEnd);
    if (isContinued && (first === lineEnd || text.charCodeAt(first) === HASH)) {
      result += blankedLine(lineEnd - lineStart, text.charCodeAt(lineEnd - 1) === LINE_FEED);
      lineStart = lineEnd;
      continue;
    }
    const at = continuationAt(text, lineStart, lineEnd, escape);
    if (at === -1) {
      result += text.slice(lineStart, lineEnd);
      // Only heredoc bodies follow; they are kept as they are.
      return result + text.slice(lineEnd);
    }
    result +=
      text.slice(lineStart, at) + blankedLine(lineEnd - at, text.charCodeAt(lineEnd - 1) === LINE_FEED);
    isContinued = true;
    lineStart = lineEnd;
  }
  return result;
}

/** White space that continues: spaces, then a backslash and a line feed where there is room for both. */
function blankedLine(length: number, hasLineFeed: boolean): string {
  if (!hasLineFeed || length < 2) return ' '.repeat(length);
  return `${' '.repeat(length - 2)}\\\n`;
}

/** Start and end of every word of a joined line: split at white space, quotes and escapes respected. */
export function* rawWords(
  source: string,
  escape: Escape,
  from = 0,
  to = source.length,
): Generator<readonly [number, number]> {
  let at = startOfWord(source, from, to);
  while (at < to) {
    const end = endOfWord(source, at, to, escape);
    yield [at, end];
    at = startOfWord(source, end, to);
  }
}

/** The next word at or behind `from`; `to` or more when there is none. */
export function startOfWord(source: string, from: number, to: number): number {
  let at = from;
  while (at < to && (isBlank(source.charCodeAt(at)) || isJoin(source, at))) at++;
  return at;
}

/** A backslash that only joins two lines in a joined source. */
export function isJoin(source: string, at: number): boolean {
  return source[at] === '\\' && source.charCodeAt(at + 1) === LINE_FEED;
}

export function endOfWord(source: string, from: number, to: number, escape: Escape): number {
  let at = from;
  let quote: string | undefined;
  while (at < to) {
    const character = source[at];
    if (isJoin(source, at)) {
      at += 2;
      continue;
    }
    if (quote === undefined) {
      if (isBlank(source.charCodeAt(at))) break;
      if (character === '"' || character === "'") quote = character;
      else if (character === escape) at++;
    } else if (character === quote) {
      quote = undefined;
    } else if (character === escape && quote === '"') {
      at++;
    }
    at++;
  }
  let end = Math.min(at, to);
  // A join directly behind the word is white space that the word does not own.
  while (end - 2 >= from && isJoin(source, end - 2)) end -= 2;
  return end;
}

export function isBlank(code: number): boolean {
  return (
    code === SPACE ||
    code === TAB ||
    code === CARRIAGE_RETURN ||
    code === LINE_FEED ||
    code === BYTE_ORDER_MARK
  );
}
