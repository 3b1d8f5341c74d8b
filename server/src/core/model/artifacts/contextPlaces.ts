/** Where files of the build context lie in a stage, and which file of the context a path of the stage is. */
import type { Instruction } from '../../syntax/nodes';
import { flagOf } from '../../syntax/views';
import { memoized } from '../../text/memoized';
import { contextPaths } from '../context/sources';
import type { StageFacts } from '../facts';
import { destinationOf } from './copyPaths';
import { baseName, isWithin } from './effects';

export interface ContextPlace {
  readonly by: Instruction;
  /** Relative to the context's root; `''` is the root itself. */
  readonly source: string;
  /** Absolute, in the stage: where the content of the source arrives, if it is a folder. */
  readonly path: string;
}

/**
 * The paths of the context that a path of the stage may be a copy of, the nearest copy first. Whether the context holds them
 * is not asked, nor whether a later line wrote over them.
 */
export function contextPathsOf(stage: StageFacts, path: string): readonly string[] {
  const found: string[] = [];
  for (let at: StageFacts | undefined = stage; at !== undefined; at = at.parent)
    for (const place of contextPlaces(at).toReversed()) {
      if (!isWithin(path, place.path)) continue;
      const rest = path.slice(place.path === '/' ? 1 : place.path.length + 1);
      // A file goes into the folder under its own name.
      if (rest !== '' && rest === baseName(place.source)) found.push(place.source);
      found.push(rest === '' ? place.source : place.source === '' ? rest : `${place.source}/${rest}`);
    }
  return found;
}

/** Of the stage's own COPY and ADD; patterns count for the folder that they are sought in. */
export const contextPlaces = memoized((stage: StageFacts): readonly ContextPlace[] => {
  const places: ContextPlace[] = [];
  for (const instruction of stage.instructions) {
    if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') continue;
    const to = destinationOf(stage, instruction);
    if (to === undefined) continue;
    const keepsParents = flagOf(instruction, 'parents') !== undefined;
    for (const { path, isGlob } of contextPaths(instruction)) {
      const folder = isGlob ? folderOfPattern(path) : path;
      if (folder === undefined) continue;
      places.push({ by: instruction, source: keepsParents ? '' : folder, path: to.path });
    }
  }
  return places;
});

/** Of `src/*`, `src`; undefined where the folder itself is a pattern. */
function folderOfPattern(pattern: string): string | undefined {
  const folder = pattern.slice(0, Math.max(0, pattern.lastIndexOf('/')));
  return /[*?[\]\\]/.test(folder) ? undefined : folder;
}
