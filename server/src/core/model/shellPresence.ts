/** Tells whether a shell can be there to run a shell-form instruction, in images that come without one. */
import type { Instruction } from '../syntax/nodes';
import { copyView, mountsOf, optionOf } from '../syntax/views';
import type { StageFacts } from './facts';

/**
 * True when the instruction's shell form certainly has no shell to run in: the image at the root has none, no SHELL is
 * set, and nothing that came before could have brought one. What runs with the image (CMD, ENTRYPOINT, HEALTHCHECK)
 * sees everything that the stage holds at its end.
 */
export function lacksShell(stage: StageFacts, instruction: Instruction): boolean {
  if (stage.shellBefore(instruction) !== null) return false;
  const isBuilding = instruction.keyword === 'RUN';
  if (isBuilding && mountsOf(instruction).some((mount) => mount.type === 'bind')) return false;
  // A stage built FROM this one may bring the shell that a command inherited from here runs in.
  if (!isBuilding && stage.consumers.some((consumer) => consumer.kind === 'from')) return false;
  const own = isBuilding
    ? stage.instructions.slice(0, stage.instructions.indexOf(instruction))
    : stage.instructions;
  if (own.some(mayBringShell) || stage.triggers.some((trigger) => trigger.trigger !== undefined))
    return false;
  for (let parent = stage.parent; parent !== undefined; parent = parent.parent)
    if (parent.instructions.some(mayBringShell) || parent.triggers.length > 0) return false;
  return true;
}

/** Any archive, any program that runs, and any copy but that of single files which are no shell. */
function mayBringShell(instruction: Instruction): boolean {
  switch (instruction.keyword) {
    case 'ADD':
      return true;
    case 'RUN':
      return (
        instruction.exec !== undefined ||
        mountsOf(instruction).some((mount) => optionOf(mount, 'from') !== undefined)
      );
    case 'COPY': {
      const { sources, destination } = copyView(instruction);
      if (destination === undefined || instruction.heredocs.length > 0) return false;
      return sources.some((source) => mayHoldShell(source.value, destination.value));
    }
    default:
      return false;
  }
}

/** Shell forms look for /bin/sh, which may lie below a link from /bin to /usr/bin. */
const SHELL_FOLDERS = /^\/?(?:\.?\/?|(?:usr|(?:usr\/)?bin)\/?)$/;
const SHELL_PATH = /^\/?(?:usr\/)?bin\/(?:\w*sh|busybox|toybox)$/;

function mayHoldShell(source: string, destination: string): boolean {
  if (destination.includes('$') || SHELL_PATH.test(destination)) return true;
  if (!SHELL_FOLDERS.test(destination)) return false;
  if (/[$*?[]|(?:sh|busybox|toybox)\/?$/.test(source)) return true;
  // A single file goes into the folder under its own name; a folder's content may be a whole root file system.
  return (
    !/\/(?:s?bin|build|dist|out|target|release)\/[\w.-]+$/.test(source) && !/[\w-]\.[a-z]{1,5}$/.test(source)
  );
}
