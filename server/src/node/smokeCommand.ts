/** Gives the smoke build of the command line its port and the user's interrupt. */
import type { Command } from '../cli/command';
import { smokeCommand } from '../cli/commands/smoke';
import { nodeSmokePort } from './smokePort';

/** As shells count an end by SIGINT. */
const INTERRUPTED = 130;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** From now on the first interrupt cancels the smoke build, which then cleans up; a second one ends the program at once. */
export function nodeSmokeCommand(): Command {
  const controller = new AbortController();
  const interrupt = (): void => {
    for (const signal of SIGNALS) process.off(signal, interrupt);
    process.stderr.write(
      '\nCancelled: cleaning up. (Another interrupt leaves that to the next smoke build.)\n',
    );
    process.once('exit', () => {
      process.exitCode = INTERRUPTED;
    });
    controller.abort();
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  return smokeCommand({ port: nodeSmokePort(), interrupt: controller.signal });
}
