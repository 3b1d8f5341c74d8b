/** What COPY and ADD take from the build context, which several rules ask in the same words. */
import type { Instruction, Word } from '../syntax/nodes';
import { copyView, flagOf } from '../syntax/views';
import { memoized } from '../text/memoized';

/** Sources of a COPY or ADD that lie in the build context, as written; addresses and other stages' files are not among them. */
export function contextSources(instruction: Instruction): readonly Word[] {
  return instruction.keyword === 'COPY' || instruction.keyword === 'ADD' ? readSources(instruction) : NONE;
}

const readSources = memoized((instruction: Instruction): readonly Word[] => {
  const { from, sources } = copyView(instruction);
  if (from !== undefined) return NONE;
  return sources.some(isAddress) ? sources.filter((source) => !isAddress(source)) : sources;
});

const NONE: readonly Word[] = [];

function isAddress({ value }: Word): boolean {
  return (value.includes(':') || value.includes('@')) && /^(?:[a-z][a-z0-9+.-]*:\/\/|git@)/i.test(value);
}

/** The source that stands for everything in the build context: `.`, `./`, `*`, `./*`, `/`, `${PWD}` does not. */
export function broadSource(instruction: Instruction): Word | undefined {
  for (const source of contextSources(instruction))
    if (isBroad(source)) return flagOf(instruction, 'parents') === undefined ? source : undefined;
  return undefined;
}

/** None is longer than `././`. */
function isBroad({ value }: Word): boolean {
  return value !== '' && value.length <= 4 && /^(?:\.?\/?\.?\/?|(?:\.?\/)?\*)$/.test(value);
}
