/** Gives the smoke build of the command line its port and the user's interrupt. */
import type { Command } from '../cli/command';
import { cleanCommand } from '../cli/commands/clean';
import { smokeCommand, type SmokeWorld } from '../cli/commands/smoke';
import { nodeSmokePort } from './smokePort';

/** As shells count an end by SIGINT. */
const INTERRUPTED = 130;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export function nodeSmokeCommand(): Command {
  return smokeCommand(world());
}

export function nodeCleanCommand(): Command {
  return cleanCommand(world());
}

/** From now on the first interrupt cancels the smoke build, which then cleans up; a second one ends the program at once. */
function world(): SmokeWorld {
  const controller = new AbortController();
  const interrupt = (): void => {
    for (const signal of SIGNALS) process.off(signal, interrupt);
    process.once('exit', () => {
      process.exitCode = INTERRUPTED;
    });
    controller.abort();
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  return { port: nodeSmokePort(), interrupt: controller.signal };
}
