/** The calls of package managers in a RUN, worked out once for all the rules that ask. */
import type { Instruction } from '../syntax/nodes';
import { memoized } from '../text/memoized';
import { managerCommandOf, type ManagerCommand } from './commands/installs';
import { runOf } from './runs';
import { posixScript } from './scripts';

/** In the order of the script, for a RUN and for one behind ONBUILD; empty for anything else. */
export function managerCommandsOf(instruction: Instruction): readonly ManagerCommand[] {
  const { keyword } = instruction;
  return keyword === 'RUN' || keyword === 'ONBUILD' ? readManagerCommands(instruction) : NONE;
}

const readManagerCommands = memoized((instruction: Instruction): readonly ManagerCommand[] => {
  const run = runOf(instruction);
  if (run === undefined) return NONE;
  let found: ManagerCommand[] | undefined;
  for (const command of posixScript(run).commands) {
    const use = managerCommandOf(command);
    if (use === undefined) continue;
    found ??= [];
    found.push(use);
  }
  return found ?? NONE;
});

const NONE: readonly ManagerCommand[] = [];
