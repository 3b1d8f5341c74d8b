/** Whether a stage has chosen its working directory itself. */
import type { Instruction } from '../syntax/nodes';
import type { StageFacts } from './facts';

/**
 * True when a WORKDIR stands before the instruction, in its stage or in one of this file that it is built FROM. A relative one
 * counts too: whoever mends the first has mended those behind it (BuildKit: `workdirSet` in dockerfile2llb/convert.go).
 */
export function isWorkdirSetBefore(stage: StageFacts, instruction: Instruction): boolean {
  for (const earlier of stage.instructions) {
    if (earlier === instruction) break;
    if (earlier.keyword === 'WORKDIR') return true;
  }
  if (stage.triggers.some(({ trigger }) => trigger?.keyword === 'WORKDIR')) return true;
  for (let at = stage.parent; at !== undefined; at = at.parent)
    if (at.instructions.some(({ keyword }) => keyword === 'WORKDIR')) return true;
  return false;
}
