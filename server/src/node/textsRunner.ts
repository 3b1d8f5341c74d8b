/** Runs a program on texts that lie in no file: each gets one in a private folder, which is gone when the program has ended. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CancelSignal, RunOutcome } from '../smoke/index';
import { findProgram } from './findProgram';
import { runProgram } from './processRunner';

/** In milliseconds. */
const LONGEST_RUN = 60_000;

/** The files are named `0`, `1`, … and follow the arguments. Never rejects. */
export async function runsOnTexts(
  program: string,
  args: readonly string[],
  texts: readonly string[],
  signal: CancelSignal,
): Promise<RunOutcome> {
  // The system's own search may begin in the current folder, which is a stranger's repository at times.
  const path = /[\\/]/.test(program) ? program : findProgram(program);
  if (path === undefined) return { kind: 'not-found', message: `${program} is not on PATH` };
  let folder: string | undefined;
  try {
    // Only its owner may look into it.
    folder = await mkdtemp(join(tmpdir(), 'stagewright-'));
    const files: string[] = [];
    for (const [index, text] of texts.entries()) {
      const file = join(folder, String(index));
      await writeFile(file, text, { flag: 'wx', mode: 0o600 });
      files.push(file);
    }
    return await runProgram(
      { program: path, args: [...args, '--', ...files], env: { LC_ALL: 'C.UTF-8', SHELLCHECK_OPTS: '' } },
      { signal, timeoutMs: LONGEST_RUN },
    );
  } catch (error) {
    return { kind: 'exited', exitCode: 2, stdout: '', stderr: String(error) };
  } finally {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}
