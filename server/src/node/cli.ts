#!/usr/bin/env node
/** The root of the command line: wires the runtime to the commands, and turns their result into an exit code. */
import { setFlagsFromString } from 'node:v8';
import { commandEntries } from '../cli/entries';
import type { Command } from '../cli/command';
import { main } from '../cli/main';
import { nodeCliIo } from './cliIo';

// A run is over in a second or two. On Node 20 optimised code comes too late to pay for its compilation, which
// took half of all CPU time over a large folder; later versions compile in steps, and know this flag no more.
if (process.versions.node.startsWith('20.')) setFlagsFromString('--interrupt-budget=1000000');

// A reader that has seen enough, `head` for one, is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

main(
  process.argv.slice(2),
  commandEntries({ smoke: loadSmoke, clean: loadClean, pin: loadPin }),
  nodeCliIo(),
).then(
  (exitCode) => {
    // No process.exit: it would cut off output that is still on its way into a pipe.
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    process.stderr.write(
      `stagewright: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.stderr.write(
      'This is a fault of Stagewright, not of your Dockerfile. Please report it with the text above.\n',
    );
    process.exitCode = 2;
  },
);

async function loadPin(): Promise<Command> {
  return (await import('./engineCommands.js')).nodePinCommand();
}

async function loadClean(): Promise<Command> {
  return (await import('./engineCommands.js')).nodeCleanCommand();
}

async function loadSmoke(): Promise<Command> {
  return (await import('./engineCommands.js')).nodeSmokeCommand();
}
