/** Runs a gate that is a program, and gives its answer. */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { repository } from './scratchTree';

export interface Answer {
  readonly code: number | null;
  /** Standard output and standard error. */
  readonly text: string;
}

/** Runs a file in Node; `file` is absolute or relative to the repository's root. */
export function runNode(file: string, args: readonly string[], cwd: string): Answer {
  const { status, stdout, stderr } = spawnSync(process.execPath, [resolve(repository, file), ...args], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { code: status, text: `${stdout}${stderr}` };
}
