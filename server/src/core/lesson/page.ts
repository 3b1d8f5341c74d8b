/** Puts the blocks of a lesson on a page that fits a hover. */

import { capital } from './words/text';

/** A hover of more lines needs scrolling, and is not read. */
const MOST_LINES = 14;

/**
 * Blocks are paragraphs; a block may hold several lines. Of `more`, what stands below a rule in the page, only so many
 * blocks are kept as fit.
 */
export function page(blocks: readonly string[], more: readonly string[] = []): string {
  const kept: string[] = [];
  let lines = 0;
  const take = (block: string, separator: string): boolean => {
    const needed = block.split('\n').length + (kept.length === 0 ? 0 : separator.split('\n').length - 2);
    if (lines + needed > MOST_LINES) return false;
    kept.push(kept.length === 0 ? block : separator + block);
    lines += needed;
    return true;
  };
  for (const block of blocks) if (block !== '') take(block, '\n\n');
  for (const [at, block] of more.entries()) {
    // A title alone, with nothing below it, teaches nothing.
    if (at === 0 && lines + 6 > MOST_LINES) break;
    if (block !== '' && !take(block, at === 0 ? '\n\n---\n\n' : '\n\n')) break;
  }
  return kept.join('');
}

/** `**Cache:** …` lines directly below one another; those without a text are left out. */
export function labelled(entries: readonly (readonly [label: string, text: string | undefined])[]): string {
  return entries
    .flatMap(([label, text]) => (text === undefined || text === '' ? [] : [`**${label}:** ${capital(text)}`]))
    .join('  \n');
}
