/** What COPY and ADD name of the build context, as paths that the context can be asked for. */
import type { Instruction, Word } from '../../syntax/nodes';
import { memoized } from '../../text/memoized';
import { contextSources } from '../contextCopies';
import { isGlob } from './buildContext';
import { cleanPath } from './ignorePatterns';

export interface ContextSource {
  readonly word: Word;
  /** Cleaned, without a leading slash; `''` for the root. BuildKit takes every source as one below the root (dispatchCopy). */
  readonly path: string;
  readonly isGlob: boolean;
}

/** Sources with a variable or a Windows separator are left out: what they name is not known here. */
export const contextPaths = memoized((instruction: Instruction): readonly ContextSource[] =>
  contextSources(instruction).flatMap((word) => {
    const { value } = word;
    if (value === '' || value.includes('$') || value.includes('\\') || value.includes('{{')) return [];
    return [{ word, path: cleanPath(`/${value}`).slice(1), isGlob: isGlob(value) }];
  }),
);

/** True when the source takes the path in, itself or with the folder that it lies in. A pattern counts for its fixed start. */
export function takesIn(source: ContextSource, path: string): boolean {
  if (!source.isGlob) return source.path === '' || path === source.path || path.startsWith(`${source.path}/`);
  // `*` and `./*` are everything; of another pattern it is not known.
  return source.path === '*' || source.path === '**';
}
