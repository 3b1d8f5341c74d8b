/** Whether other stages take something out of a folder, so that it must stay in the stage. */
import type { FileFacts, StageFacts } from '../facts';
import { pathOf } from './copyPaths';
import { isWithin } from './effects';
import { takenPaths } from './taken';

/**
 * True when a stage of the file takes the folder, a part of it, or a folder around it from this stage or from one that is
 * built FROM it; also when that cannot be told.
 */
export function isTakenFrom(file: FileFacts, stage: StageFacts, folder: string): boolean {
  return file.stages.some((other) => {
    const taken = takenPaths(other);
    return other.edges.some((edge) => {
      const producer = other.producer(edge);
      if (producer === undefined || !isBuiltFrom(producer, stage)) return false;
      const own = taken.filter((each) => each.edge === edge);
      // A mount without a source shows everything.
      if (own.length === 0) return true;
      return own.some(({ source }) => {
        const path = pathOf(other, edge.instruction, source.value.replace(/[*?[].*$/, ''));
        return path === undefined || isWithin(path, folder) || isWithin(folder, path);
      });
    });
  });
}

function isBuiltFrom(stage: StageFacts, ancestor: StageFacts): boolean {
  for (let at: StageFacts | undefined = stage; at !== undefined; at = at.parent)
    if (at === ancestor) return true;
  return false;
}
