/** `stagewright lint`: the verdict of the editor, on the command line. */
import { NO_SURROUNDINGS, type Surroundings } from '../../core/index';
import { readBaseline } from '../baseline';
import { changesSince } from '../changes';
import { type Command, type ExitCode, type Invocation, UsageError } from '../command';
import { type ConfigurationReader, configurationReader, tellTroubles } from '../configuration';
import { formatted, LINT_FORMATS } from '../formats/lintFormats';
import { lintText } from '../formats/lintText';
import { harmless, paintFor } from '../formats/terminalText';
import { unifiedDiff } from '../formats/unifiedDiff';
import type { CliIo, FileContent } from '../io';
import { composeSource } from '../lint/composeSource';
import { inputsOf, isYamlName } from '../lint/inputs';
import { fileJudge } from '../lint/judging';
import { exitCodeOf, outputSetting, thresholdsOf, troublesIn, written } from '../lint/outcome';
import { lintRequest, type LintRequest, PARITIES } from '../lint/request';
import type { EarlierReport, Filters } from '../lint/selection';
import { type Shellchecked, shellchecked } from '../lint/shellchecking';
import { dockerfileSource, type Source } from '../lint/source';
import type { FileJudge, LintedFile } from '../lintFile';
import { type FileReport, LEVELS, lintReport } from '../lintReport';
import { relativePath, isInside, tidy } from '../paths';
import { MATCHABLE_OPTION, matchable } from '../matchable';
import { progressOn } from '../progress';
import { byCodeUnit } from '../search';
import { surroundingsReader } from '../surroundings';

const STANDARD_INPUT = '<stdin>';

export const lintCommand: Command = {
  usage:
    'lint [PATH…] [--level LEVEL] [--format FORMAT] [--rule NAME]… [--fix | --fix-suggestions] [--diff] [--target STAGE] ' +
    '[--baseline FILE [--write-baseline]] [--changed-since REF] [--parity TOOL] [--shellcheck PATH | --no-shellcheck] [--matchable] [--stdin [--filename NAME]]',
  description: [
    'Judges Dockerfiles. A folder (the current one when no PATH is given) is searched for Dockerfile, Dockerfile.*, *.Dockerfile and ' +
      'Containerfile, and for Compose files with a Dockerfile in them (dockerfile_inline); files that git ignores, node_modules and links ' +
      'to folders are left out. A file that is named is judged whatever its name. A PATH that does not exist may be a pattern: "services/**/*.df".',
    'The build context of a Dockerfile is found from the Compose and Bake files and dev containers of its repository; else it is its ' +
      'folder, or the one above that holds what it copies. The ignore file of the context counts. Text from standard input has no surroundings.',
    'The nearest .stagewright.jsonc above a Dockerfile counts, and what it leaves open a .hadolint.yaml beside it says; without one, ' +
      'the nearest .hadolint.yaml. Options of the command line come before both.',
    'Exit codes: 0 no finding of LEVEL or worse, 1 findings, 2 wrong use, or something could not be read or written. With --diff, 1 ' +
      'means that something would change; with --write-baseline, 0 that it was written.',
    'Positions in JSON are zero-based and count UTF-16 units, as editors do; those in other formats start at 1. Paths in sarif, github ' +
      'and codeclimate start at the root of the git repository, those in other formats are as they were typed.',
  ].join('\n\n'),
  options: {
    level: {
      type: 'string',
      placeholder: 'LEVEL',
      choices: LEVELS,
      help: 'Exit with 1 for findings of this level or worse: error, warning (the default), information or hint.',
    },
    format: {
      type: 'string',
      placeholder: 'FORMAT',
      choices: LINT_FORMATS,
      help: 'How to report: text (the default), json, sarif, github, junit, checkstyle or codeclimate.',
    },
    rule: {
      type: 'string',
      placeholder: 'NAME',
      help: "Judge by this rule only, also when it is off: its name, a category, or another tool's code (DL3006). Several with commas, or the option again.",
    },
    fix: {
      type: 'boolean',
      help: 'Make the fixes that cannot change what is built, and report what is left. With --stdin the fixed text is printed, and the report goes to the error output.',
    },
    'fix-suggestions': {
      type: 'boolean',
      help: 'Make these, and the first suggestion of every other finding: read the result.',
    },
    diff: {
      type: 'boolean',
      help: 'Write nothing, and print what --fix (or --fix-suggestions) would change as a diff for "git apply".',
    },
    target: {
      type: 'string',
      placeholder: 'STAGE',
      help: 'The stage that is built, as for docker build; the last one is the default.',
    },
    baseline: {
      type: 'string',
      placeholder: 'FILE',
      help: 'Report only findings that FILE does not know.',
    },
    'write-baseline': {
      type: 'boolean',
      help: 'Write the findings there are into the FILE of --baseline, and report none.',
    },
    'changed-since': {
      type: 'string',
      placeholder: 'REF',
      help: 'Report only findings on lines changed since the current branch left REF (a branch, tag or commit of git), and those that the change brings on other lines.',
    },
    parity: {
      type: 'string',
      placeholder: 'TOOL',
      choices: PARITIES,
      help: 'Judge as hadolint or buildkit ("docker build --check") does, and name findings by its codes.',
    },
    shellcheck: {
      type: 'string',
      placeholder: 'PATH',
      help: 'The program that checks scripts in RUN; "shellcheck" on PATH, if it is there, is the default.',
    },
    'no-shellcheck': { type: 'boolean', help: 'Run no ShellCheck.' },
    matchable: MATCHABLE_OPTION,
    stdin: { type: 'boolean', help: 'Judge the text of standard input.' },
    filename: { type: 'string', placeholder: 'NAME', help: 'With --stdin: the path to report.' },
  },
  async run(invocation, io) {
    const request = lintRequest(invocation);
    const out = invocation.has('matchable') ? matchable(io) : io;
    return invocation.has('stdin')
      ? lintStandardInput(invocation, request, out)
      : lintPaths(invocation.positionals, request, out);
  },
};

async function lintPaths(typed: readonly string[], request: LintRequest, io: CliIo): Promise<ExitCode> {
  const start = io.now();
  const progress = progressOn(io);
  const { paths, failed } = inputsOf(typed, io.files, progress);
  const filters = await filtersOf(request, paths, io);
  const configurations = configurationReader(io);
  const reader = fileReader(request, filters, configurations, io);
  const checked = await shellchecked(() => paths.flatMap((path) => reader(path).dockerfiles), request, io);
  const judge = judgeOf(request, reader, checked, io);
  const files: FileReport[] = [...failed];
  const mended: MendedFile[] = [];
  const diffs: string[] = [];
  for (const [index, path] of paths.entries()) {
    progress.tell(`Judging ${String(index + 1)} of ${String(paths.length)}: ${harmless(path)}`);
    const { report, diff, rewritten } = judge(path);
    if (rewritten === undefined) files.push(report);
    else mended.push({ report, rewritten });
    if (diff !== '') diffs.push(diff);
  }
  files.push(...(await checkedAgain(mended, checked, request, io)));
  progress.clear();
  checkTarget(files, request);
  const report = lintReport(
    files.sort((a, b) => byCodeUnit(a.path, b.path)),
    io.now() - start,
  );
  const exitCode = written(report, diffs, request, configurations, io);
  for (const trouble of troublesIn(report)) io.printError(`stagewright lint: ${trouble}\n`);
  if (files.length === 0) io.printError('stagewright lint: no Dockerfile was found there\n');
  tellShellcheck(checked, io);
  return tellTroubles('lint', configurations, io) ? 2 : exitCode;
}

async function filtersOf(request: LintRequest, paths: readonly string[], io: CliIo): Promise<Filters> {
  const { baseline, changedSince, rules, work } = request;
  return {
    rules,
    changes: changedSince === undefined ? undefined : await changesSince(changedSince, paths, io),
    baseline:
      baseline === undefined || work.kind === 'write-baseline' ? undefined : readBaseline(baseline, io),
  };
}

interface JudgedFile {
  readonly report: FileReport;
  /** Empty unless a diff was asked for and there is one. */
  readonly diff: string;
  /** What is in the file now; undefined where the file is as it was. */
  readonly rewritten?: Source;
}

interface MendedFile {
  readonly report: FileReport;
  readonly rewritten: Source;
}

/** Fixes make new scripts, and silence about those that nobody has read would say that all is well. */
async function checkedAgain(
  mended: readonly MendedFile[],
  before: Shellchecked,
  request: LintRequest,
  io: CliIo,
): Promise<readonly FileReport[]> {
  if (before.answers === undefined) return mended.map(({ report }) => report);
  const written = (): ReturnType<Parameters<typeof shellchecked>[0]> =>
    mended.flatMap(({ rewritten }) => rewritten.dockerfiles);
  const { answers } = await shellchecked(written, request, io, before);
  return mended.map(({ report, rewritten }) => ({ ...rewritten.lint(answers), fixed: report.fixed }));
}

type FileReader = (path: string) => Source;

function fileReader(
  request: LintRequest,
  filters: Filters,
  configurations: ConfigurationReader,
  io: CliIo,
): FileReader {
  const around = surroundingsReader(io);
  const sourceOf = (path: string, content: FileContent, chosen: Filters, earlier: EarlierReport): Source => {
    const judgeIn = judgeWith(path, request, chosen, configurations, earlier);
    return isYamlName(path)
      ? composeSource(path, content, {
          path: io.files.absolute(path),
          yaml: io.loadYaml(),
          surroundingsOf: ({ builds }) => around.ofInline(path, builds),
          judgeIn,
        })
      : dockerfileSource(path, content, judgeIn(around.ofDockerfile(path), content));
  };
  return (path) => {
    let known: ReturnType<EarlierReport>;
    const earlier: EarlierReport = () => {
      const text = filters.changes?.before(path);
      if (text === undefined) return undefined;
      known ??= sourceOf(path, { kind: 'text', text, isUtf8: true }, NO_FILTERS, NOTHING_EARLIER).lint(
        undefined,
      );
      return known;
    };
    return sourceOf(path, io.files.read(path), filters, earlier);
  };
}

const NO_FILTERS: Filters = { rules: undefined, changes: undefined, baseline: undefined };
const NOTHING_EARLIER: EarlierReport = () => undefined;

function judgeWith(
  path: string,
  request: LintRequest,
  filters: Filters,
  configurations: ConfigurationReader,
  earlier: EarlierReport,
): (surroundings: Surroundings, content: FileContent) => FileJudge {
  return (surroundings, content) => {
    const chosen = configurations.chosenFor(path);
    return fileJudge(path, content, { chosen, surroundings }, request, filters, earlier);
  };
}

function judgeOf(
  request: LintRequest,
  read: FileReader,
  { answers }: Shellchecked,
  io: CliIo,
): (path: string) => JudgedFile {
  return (path) => {
    const source = read(path);
    const { content } = source;
    const { work } = request;
    if (work.kind === 'report' || work.kind === 'write-baseline')
      return { report: source.lint(answers), diff: '' };

    const { report, fixedContent } = source.fix(answers, work.upTo);
    if (content.kind === 'unreadable' || fixedContent === undefined) return { report, diff: '' };
    // What is safe depends on what is shipped.
    if (report.missingTarget !== undefined)
      return { report: { ...source.lint(answers), fixed: [] }, diff: '' };
    if (work.kind === 'diff') return { report, diff: diffOf(path, content.text, fixedContent, io) };
    const failure = io.files.replace(path, content.text, fixedContent);
    if (failure === undefined) return { report, diff: '', rewritten: source.rewritten(fixedContent) };
    const before = source.lint(answers);
    return { report: { ...before, fixed: [], error: `cannot be written: ${failure}` }, diff: '' };
  };
}

function diffOf(path: string, before: string, after: string, io: CliIo): string {
  const relative = relativePath(io.files.absolute('.'), io.files.absolute(path));
  return unifiedDiff(relative !== undefined && isInside(relative) ? relative : path, before, after, {
    paint: paintFor(io.terminal),
    isForTerminal: io.terminal.columns !== undefined,
  });
}

async function lintStandardInput(invocation: Invocation, request: LintRequest, io: CliIo): Promise<ExitCode> {
  const [path] = invocation.positionals;
  if (path !== undefined)
    throw new UsageError(`--stdin takes no PATH: leave out "${path}", or leave out --stdin`);

  const start = io.now();
  const { work, format } = request;
  const content = await io.readStandardInput();
  const given = invocation.value('filename');
  const name = given === undefined ? STANDARD_INPUT : tidy(given);
  const filters = await filtersOf(request, [], io);
  const configurations = configurationReader(io);
  const judgeIn = judgeWith(name, request, filters, configurations, NOTHING_EARLIER);
  const source = isYamlName(name)
    ? composeSource(name, content, {
        path: io.files.absolute(name),
        yaml: io.loadYaml(),
        surroundingsOf: () => NO_SURROUNDINGS,
        judgeIn,
      })
    : dockerfileSource(name, content, judgeIn(NO_SURROUNDINGS, content));
  const checked = await shellchecked(() => source.dockerfiles, request, io);
  const linted: LintedFile =
    work.kind === 'fix'
      ? source.fix(checked.answers, work.upTo)
      : { report: source.lint(checked.answers), fixedContent: undefined };
  const { fixedContent } = linted;
  const mended =
    fixedContent === undefined ? [] : [{ report: linted.report, rewritten: source.rewritten(fixedContent) }];
  const [judged = linted.report] = await checkedAgain(mended, checked, request, io);
  checkTarget([judged], request);
  const report = lintReport([judged], io.now() - start);
  const thresholdOf = thresholdsOf(request, configurations);

  if (work.kind === 'fix') {
    if (content.kind === 'text') io.print(linted.fixedContent ?? content.text);
    io.printError(lintText(report, thresholdOf, io.terminal));
  } else {
    io.print(formatted(report, format, outputSetting(thresholdOf, io)));
  }
  for (const trouble of troublesIn(report)) io.printError(`stagewright lint: ${trouble}\n`);
  tellShellcheck(checked, io);
  return tellTroubles('lint', configurations, io) ? 2 : exitCodeOf(report, thresholdOf);
}

function tellShellcheck({ trouble }: Shellchecked, io: CliIo): void {
  if (trouble !== undefined) io.printError(`stagewright lint: ${harmless(trouble)}\n`);
}

/** Of many files some may well lack the target; when all do, it is mistyped. */
function checkTarget(files: readonly FileReport[], { target }: LintRequest): void {
  const judged = files.filter(({ error }) => error === undefined);
  if (target !== undefined && judged.length > 0 && judged.every((file) => file.missingTarget !== undefined))
    throw new UsageError(
      judged.length === 1
        ? `${judged[0]?.path ?? ''} has no stage "${target}": "stagewright graph" shows its stages`
        : `none of ${String(judged.length)} files has a stage "${target}": "stagewright graph FILE" shows those of a file`,
    );
}
