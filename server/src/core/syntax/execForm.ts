/** Reads the JSON array of an exec form with the place of every item (BuildKit: parser/line_parsers.go parseJSON). */
import type { Span } from '../text/span';
import type { Word } from './nodes';
import { isBlank, isJoin } from './slices';

/** The items, their spans with the quotes; undefined when the text is not a JSON array of strings and nothing else. */
export function exec(source: string, body: Span): Word[] | undefined {
  if (source[body.start] !== '[' || source[body.end - 1] !== ']') return undefined;
  const items: Word[] = [];
  let at = skip(source, body.start + 1, body.end);
  if (at === body.end - 1) return items;
  for (;;) {
    const end = endOfString(source, at, body.end);
    if (end === undefined) return undefined;
    const text = source.slice(at, end).replaceAll('\\\n', '');
    const value = parseString(text);
    if (value === undefined) return undefined;
    items.push({ text, value, span: { start: at, end } });
    at = skip(source, end, body.end);
    if (source[at] === ']') return at === body.end - 1 ? items : undefined;
    if (source[at] !== ',') return undefined;
    at = skip(source, at + 1, body.end);
  }
}

function skip(source: string, from: number, to: number): number {
  let at = from;
  while (at < to) {
    if (isJoin(source, at)) at += 2;
    else if (isBlank(source.charCodeAt(at))) at++;
    else break;
  }
  return at;
}

function endOfString(source: string, from: number, to: number): number | undefined {
  if (source[from] !== '"') return undefined;
  for (let at = from + 1; at < to; at++) {
    if (source[at] === '\\') at++;
    else if (source[at] === '"') return at + 1;
  }
  return undefined;
}

function parseString(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
