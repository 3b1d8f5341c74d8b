/** A file as git has it at a revision. */
import { basename, dirname } from 'node:path';
import type { CancelSignal } from '../smoke/index';
import { runProgram } from './processRunner';

const LIMIT_MS = 10_000;

/** Rejects, with what git says, when there is no such revision or no such file in it. */
export async function textAtRevision(revision: string, path: string, signal: CancelSignal): Promise<string> {
  const outcome = await runProgram(
    {
      program: 'git',
      // `./` before the name lets git take it as below the folder it runs in (gitrevisions(7)).
      args: ['-C', dirname(path), 'show', '--end-of-options', `${revision}:./${basename(path)}`],
      env: { LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0' },
    },
    { signal, timeoutMs: LIMIT_MS },
  );
  switch (outcome.kind) {
    case 'exited':
      if (outcome.exitCode === 0) return outcome.stdout;
      throw new Error(
        `git has no "${revision}" of ${basename(path)}: ${outcome.stderr.trim().replace(/^fatal: /u, '')}`,
      );
    case 'not-found':
      throw new Error(`git cannot be run: ${outcome.message}`);
    case 'cancelled':
      throw new Error('Cancelled.');
    case 'timed-out':
      throw new Error('git did not answer in time');
  }
}
