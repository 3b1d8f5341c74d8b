/** Which folders of a stage were mounted while a RUN wrote there, so that nothing of it stayed. */
import type { Instruction } from '../../syntax/nodes';
import { mountsOf } from '../../syntax/views';
import { memoized } from '../../text/memoized';
import type { StageFacts } from '../facts';
import { isWithin } from './effects';
import { lostTargets } from './run';

export interface LostFolder {
  readonly path: string;
  readonly by: Instruction;
}

/** Of the stage's own RUN instructions, in the order of the text. */
export const lostFolders = memoized((stage: StageFacts): readonly LostFolder[] => {
  const found: LostFolder[] = [];
  for (const instruction of stage.instructions)
    if (instruction.keyword === 'RUN' && instruction.flags.length > 0 && mountsOf(instruction).length > 0)
      for (const path of lostTargets(stage, instruction)) found.push({ path, by: instruction });
  return found.length === 0 ? NONE : found;
});

const NONE: readonly LostFolder[] = [];

/** True when a mount was at the path, or above it, while the stage or what it is built from was made. */
export function liesInMount(stage: StageFacts, path: string): boolean {
  for (let at: StageFacts | undefined = stage; at !== undefined; at = at.parent)
    if (lostFolders(at).some((lost) => isWithin(path, lost.path))) return true;
  return false;
}
