/** Where a path in an instruction really lies. */
import type { StageState } from '../../model/facts';
import { lookupIn } from '../../model/scope';
import { cleaned } from '../../model/state';
import type { Escape, Word } from '../../syntax/nodes';
import { expand } from '../../syntax/words';

/** The word with known variables filled in; undefined when one is not known. */
export function filledIn(text: string, escape: Escape, state: StageState | undefined): string | undefined {
  const lookup = lookupIn(state?.env ?? new Map(), state?.args ?? new Map());
  return expand(text, escape, (name) => lookup(name) ?? undefined);
}

/** The absolute path of a destination, its closing slash kept; as written when it cannot be told. */
export function resolved(word: Word, escape: Escape, state: StageState | undefined): string {
  const path = filledIn(word.text, escape, state);
  if (path === undefined) return word.value;
  if (/^[A-Za-z]:[\\/]/.test(path)) return path;
  const workdir = state?.workdir;
  const joined = path.startsWith('/') ? cleaned(path) : workdir && cleaned(`${workdir}/${path}`);
  if (joined === undefined) return path;
  const isFolder = /(?:^|\/)\.{0,2}$/.test(path);
  return isFolder && joined !== '/' ? `${joined}/` : joined;
}
