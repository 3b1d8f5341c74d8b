/** Compares an instruction with the form in which a builder shows it. */

/**
 * `same` when nothing but spelling differs that builders change themselves: lines joined, blanks, variables filled in, the
 * end cut. `alike` tells how many of the words agree, from 0 to 1.
 */
export interface Likeness {
  readonly isSame: boolean;
  readonly alike: number;
}

/** `source` has its comments blanked and its lines continued by a backslash and a line feed (core `Instruction.source`). */
export function likeness(source: string, shown: string): Likeness {
  const written = joined(source);
  const heredoc = /^(.*<<-?["']?\w+["']?)\s*\((.*?)(?:\.{3})?\)$/u.exec(shown);
  if (heredoc !== null) return ofHeredoc(source, heredoc[1] ?? '', heredoc[2] ?? '');
  const cut = /^(.*?)\s*(?:\.{3}|\u2026)$/u.exec(shown)?.[1];
  const text = joined(cut ?? shown);
  const isSame = cut === undefined ? matches(written, text, 'whole') : matches(written, text, 'start');
  return { isSame, alike: isSame ? 1 : sharedWords(written, text) };
}

function joined(text: string): string {
  const line = text.replace(/[\\`][ \t]*\r?\n/gu, ' ');
  const first = line.search(/\S/u);
  const keyword = /\S+/u.exec(line)?.[0] ?? '';
  // Quotes may have been taken off, and `ENV A b` is shown as `ENV A=b`.
  return `${keyword.toUpperCase()} ${line.slice(first + keyword.length)}`
    .replace(/["']/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** Variables of the file stand for anything; `${…}` may have been filled in with nothing at all. */
function matches(written: string, shown: string, how: 'whole' | 'start'): boolean {
  if (written === shown) return true;
  if (how === 'start' && written.startsWith(shown)) return shown.length > 0;
  const pieces = written.split(/\$\{[^}]*\}|\$\w+/u);
  if (pieces.length === 1) return false;
  let at = 0;
  for (const [index, piece] of pieces.entries()) {
    const found = index === 0 ? (shown.startsWith(piece) ? 0 : -1) : shown.indexOf(piece.trim(), at);
    // What was cut off cannot be compared, and the part before it agrees.
    if (found === -1) return how === 'start' && index > 0;
    at = found + piece.trim().length;
  }
  const last = pieces.at(-1)?.trim() ?? '';
  return how === 'start' || last === '' || shown.endsWith(last);
}

/** BuildKit shows the start of a heredoc's first line behind the marker. */
function ofHeredoc(source: string, head: string, body: string): Likeness {
  const [first = '', second = ''] = source.replace(/[\\`][ \t]*\r?\n/gu, ' ').split(/\r?\n/u);
  const isHead = matches(joined(first), joined(head), 'whole');
  const isSame = isHead && second.trim().startsWith(body.trim());
  return { isSame, alike: isSame ? 1 : isHead ? 0.5 : 0 };
}

function sharedWords(one: string, other: string): number {
  const words = new Set(one.split(' '));
  const others = new Set(other.split(' '));
  const shared = [...others].filter((word) => words.has(word)).length;
  return shared / Math.max(words.size, others.size);
}
