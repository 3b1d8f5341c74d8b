/** The façade over ShellCheck: which scripts it is to read, how it is called, and what its answer is worth. */
import type { Analysis } from './analysis';
import { readShellcheckAnswer, type ShellcheckComment } from './model/shellcheck/answer';
import { shellcheckScripts } from './model/shellcheck/scripts';

/** Each text once; none where nobody wants to know what the program says of them. */
export function scriptsToShellcheck({
  facts,
  configuration,
  surroundings,
}: Pick<Analysis, 'facts' | 'configuration' | 'surroundings'>): readonly string[] {
  if (facts.templateMark !== undefined || facts.firstUnjudged !== undefined) return [];
  if (surroundings.parity === 'buildkit') return [];
  const { rules, categories } = configuration;
  const isOff = (rules['shellcheck'] ?? categories?.shell) === 'off';
  if (isOff && !Object.keys(rules).some((name) => name.startsWith('shellcheck/'))) return [];
  return [...new Set(facts.stages.flatMap(shellcheckScripts).map(({ text }) => text))];
}

/** How a run of the program ended. */
export type ShellcheckRun =
  | {
      readonly kind: 'exited';
      readonly exitCode: number;
      readonly stdout: string;
      readonly stderr: string;
    }
  | { readonly kind: 'not-found'; readonly message: string }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'timed-out' };

export interface ShellcheckResult {
  /** By script; a script that could not be checked is missing. */
  readonly comments: ReadonlyMap<string, readonly ShellcheckComment[]>;
  /** A phrase that says why scripts are missing; undefined when none is, and when the run was cancelled. */
  readonly failure: string | undefined;
  /** True when no program of that name can be started. */
  readonly isMissing: boolean;
}

/**
 * Has scripts checked, many of them by one process, one process after the other. Never rejects as long as `run` does not.
 *
 * @param run calls the program with these arguments and, behind them, the paths of files that hold the texts and are named
 *   by their places in the list: `0`, `1`, …, in any folder
 */
export async function shellcheck(
  scripts: readonly string[],
  run: (args: readonly string[], texts: readonly string[]) => Promise<ShellcheckRun>,
): Promise<ShellcheckResult> {
  const comments = new Map<string, readonly ShellcheckComment[]>();
  let failure: string | undefined;
  for (const batch of batchesOf(scripts)) {
    const ended = await run(ARGUMENTS, batch);
    if (ended.kind === 'cancelled') break;
    if (ended.kind === 'not-found') return { comments, failure: ended.message, isMissing: true };
    const answer = ended.kind === 'exited' && ended.exitCode <= 1 ? answerOf(ended.stdout) : undefined;
    if (answer === undefined) failure ??= complaintOf(ended);
    else for (const [index, script] of batch.entries()) comments.set(script, answer.get(index) ?? []);
  }
  return { comments, failure, isMissing: false };
}

/**
 * Neither configuration files above the temporary folder nor sourced files count. Left out: what a script that is only a part of
 * an image cannot help, sourced files that are not there (SC1090, SC1091), and that ash is read as dash (SC2187).
 */
const ARGUMENTS: readonly string[] = [
  '--norc',
  '--format=json1',
  '--color=never',
  '--exclude=SC1090,SC1091,SC2187',
];

/** So that one process neither grows without bounds nor gives a longer answer than is kept. */
const MOST_SCRIPTS = 200;
const MOST_TEXT = 300_000;

function batchesOf(scripts: readonly string[]): readonly string[][] {
  const batches: string[][] = [];
  let length = Infinity;
  for (const script of scripts) {
    const batch = batches.at(-1);
    if (batch === undefined || batch.length === MOST_SCRIPTS || length + script.length > MOST_TEXT) {
      batches.push([script]);
      length = script.length;
    } else {
      batch.push(script);
      length += script.length;
    }
  }
  return batches;
}

/** By the file's place. */
function answerOf(output: string): ReadonlyMap<number, readonly ShellcheckComment[]> | undefined {
  const byFile = readShellcheckAnswer(output);
  return byFile && new Map([...byFile].map(([path, found]) => [Number(/\d+$/.exec(path)?.[0]), found]));
}

function complaintOf(run: Exclude<ShellcheckRun, { kind: 'cancelled' | 'not-found' }>): string {
  if (run.kind === 'timed-out') return 'it took too long';
  if (run.exitCode <= 1) return 'its answer cannot be read';
  const complaint = run.stderr.trim().split('\n').at(-1) ?? '';
  return `it ended with exit code ${String(run.exitCode)}${complaint === '' ? '' : `: ${complaint.slice(0, 200)}`}`;
}
