/** Which folders of a stage were mounted while a RUN wrote there, so that nothing of it stayed. */
import type { Instruction } from '../../syntax/nodes';
import { mountsOf, optionOf } from '../../syntax/views';
import { memoized } from '../../text/memoized';
import type { Span } from '../../text/span';
import type { StageFacts } from '../facts';
import { cleaned } from '../state';
import { isWithin } from './effects';

export interface LostFolder {
  readonly path: string;
  readonly type: 'cache' | 'bind' | 'tmpfs';
  readonly by: Instruction;
  /** The flag `--mount=…` in the instruction. */
  readonly flag: Span;
}

/** Targets of a RUN's mounts whose content does not stay: of all but secrets and sockets, which hold no artifacts. */
export function lostTargets(stage: StageFacts, instruction: Instruction): readonly LostFolder[] {
  if (instruction.flags.length === 0) return NONE;
  const found: LostFolder[] = [];
  for (const { type, flag, options } of mountsOf(instruction)) {
    if (type !== 'cache' && type !== 'bind' && type !== 'tmpfs') continue;
    const target = optionOf({ type, flag, options }, 'target', 'dst', 'destination')?.value;
    if (target === undefined || target.includes('$')) continue;
    const { workdir } = stage.stateBefore(instruction);
    if (!target.startsWith('/') && workdir === undefined) continue;
    const path = cleaned(target.startsWith('/') ? target : `${workdir ?? ''}/${target}`);
    // A mount of the whole root would hide everything, and no real one does.
    if (path !== '/') found.push({ path, type, by: instruction, flag: flag.span });
  }
  return found;
}

/** Of the stage's own RUN instructions, in the order of the text. */
const lostFolders = memoized((stage: StageFacts): readonly LostFolder[] => {
  const found: LostFolder[] = [];
  for (const instruction of stage.instructions)
    if (instruction.keyword === 'RUN' && instruction.flags.length > 0)
      for (const lost of lostTargets(stage, instruction)) found.push(lost);
  return found.length === 0 ? NONE : found;
});

const NONE: readonly LostFolder[] = [];

/**
 * The mount that was at the path, or above it, while the stage or what it is built from was made. Without a path, any
 * mount of these stages.
 */
export function lostFolderOf(stage: StageFacts, path: string | undefined): LostFolder | undefined {
  for (let at: StageFacts | undefined = stage; at !== undefined; at = at.parent) {
    const lost = lostFolders(at).findLast((folder) => path === undefined || isWithin(path, folder.path));
    if (lost !== undefined) return lost;
  }
  return undefined;
}
