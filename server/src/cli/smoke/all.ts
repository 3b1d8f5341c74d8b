/** `stagewright smoke --all`: every Dockerfile of a folder, a few at a time, and one line about each. */
import type { CancelSignal, SmokeInput, SmokeReport, Verdict } from '../../smoke/index';
import { bytesText, durationText } from '../../smoke/index';
import { type ExitCode, type Invocation, UsageError } from '../command';
import type { CliIo } from '../io';
import { nameOf } from '../paths';
import { findFiles, isDockerfileName } from '../search';
import type { SmokeFormat } from './formats';
import { smokeJunit } from './junit';
import { cell, smokeMarkdown } from './markdown';
import { problemLines } from './problems';
import { tellInterrupt } from './watching';

/** Builds of the same machine take turns on its processors; more than two seldom end sooner. */
const USUAL_JOBS = 2;
const MOST_JOBS = 64;

/** What speaks of one image, or of one file that it writes. */
const FOR_ONE = ['target', 'context', 'keep', 'compare', 'reproducible', 'export-cst'] as const;

export type Outcome =
  | { readonly kind: 'built'; readonly path: string; readonly report: SmokeReport }
  /** It could not be read, or its build context is not there. */
  | { readonly kind: 'refused'; readonly path: string; readonly problem: string };

export interface AllWork {
  readonly format: SmokeFormat;
  readonly inputOf: (path: string) => SmokeInput;
  readonly build: (input: SmokeInput) => Promise<SmokeReport>;
  /** Fires when the user interrupts the program. */
  readonly interrupt: CancelSignal;
}

/** Throws `UsageError` for what cannot be asked of several Dockerfiles, and where there is none. */
export async function smokeAll(
  invocation: Invocation,
  io: CliIo,
  { format, inputOf, build, interrupt }: AllWork,
): Promise<ExitCode> {
  const surplus = FOR_ONE.find((option) => invocation.has(option));
  if (surplus !== undefined) throw new UsageError(`--${surplus} is for one Dockerfile: leave out --all`);
  const jobs = jobsOf(invocation.value('jobs'));
  const paths = dockerfilesOf(invocation, io);
  tellInterrupt(interrupt, io);
  const outcomes: Outcome[] = [];
  const printer = inOrder((outcome) => {
    if (format !== 'text') return;
    io.print(`${lineOf(outcome)}\n`);
    if (outcome.kind === 'built' && invocation.has('matchable')) io.print(problemLines(outcome.report, io));
  });
  const building = new Set<string>();
  const tell = (): void => {
    const done = outcomes.filter(Boolean).length;
    io.statusLine?.(`${done} of ${paths.length} done; building ${[...building].join(', ')}`);
  };
  await forEach(paths, jobs, async (path, at) => {
    building.add(path);
    tell();
    const outcome = await outcomeOf(path, inputOf, build);
    outcomes[at] = outcome;
    building.delete(path);
    io.statusLine?.('');
    printer(outcome, at);
    if (building.size > 0) tell();
  });
  io.print(textOf(outcomes, format));
  return outcomes.reduce<ExitCode>((worst, outcome) => worseOf(worst, EXIT_CODES[verdictOf(outcome)]), 0);
}

const EXIT_CODES: Readonly<Record<Verdict, ExitCode>> = { passed: 0, failed: 1, error: 2, cancelled: 2 };

function worseOf(one: ExitCode, other: ExitCode): ExitCode {
  return one > other ? one : other;
}

function jobsOf(typed: string | undefined): number {
  if (typed === undefined) return USUAL_JOBS;
  const jobs = Number(typed);
  if (Number.isInteger(jobs) && jobs >= 1 && jobs <= MOST_JOBS) return jobs;
  throw new UsageError(`--jobs must be a number from 1 to ${MOST_JOBS}, not "${typed}"`);
}

function dockerfilesOf({ positionals }: Invocation, io: CliIo): readonly string[] {
  const [folder = '.', surplus] = positionals;
  if (surplus !== undefined) throw new UsageError(`one folder at a time: leave out "${surplus}"`);
  if (io.files.kindOf(folder) !== 'folder') throw new UsageError(`"${folder}" is no folder`);
  const { paths } = findFiles(folder, io.files, {
    isWanted: (path) => isDockerfileName(nameOf(path)),
    onFolder: (shown) => io.statusLine?.(`looking for Dockerfiles in ${shown}`),
  });
  io.statusLine?.('');
  if (paths.length === 0) throw new UsageError(`there is no Dockerfile in "${folder}"`);
  return paths;
}

async function outcomeOf(
  path: string,
  inputOf: AllWork['inputOf'],
  build: AllWork['build'],
): Promise<Outcome> {
  try {
    return { kind: 'built', path, report: await build(inputOf(path)) };
  } catch (error) {
    // What is wrong with one Dockerfile is no reason not to build the others.
    if (error instanceof UsageError) return { kind: 'refused', path, problem: error.message };
    throw error;
  }
}

/** At most so many at once, begun in order. */
async function forEach(
  paths: readonly string[],
  jobs: number,
  action: (path: string, at: number) => Promise<void>,
): Promise<void> {
  const rest = paths.entries();
  const work = async (): Promise<void> => {
    for (const [at, path] of rest) await action(path, at);
  };
  await Promise.all(Array.from({ length: Math.min(jobs, paths.length) }, work));
}

/** Tells each as soon as all before it have been told: two runs print the same. */
function inOrder(tell: (outcome: Outcome) => void): (outcome: Outcome, at: number) => void {
  const waiting = new Map<number, Outcome>();
  let next = 0;
  return (outcome, at) => {
    waiting.set(at, outcome);
    for (let ready = waiting.get(next); ready !== undefined; ready = waiting.get(next)) {
      waiting.delete(next++);
      tell(ready);
    }
  };
}

function verdictOf(outcome: Outcome): Verdict {
  return outcome.kind === 'built' ? outcome.report.verdict : 'error';
}

const SIGNS: Readonly<Record<Verdict, string>> = {
  passed: 'passed   ',
  failed: 'FAILED   ',
  error: 'ERROR    ',
  cancelled: 'cancelled',
};

/** `passed     api/Dockerfile  12.3 MB  4.1 s`, `FAILED     web/Dockerfile:12  the reason`. */
function lineOf(outcome: Outcome): string {
  const sign = SIGNS[verdictOf(outcome)];
  if (outcome.kind === 'refused') return `${sign}  ${outcome.path}  ${outcome.problem}`;
  const { path, report } = outcome;
  if (report.verdict === 'passed') {
    const size = report.image === undefined ? '' : `  ${bytesText(report.image.size)}`;
    return `${sign}  ${path}${size}  ${durationText(report.durationMs)}`;
  }
  const line = report.failure?.line;
  return `${sign}  ${path}${line === undefined ? '' : `:${line + 1}`}  ${messageOf(report)}`;
}

function messageOf(report: SmokeReport): string {
  return report.failure?.message ?? report.summary;
}

interface Counts extends Readonly<Record<Verdict, number>> {
  readonly all: number;
}

function countsOf(outcomes: readonly Outcome[]): Counts {
  const of = (verdict: Verdict): number =>
    outcomes.filter((outcome) => verdictOf(outcome) === verdict).length;
  return {
    all: outcomes.length,
    passed: of('passed'),
    failed: of('failed'),
    error: of('error'),
    cancelled: of('cancelled'),
  };
}

/** What `--format json` writes. */
export interface SmokeAllOutput {
  readonly counts: Counts;
  readonly dockerfiles: readonly (
    | { readonly path: string; readonly verdict: Verdict; readonly report: SmokeReport }
    | {
        readonly path: string;
        readonly verdict: 'error';
        /** Why nothing could be built of it. */
        readonly problem: string;
      }
  )[];
}

function outputOf(outcomes: readonly Outcome[], counts: Counts): SmokeAllOutput {
  return {
    counts,
    dockerfiles: outcomes.map((outcome) =>
      outcome.kind === 'built'
        ? { path: outcome.path, verdict: outcome.report.verdict, report: outcome.report }
        : { path: outcome.path, verdict: 'error', problem: outcome.problem },
    ),
  };
}

function textOf(outcomes: readonly Outcome[], format: SmokeFormat): string {
  const counts = countsOf(outcomes);
  switch (format) {
    case 'text':
      return `${sumOf(counts)}\n`;
    case 'json':
      return `${JSON.stringify(outputOf(outcomes, counts), null, 2)}\n`;
    case 'junit':
      return smokeJunit(
        outcomes.flatMap((outcome) => (outcome.kind === 'built' ? [outcome.report] : [])),
        outcomes.flatMap((outcome) => (outcome.kind === 'refused' ? [outcome] : [])),
      );
    case 'markdown':
      return markdownOf(outcomes, counts);
  }
}

function sumOf({ all, passed, failed, error, cancelled }: Counts): string {
  const rest = [
    [failed, 'failed'],
    [error, 'could not be tried'],
    [cancelled, 'cancelled'],
  ] as const;
  const told = rest.filter(([count]) => count > 0).map(([count, what]) => `, ${count} ${what}`);
  return `${passed} of ${all} Dockerfile${all === 1 ? '' : 's'} passed${told.join('')}.`;
}

/** The table of all, and the full story of those that did not pass. */
function markdownOf(outcomes: readonly Outcome[], counts: Counts): string {
  const rows = outcomes.map((outcome) => {
    const verdict = verdictOf(outcome);
    if (outcome.kind === 'refused') return [outcome.path, verdict, '', '', outcome.problem];
    const { path, report } = outcome;
    const size = report.image === undefined ? '' : bytesText(report.image.size);
    const remark = verdict === 'passed' ? '' : messageOf(report);
    return [path, verdict, size, durationText(report.durationMs), remark];
  });
  const stories = outcomes.flatMap((outcome) =>
    outcome.kind === 'built' && outcome.report.verdict !== 'passed'
      ? ['', smokeMarkdown(outcome.report).trimEnd()]
      : [],
  );
  return [
    `### Smoke builds: ${sumOf(counts)}`,
    '',
    '| Dockerfile | | Size | Time | |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row.map(cell).join(' | ')} |`),
    ...stories,
    '',
  ].join('\n');
}
