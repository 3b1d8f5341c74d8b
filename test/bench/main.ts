/**
 * Measures our server and command line beside their peers and prints one table from one run.
 *
 * Usage: node out/test/bench/main.js [--short] [--ratio-gate] [--markdown] [--keep-ratio] | --profile LINES
 *
 * --short       ours, the bare parse and the one peer that may be in the cache; few repetitions, nothing is installed
 * --ratio-gate  also compares cold analysis ÷ bare parse with the figure kept in ratio.json, which may not double
 * --markdown    the table as Markdown, for the README
 * --keep-ratio  writes the ratio of this run into ratio.json
 * --profile     writes a CPU profile of editing a file of so many lines
 *
 * No time is judged. The last line is `N passed, N failed, N skipped`, of what has to hold on any machine.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { corpusFiles } from '../harness/corpus';
import { repositoryRoot, sharedFolder } from '../harness/repository';
import { measureActivation } from './activation';
import { bareParse } from './bareParse';
import { BARE_PARSE, type Corpus, filesForTally, OWN_LINT, tallyLint, timeInTurns } from './commandLine';
import type { ServerCommand } from './languageServer';
import { attempt, type Outcome, measured, missing } from './outcome';
import { ensurePeers, findPeers, type InstalledPeer } from './peers';
import { profileEdits } from './profile';
import { keepRatio, keptRatio, measureRatio, type Ratio, TOLERANCE } from './ratio';
import { type Effort, measureStart, runSession, type SessionResult, settle } from './session';
import { measureSmoke, type SmokeFigures } from './smoke';
import { median, summarise, type Summary } from './statistics';
import {
  cell,
  kibibytes,
  mebibytes,
  medianAndP95,
  milliseconds,
  type Table,
  times,
  toMarkdown,
  toText,
} from './table';
import { benchText, editedWord, SIZES } from './texts';

const root = repositoryRoot();

const OWN: Contestant = {
  name: 'Stagewright',
  server: measured({ program: process.execPath, args: [join(root, 'dist/server.js'), '--stdio'] }),
};

const BUNDLES = [
  'client.js',
  'server.js',
  'server.main.js',
  'server.asked.js',
  'server.programs.js',
  'server.yaml.js',
  'contents.js',
  'cli.js',
  'web/client.js',
  'web/server.js',
];

/** A column of the table; without a server it only shows why. */
interface Contestant {
  readonly name: string;
  readonly server: Outcome<ServerCommand>;
}

/** How much a run measures. */
interface Plan {
  readonly contestants: readonly Contestant[];
  readonly peers: { readonly languageServer: Outcome<InstalledPeer>; readonly tally: Outcome<InstalledPeer> };
  readonly starts: number;
  readonly effort: Effort;
  readonly commandRuns: number;
  readonly ratioRounds: number;
  readonly measuresActivation: boolean;
}

type Size = (typeof SIZES)[number];

/** What one contestant did. */
interface Figures {
  readonly start: Outcome<Summary>;
  readonly sessions: ReadonlyMap<Size, SessionResult>;
}

interface ServerFigures {
  readonly of: ReadonlyMap<Contestant, Figures>;
  readonly bareParse: ReadonlyMap<Size, Summary>;
}

async function main(): Promise<void> {
  const { values: options } = parseArgs({
    options: {
      short: { type: 'boolean', default: false },
      'ratio-gate': { type: 'boolean', default: false },
      markdown: { type: 'boolean', default: false },
      'keep-ratio': { type: 'boolean', default: false },
      profile: { type: 'string' },
    },
  });
  const folder = mkdtempSync(join(tmpdir(), 'stagewright-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

  if (options.profile !== undefined) {
    const lines = Number(options.profile);
    if (!Number.isInteger(lines) || lines < 13)
      throw new Error('--profile takes a number of lines, 13 or more.');
    console.log(await profileEdits(lines, folder));
    return;
  }

  const plan = options.short ? await shortPlan() : await fullPlan();
  const machine = describeMachine();
  const figures = await measureServers(plan, folder);
  const commands = await measureCommandLines(plan);
  const activation = plan.measuresActivation ? await measureActivation() : missing('not measured');
  say('smoke build');
  const smoke = await smokeFigures(folder);
  say('cold analysis against bare parse');
  const ratio = measureRatio(plan.ratioRounds);

  const table = tableOf(plan, figures, commands, activation, ratio);
  console.log(`${machine}; median / 95th percentile where there are two figures`);
  const shown = options.markdown ? toMarkdown : toText;
  console.log(`\n${shown(table)}\n`);
  console.log(
    smoke.kind === 'measured' ? `${shown(smokeTable(smoke.value))}\n` : `smoke build: ${smoke.reason}\n`,
  );
  if (options['keep-ratio']) keepRatio(ratio);
  report([
    ...SIZES.map((size) => sessionCheck(figures.of.get(OWN)?.sessions.get(size), size)),
    commandCheck(commands),
    memoryCheck(smoke),
    ...(options['ratio-gate'] ? [ratioCheck(ratio)] : []),
  ]);
}

async function fullPlan(): Promise<Plan> {
  const { dockerfileLanguageServer: languageServer, tally } = await ensurePeers();
  return {
    contestants: [OWN, contestant('dockerfile-language-server', languageServer), contestant('tally', tally)],
    peers: { languageServer, tally },
    starts: 7,
    effort: { warmUp: 30, edits: 100, hovers: 40, budget: 20_000 },
    commandRuns: 5,
    ratioRounds: 9,
    measuresActivation: true,
  };
}

async function shortPlan(): Promise<Plan> {
  const { dockerfileLanguageServer: languageServer } = await findPeers();
  return {
    contestants:
      languageServer.kind === 'measured'
        ? [OWN, contestant('dockerfile-language-server', languageServer)]
        : [OWN],
    peers: { languageServer, tally: missing('not measured') },
    starts: 3,
    effort: { warmUp: 10, edits: 30, hovers: 20, budget: 6_000 },
    commandRuns: 3,
    ratioRounds: 5,
    measuresActivation: false,
  };
}

function contestant(name: string, peer: Outcome<InstalledPeer>): Contestant {
  return peer.kind === 'missing'
    ? { name, server: peer }
    : { name: peer.value.name, server: measured(peer.value.server) };
}

/** In turns, so that a busy moment of the machine meets all of them. */
async function measureServers(plan: Plan, folder: string): Promise<ServerFigures> {
  const starts = new Map(plan.contestants.map((one) => [one, [] as number[]]));
  const failures = new Map<Contestant, Outcome<Summary>>();
  const text = benchText(200);
  for (const one of plan.contestants) {
    say(`first start, not counted: ${one.name}`);
    const first = await withServer(one, (server) => settle(server, folder, text));
    if (first.kind === 'missing') failures.set(one, first);
  }
  for (let round = 0; round < plan.starts; round++) {
    for (const one of plan.contestants) {
      if (failures.has(one)) continue;
      say(`start ${String(round + 1)} of ${String(plan.starts)}: ${one.name}`);
      const start = await withServer(one, (server) => measureStart(server, folder, text));
      if (start.kind === 'measured') starts.get(one)?.push(start.value);
      else failures.set(one, start);
    }
  }
  const sessions = new Map(plan.contestants.map((one) => [one, new Map<Size, SessionResult>()]));
  const bareParses = new Map<Size, Summary>();
  for (const size of SIZES) {
    bareParses.set(size, timeBareParse(size, plan.effort));
    for (const one of plan.contestants) {
      say(`${String(size)} lines: ${one.name}`);
      const session = await withServer(one, (server) =>
        runSession(server, folder, benchText(size), plan.effort),
      );
      sessions.get(one)?.set(size, session.kind === 'measured' ? session.value : allMissing(session));
    }
  }
  const figures = plan.contestants.map((one): [Contestant, Figures] => [
    one,
    {
      start: failures.get(one) ?? measured(summarise(starts.get(one) ?? [])),
      sessions: sessions.get(one) ?? new Map<Size, SessionResult>(),
    },
  ]);
  return { of: new Map(figures), bareParse: bareParses };
}

function withServer<T>(
  { server }: Contestant,
  measure: (server: ServerCommand) => Promise<T>,
): Promise<Outcome<T>> {
  return server.kind === 'missing' ? Promise.resolve(server) : attempt(() => measure(server.value));
}

function allMissing(reason: Outcome<never>): SessionResult {
  return { edit: reason, newLine: reason, hover: reason, memory: reason, findings: reason };
}

interface CommandFigures {
  readonly files: number;
  readonly own: Outcome<number>;
  readonly bare: Outcome<number>;
  /** Over the files that tally can read. */
  readonly common:
    { readonly files: number; readonly own: Outcome<number>; readonly tally: Outcome<number> } | undefined;
}

/** Undefined when there is no corpus. */
async function measureCommandLines(plan: Plan): Promise<CommandFigures | undefined> {
  const shared = sharedFolder();
  const files = corpusFiles();
  if (shared === undefined || files === undefined) return undefined;
  const corpus: Corpus = { folder: join(shared, 'corpus/dev/files'), paths: files.map(({ path }) => path) };
  say(`command line over ${String(files.length)} files`);
  const [own, bare] = await timeInTurns([OWN_LINT, BARE_PARSE], corpus, plan.commandRuns);
  return {
    files: files.length,
    own: own ?? missing('not measured'),
    bare: bare ?? missing('not measured'),
    common: await measureWithTally(plan.peers.tally, corpus),
  };
}

async function measureWithTally(
  peer: Outcome<InstalledPeer>,
  corpus: Corpus,
): Promise<CommandFigures['common']> {
  if (peer.kind === 'missing') return undefined;
  const { program } = peer.value;
  const readable = await attempt(() => filesForTally(program, corpus));
  if (readable.kind === 'missing') return { files: 0, own: readable, tally: readable };
  say(`command line over the ${String(readable.value.paths.length)} files that tally can read`);
  const [own, tally] = await timeInTurns([OWN_LINT, tallyLint(program)], readable.value, 1);
  return {
    files: readable.value.paths.length,
    own: own ?? missing('not measured'),
    tally: tally ?? missing('not measured'),
  };
}

function tableOf(
  plan: Plan,
  figures: ServerFigures,
  commands: CommandFigures | undefined,
  activation: Outcome<string>,
  ratio: Ratio,
): Table {
  const { contestants, peers } = plan;
  const each = (show: (figures: Figures | undefined) => string): readonly string[] =>
    contestants.map((one) => show(figures.of.get(one)));
  const at = (size: Size, show: (session: SessionResult | undefined) => string): readonly string[] =>
    each((one) => show(one?.sessions.get(size)));
  /** Ours, and what is known of the others, which stand in the order of the columns. */
  const mostlyOwn = (own: string, tally = '–', languageServer = '–'): readonly string[] =>
    [own, languageServer, tally].slice(0, contestants.length);

  return {
    columns: ['measure', ...contestants.map(({ name }) => name), 'bare dockerfile-ast parse'],
    rows: [
      [
        'start to first diagnostics, 200 lines, from the second start on',
        ...each((one) => cell(one?.start, medianAndP95)),
        '–',
      ],
      ...SIZES.map((size) => [
        `edit to diagnostics, ${grouped(size)} lines`,
        ...at(size, (session) => cell(session?.edit, medianAndP95)),
        bareParseAt(size, figures),
      ]),
      [
        'a line more or less at the top, 9,900 lines',
        ...at(9_900, (session) => cell(session?.newLine, medianAndP95)),
        '–',
      ],
      ['edit, 9,900 lines ÷ 200 lines', ...each((one) => growth(one)), '–'],
      ...([200, 9_900] as const).map((size) => [
        `hover, ${grouped(size)} lines`,
        ...at(size, (session) => cell(session?.hover, medianAndP95)),
        '–',
      ]),
      ['memory of the server, 200 lines', ...at(200, (session) => cell(session?.memory, mebibytes)), '–'],
      ['diagnostics shown, 200 lines', ...at(200, (session) => cell(session?.findings, String)), '–'],
      ...commandRows(commands, mostlyOwn),
      [
        `cold analysis, ${ratio.texts === 'corpus' ? 'the corpus' : 'generated texts (the corpus is absent)'}, in one process`,
        ...mostlyOwn(`${milliseconds(ratio.analysis)} (${ratio.ratio.toFixed(2)} × the parse)`),
        milliseconds(ratio.parse),
      ],
      ...BUNDLES.map((name) => [`size of ${name}`, ...mostlyOwn(cell(sizeOfBundle(name), kibibytes)), '–']),
      [
        'size installed',
        ...mostlyOwn(
          mebibytes(BUNDLES.reduce((total, name) => total + valueOr(sizeOfBundle(name), 0), 0)),
          cell(peers.tally, ({ installedSize }) => mebibytes(installedSize)),
          cell(peers.languageServer, ({ installedSize }) => mebibytes(installedSize)),
        ),
        '–',
      ],
      ['activation in VS Code', ...mostlyOwn(cell(activation, (told) => told)), '–'],
    ],
  };
}

function commandRows(
  commands: CommandFigures | undefined,
  mostlyOwn: (own: string, tally?: string) => readonly string[],
): readonly (readonly string[])[] {
  if (commands === undefined)
    return [['command line, the corpus', ...mostlyOwn('not measured (the corpus is absent)'), '–']];
  const { files, own, bare, common } = commands;
  const isPartial = common !== undefined && common.files < files;
  return [
    [
      `command line, ${String(files)} real files, whole process`,
      ...mostlyOwn(cell(own, milliseconds), isPartial ? 'ends at the first bad file' : '–'),
      cell(bare, milliseconds),
    ],
    ...(common === undefined
      ? []
      : [
          [
            `command line, the ${String(common.files)} files that tally can read`,
            ...mostlyOwn(cell(common.own, milliseconds), cell(common.tally, milliseconds)),
            '–',
          ],
        ]),
  ];
}

/** How much more an edit of the largest file costs than one of an everyday file. */
function growth(figures: Figures | undefined): string {
  const small = figures?.sessions.get(200)?.edit;
  const large = figures?.sessions.get(9_900)?.edit;
  if (small?.kind !== 'measured' || large?.kind !== 'measured') return '–';
  return times(large.value.median / small.value.median);
}

function bareParseAt(size: Size, { bareParse: figures }: ServerFigures): string {
  const summary = figures.get(size);
  return summary === undefined ? '–' : medianAndP95(summary);
}

/** As often as a server is edited, and as little the same text. */
function timeBareParse(size: Size, { warmUp, edits, budget }: Effort): Summary {
  const { text } = benchText(size);
  const { start, end } = editedWord(text);
  const durations: number[] = [];
  const stop = performance.now() + budget;
  for (let count = 0; count < warmUp + edits && performance.now() < stop; count++) {
    const edited = `${text.slice(0, start)}${String(200_000 + count)}${text.slice(end)}`;
    const started = performance.now();
    bareParse(edited);
    durations.push(performance.now() - started);
  }
  return summarise(durations.slice(Math.min(warmUp, Math.floor(durations.length / 2))));
}

function sizeOfBundle(name: string): Outcome<number> {
  const size = statSync(join(root, 'dist', name), { throwIfNoEntry: false })?.size;
  return size === undefined ? missing('not built') : measured(size);
}

function valueOr<T>(outcome: Outcome<T>, otherwise: T): T {
  return outcome.kind === 'measured' ? outcome.value : otherwise;
}

/** 9900 → `9,900`. */
function grouped(value: number): string {
  return value.toLocaleString('en');
}

/** Something that has to hold whatever the machine; undefined where it cannot be told. */
interface Check {
  readonly name: string;
  readonly verdict: 'passed' | 'failed' | 'skipped';
}

function sessionCheck(session: SessionResult | undefined, size: Size): Check {
  const isComplete = session?.edit.kind === 'measured' && session.hover.kind === 'measured';
  const finds = session?.findings.kind === 'measured' && session.findings.value > 0;
  return {
    name: `our server answers every edit and hover at ${grouped(size)} lines`,
    verdict: isComplete && finds ? 'passed' : 'failed',
  };
}

function commandCheck(commands: CommandFigures | undefined): Check {
  if (commands === undefined)
    return { name: 'our command line judges the corpus: the corpus is absent', verdict: 'skipped' };
  return {
    name: 'our command line judges the corpus',
    verdict: commands.own.kind === 'measured' ? 'passed' : 'failed',
  };
}

async function smokeFigures(folder: string): Promise<Outcome<SmokeFigures>> {
  const outcome = await attempt(() => measureSmoke(folder));
  return outcome.kind === 'measured' ? outcome.value : outcome;
}

function smokeTable({ smoke, bare, imageBytes, reading, listing, peakMemory }: SmokeFigures): Table {
  const speed = (duration: number): string => `${mebibytes((imageBytes / duration) * 1000)}/s`;
  return {
    columns: ['smoke build', 'Stagewright', 'by hand'],
    rows: [
      [
        'build (cached), run, probe, remove; by hand: build, run, rm',
        milliseconds(smoke),
        milliseconds(bare),
      ],
      [`reading ${mebibytes(imageBytes)} of layers; by hand: save, tar t`, speed(reading), speed(listing)],
      ['most memory while reading it', peakMemory === undefined ? '–' : mebibytes(peakMemory), '–'],
    ],
  };
}

/** What the specification promises for an image of any size. */
const MOST_MEMORY = 200 * 1024 ** 2;

function memoryCheck(smoke: Outcome<SmokeFigures>): Check {
  const name = 'a smoke build stays below 200 MiB of memory, however large the image';
  if (smoke.kind === 'missing') {
    const isRequired = process.env['STAGEWRIGHT_REQUIRE_ALL'] === '1';
    return { name: `${name}: ${smoke.reason}`, verdict: isRequired ? 'failed' : 'skipped' };
  }
  const { peakMemory } = smoke.value;
  if (peakMemory === undefined) return { name: `${name}: this system does not tell it`, verdict: 'skipped' };
  return { name, verdict: peakMemory < MOST_MEMORY ? 'passed' : 'failed' };
}

function ratioCheck(ratio: Ratio): Check {
  const kept = keptRatio(ratio);
  const name =
    `cold analysis ÷ bare parse (${ratio.texts}) is ${ratio.ratio.toFixed(2)}; ` +
    `the repository keeps ${kept.toFixed(2)} and allows ${(kept * TOLERANCE).toFixed(2)}`;
  return { name, verdict: ratio.ratio <= kept * TOLERANCE ? 'passed' : 'failed' };
}

function report(checks: readonly Check[]): void {
  for (const { name, verdict } of checks) console.log(`${verdict.padEnd(8)}${name}`);
  const count = (wanted: Check['verdict']): string =>
    `${String(checks.filter(({ verdict }) => verdict === wanted).length)} ${wanted}`;
  console.log(`${count('passed')}, ${count('failed')}, ${count('skipped')}`);
  if (checks.some(({ verdict }) => verdict === 'failed')) process.exitCode = 1;
}

function describeMachine(): string {
  const processors = cpus();
  return (
    `${String(processors.length)} × ${processors[0]?.model.trim() ?? 'unknown processor'}, ` +
    `${process.platform} ${process.arch}, Node ${process.version}, load ${median(loadavg().slice(0, 1)).toFixed(1)} at the start`
  );
}

/** Progress goes beside the table. */
function say(line: string): void {
  process.stderr.write(`bench: ${line}\n`);
}

main().then(
  // Timers of answers that came in time may be pending; nothing else is.
  () => process.exit(),
  (error: unknown) => {
    console.error(error);
    console.log('0 passed, 1 failed');
    process.exit(1);
  },
);
