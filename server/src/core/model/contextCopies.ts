/** What COPY and ADD take from the build context, which several rules ask in the same words. */
import type { Instruction, Word } from '../syntax/nodes';
import { copyView } from '../syntax/views';

/** Sources of a COPY or ADD that lie in the build context, as written; addresses and other stages' files are not among them. */
export function contextSources(instruction: Instruction): readonly Word[] {
  if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') return [];
  const { from, sources } = copyView(instruction);
  return from === undefined
    ? sources.filter((source) => !/^(?:[a-z][a-z0-9+.-]*:\/\/|git@)/i.test(source.value))
    : [];
}

/** The source that stands for everything in the build context: `.`, `./`, `*`, `./*`, `/`, `${PWD}` does not. */
export function broadSource(instruction: Instruction): Word | undefined {
  if (instruction.flags.some((flag) => flag.name === 'parents')) return undefined;
  return contextSources(instruction).find(
    (source) => /^(?:\.?\/?\.?\/?|(?:\.?\/)?\*)$/.test(source.value) && source.value !== '',
  );
}
