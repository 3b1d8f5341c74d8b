/** Reads what somebody meant as a JSON array of strings, for saying what it should be. */
import type { Span } from '../text/span';

export interface LenientArray {
  readonly items: readonly string[];
  /** Right JSON, but not of strings only: the builder stops at it. */
  readonly isJson: boolean;
  /** Nothing but its quotes is wrong. */
  readonly onlyQuotes: boolean;
}

/**
 * The items between the brackets: quoted in any way, with commas missing or too many, or the closing bracket missing.
 * Undefined when the text is something else, as the shell's `[ -f x ] && y`, or when it cannot be told what was meant.
 */
export function lenientArray(source: string, place: Span): LenientArray | undefined {
  const text = source.slice(place.start, place.end).replaceAll('\\\n', ' ').trim();
  if (text.length > LONGEST) return undefined;
  if (isJsonArray(text)) return { items: jsonItems(text), isJson: true, onlyQuotes: false };

  const body = text.endsWith(']') ? text.slice(1, -1) : text.slice(1);
  const items: string[] = [];
  let separators = 0;
  let isExact = text.endsWith(']') && !text.includes('\\');
  let at = 0;
  while (at < body.length) {
    const rest = body.slice(at);
    const gap = /^\s*(,?)\s*/.exec(rest);
    const comma = gap?.[1] ?? '';
    at += gap?.[0].length ?? 0;
    if (comma === ',') separators++;
    if (items.length > 0 !== (comma === ',')) isExact = false;
    if (at >= body.length) break;
    const found = ITEM.exec(body.slice(at));
    if (found === null) return undefined;
    items.push(found[1] ?? found[2] ?? found[3] ?? found[4] ?? '');
    at += found[0].length;
  }
  // `[ "$A" ]` and `[ 'a' ]` with blanks inside are the shell's test of one word.
  const looksLikeTest = /^\[\s/.test(text) && separators === 0;
  if (items.length === 0 || looksLikeTest) return undefined;
  return { items, isJson: false, onlyQuotes: isExact && separators === items.length - 1 };
}

/** True where a text that the builder did not read as an array was meant as one, whatever it should have been. */
export function isMeantAsArray(source: string, place: Span): boolean {
  if (source[place.start] !== '[') return false;
  // The shell's own test has a blank behind its bracket.
  return (
    /["'\u201c\u201d\u2018\u2019]/.test(source[place.start + 1] ?? '') ||
    lenientArray(source, place) !== undefined
  );
}

/** In UTF-16 units; no command that somebody writes as an array is nearly as long. */
const LONGEST = 2000;

/** A quoted string; a backslash that is no escape of JSON, as in a Windows path, was meant as one. */
const ITEM =
  /^(?:"((?:[^"\\]|\\[^"])*)"|'([^'\\]*)'|[\u201c\u201d]([^\u201c\u201d"\\]*)[\u201c\u201d]|[\u2018\u2019]([^\u2018\u2019'\\]*)[\u2018\u2019])(?=\s*(?:,|$|["'\u201c\u201d\u2018\u2019]))/;

function isJsonArray(text: string): boolean {
  try {
    return Array.isArray(JSON.parse(text));
  } catch {
    return false;
  }
}

function jsonItems(text: string): string[] {
  const values: unknown = JSON.parse(text);
  return Array.isArray(values)
    ? values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
    : [];
}
