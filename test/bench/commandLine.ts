/** What a whole run over many real files costs from the command line: process start, reading, judging, reporting. */
import { join } from 'node:path';
import process from 'node:process';
import { repositoryRoot } from '../harness/repository';
import { run } from './children';
import { measured, missing, type Outcome } from './outcome';
import { median } from './statistics';

/** Milliseconds until a run counts as stuck. */
const LIMIT = 300_000;

export interface Tool {
  readonly program: string;
  readonly args: readonly string[];
  /** The paths go on standard input, one a line, instead of behind the arguments. */
  readonly readsPaths: boolean;
  /** Exit codes that mean that every file was judged. */
  readonly successes: readonly number[];
}

export const OWN_LINT: Tool = {
  program: process.execPath,
  // What a machine has on PATH must not decide.
  args: [join(repositoryRoot(), 'dist/cli.js'), 'lint', '--no-shellcheck'],
  readsPaths: false,
  successes: [0, 1],
};

export const BARE_PARSE: Tool = {
  program: process.execPath,
  args: [join(__dirname, 'bareParse.js')],
  readsPaths: true,
  successes: [0],
};

/** Checks that would go to a registry are off: a network is not what is measured. */
export function tallyLint(program: string): Tool {
  return {
    program,
    args: ['lint', '--no-color', '--hide-source', '--slow-checks', 'off', '--fail-level', 'none'],
    readsPaths: false,
    successes: [0],
  };
}

export interface Corpus {
  readonly folder: string;
  /** Relative to the folder. */
  readonly paths: readonly string[];
}

/** Wall time of the whole process, in milliseconds. */
export async function timeTool(tool: Tool, corpus: Corpus): Promise<number> {
  const { duration, code, stderr } = await runTool(tool, corpus);
  if (!tool.successes.includes(code)) throw new Error(`it ended with ${String(code)}: ${stderr}`);
  return duration;
}

/** Medians of several runs in turns, so that a busy moment meets all of them. */
export async function timeInTurns(
  tools: readonly Tool[],
  corpus: Corpus,
  rounds: number,
): Promise<readonly Outcome<number>[]> {
  const durations = tools.map((): number[] => []);
  const failures = tools.map((): string | undefined => undefined);
  for (let round = 0; round < rounds; round++) {
    for (const [index, tool] of tools.entries()) {
      try {
        durations[index]?.push(await timeTool(tool, corpus));
      } catch (error) {
        failures[index] = error instanceof Error ? error.message : String(error);
      }
    }
  }
  return tools.map((_tool, index) => {
    const failure = failures[index];
    return failure === undefined ? measured(median(durations[index] ?? [])) : missing(failure);
  });
}

/**
 * The files that tally can read: it gives up the whole run at the first one that it cannot, and names it. Judging nothing,
 * this is quick.
 */
export async function filesForTally(program: string, corpus: Corpus): Promise<Corpus> {
  const probe: Tool = { ...tallyLint(program), args: [...tallyLint(program).args, '--ignore', '*'] };
  let paths = corpus.paths;
  for (;;) {
    const { code, stderr } = await runTool(probe, { ...corpus, paths });
    if (code === 0) return { ...corpus, paths };
    const culprit = paths.find((path) => stderr.includes(`failed to lint ${path}:`));
    if (culprit === undefined) throw new Error(`it ended with ${String(code)}: ${stderr}`);
    paths = paths.filter((path) => path !== culprit);
  }
}

function runTool(tool: Tool, { folder, paths }: Corpus): ReturnType<typeof run> {
  const args = tool.readsPaths ? tool.args : [...tool.args, ...paths];
  const input = tool.readsPaths ? paths.join('\n') : '';
  return run(tool.program, args, { cwd: folder, limit: LIMIT, input });
}
