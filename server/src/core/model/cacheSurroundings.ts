/** What decides where a command of a RUN keeps its cache: the home of its user, and the environment. */
import type { Instruction } from '../syntax/nodes';
import type { CacheSurroundings } from './commands/cacheFolders';
import type { StageFacts } from './facts';

/** @param home of the user who runs it; undefined when not known */
export function cacheSurroundings(
  stage: StageFacts,
  instruction: Instruction,
  home: string | undefined,
): CacheSurroundings {
  const { env, args } = stage.stateBefore(instruction);
  return {
    home,
    has: (name) => env.has(name) || args.has(name),
    get: (name) => env.get(name) ?? args.get(name),
  };
}
