/** `stagewright lint`: the verdict of the editor, on the command line. */
import { type Level, NO_SURROUNDINGS } from '../../core/index';
import { type Command, type ExitCode, type Invocation, UsageError } from '../command';
import { lintJson } from '../formats/lintJson';
import { lintText } from '../formats/lintText';
import { harmless } from '../formats/terminalText';
import type { CliIo } from '../io';
import { fixContent, lintContent, type LintedFile, unreadable } from '../lintFile';
import { type FileReport, isAtLeast, LEVELS, type LintReport, lintReport } from '../lintReport';
import { tidy } from '../paths';
import { byCodeUnit, findDockerfiles } from '../search';
import { surroundingsFrom } from '../surroundings';

const STANDARD_INPUT = '<stdin>';

export const lintCommand: Command = {
  usage: 'lint [PATH…] [--level LEVEL] [--format text|json] [--fix] [--stdin [--filename NAME]]',
  description: [
    'Judges Dockerfiles. A folder (the current one when no PATH is given) is searched for Dockerfile, Dockerfile.*, *.Dockerfile and ' +
      'Containerfile; files that git ignores, node_modules and links to folders are left out. A file that is named is judged whatever its name.',
    'The build context of a Dockerfile is found from the Compose and Bake files and dev containers of its repository; else it is its ' +
      'folder, or the one above that holds what it copies. The ignore file of the context counts. Text from standard input has no surroundings.',
    'Exit codes: 0 no finding of LEVEL or worse, 1 findings, 2 wrong use, or something could not be read or written.',
    'Positions in JSON are zero-based and count UTF-16 units, as editors do; those in text start at 1.',
  ].join('\n\n'),
  options: {
    level: {
      type: 'string',
      placeholder: 'LEVEL',
      choices: LEVELS,
      help: 'Exit with 1 for findings of this level or worse: error, warning (the default), information or hint.',
    },
    format: { type: 'string', choices: ['text', 'json'], help: 'How to report; text is the default.' },
    fix: {
      type: 'boolean',
      help: 'Make the fixes that cannot change what is built, and report what is left. With --stdin the fixed text is printed, and the report goes to the error output.',
    },
    stdin: { type: 'boolean', help: 'Judge the text of standard input.' },
    filename: { type: 'string', placeholder: 'NAME', help: 'With --stdin: the path to report.' },
  },
  run: (invocation, io) =>
    invocation.has('stdin') ? lintStandardInput(invocation, io) : lintPaths(invocation, io),
};

function lintPaths(invocation: Invocation, io: CliIo): ExitCode {
  if (invocation.has('filename'))
    throw new UsageError('--filename needs --stdin: add --stdin, or name the file as PATH');
  const start = io.now();
  const threshold = thresholdOf(invocation);
  const { paths, failed } = dockerfilesOf(invocation.positionals, io);
  const judge = invocation.has('fix') ? fixingJudge(io) : judgeOf(io);
  const files = [...failed, ...paths.map(judge)].sort((a, b) => byCodeUnit(a.path, b.path));
  const report = lintReport(files, io.now() - start);

  io.print(
    invocation.value('format') === 'json' ? lintJson(report) : lintText(report, threshold, io.terminal),
  );
  printTroubles(report, io);
  if (files.length === 0) io.printError('stagewright lint: no Dockerfile was found there\n');
  return exitCodeOf(report, threshold);
}

async function lintStandardInput(invocation: Invocation, io: CliIo): Promise<ExitCode> {
  const [path] = invocation.positionals;
  if (path !== undefined)
    throw new UsageError(`--stdin takes no PATH: leave out "${path}", or leave out --stdin`);
  const isJson = invocation.value('format') === 'json';
  const isFixing = invocation.has('fix');
  if (isJson && isFixing)
    throw new UsageError('--stdin --fix prints the fixed text, so it goes without --format json');

  const start = io.now();
  const threshold = thresholdOf(invocation);
  const content = await io.readStandardInput();
  const name = invocation.value('filename') ?? STANDARD_INPUT;
  const linted: LintedFile = isFixing
    ? fixContent(name, content, NO_SURROUNDINGS)
    : { report: lintContent(name, content, NO_SURROUNDINGS), fixedContent: undefined };
  const report = lintReport([linted.report], io.now() - start);

  if (isFixing) {
    if (content.kind === 'text') io.print(linted.fixedContent ?? content.text);
    io.printError(lintText(report, threshold, io.terminal));
  } else {
    io.print(isJson ? lintJson(report) : lintText(report, threshold, io.terminal));
  }
  printTroubles(report, io);
  return exitCodeOf(report, threshold);
}

function thresholdOf(invocation: Invocation): Level {
  return LEVELS.find((level) => level === invocation.value('level')) ?? 'warning';
}

/** The files to judge, each once, and a report for each path that cannot be had. */
function dockerfilesOf(
  typed: readonly string[],
  io: CliIo,
): { readonly paths: readonly string[]; readonly failed: readonly FileReport[] } {
  const paths = new Map<string, string>();
  const failed: FileReport[] = [];
  const add = (path: string): void => {
    const identity = io.files.absolute(path);
    if (!paths.has(identity)) paths.set(identity, path);
  };
  for (const path of typed.length === 0 ? ['.'] : typed.map(tidy)) {
    switch (io.files.kindOf(path)) {
      case 'missing':
        failed.push(unreadable(path, 'no such file or folder'));
        break;
      case 'file':
        add(path);
        break;
      case 'folder': {
        const found = findDockerfiles(path, io.files);
        found.paths.forEach(add);
        failed.push(
          ...found.unreadableFolders.map((folder) => unreadable(folder, 'this folder cannot be read')),
        );
        break;
      }
    }
  }
  return { paths: [...paths.values()], failed };
}

function judgeOf(io: CliIo): (path: string) => FileReport {
  const surroundingsOf = surroundingsFrom(io);
  return (path) => lintContent(path, io.files.read(path), surroundingsOf(path));
}

function fixingJudge(io: CliIo): (path: string) => FileReport {
  const surroundingsOf = surroundingsFrom(io);
  return (path) => {
    const content = io.files.read(path);
    const surroundings = surroundingsOf(path);
    const { report, fixedContent } = fixContent(path, content, surroundings);
    if (content.kind === 'unreadable' || fixedContent === undefined) return report;
    const failure = io.files.replace(path, content.text, fixedContent);
    if (failure === undefined) return report;
    return { ...lintContent(path, content, surroundings), fixed: [], error: `cannot be written: ${failure}` };
  };
}

/** On the error output, so that a report that is piped on stays clean. */
function printTroubles(report: LintReport, io: CliIo): void {
  for (const file of report.files) {
    if (file.error !== undefined) io.printError(`stagewright lint: ${harmless(file.path)}: ${file.error}\n`);
    for (const note of file.notes) io.printError(`stagewright lint: ${harmless(file.path)}: ${note}\n`);
  }
}

function exitCodeOf(report: LintReport, threshold: Level): ExitCode {
  if (report.summary.unreadable > 0) return 2;
  const hasFindings = report.files.some((file) =>
    file.findings.some(({ level }) => isAtLeast(level, threshold)),
  );
  return hasFindings ? 1 : 0;
}
