/** What a run ends with: what it prints, and its exit code. */
import { writeBaseline } from '../baseline';
import type { ExitCode } from '../command';
import type { ConfigurationReader } from '../configuration';
import { formatted } from '../formats/lintFormats';
import type { OutputSetting } from '../formats/outputSetting';
import { harmless, plural } from '../formats/terminalText';
import { hostPaths } from '../hostPaths';
import type { CliIo } from '../io';
import { isAtLeast, type LintReport, type Threshold } from '../lintReport';
import type { LintRequest } from './request';

/** Prints what the request asks for. */
export function written(
  report: LintReport,
  diffs: readonly string[],
  request: LintRequest,
  configurations: ConfigurationReader,
  io: CliIo,
): ExitCode {
  const { work, format } = request;
  switch (work.kind) {
    case 'write-baseline': {
      writeBaseline(work.baseline, report.files, io);
      const count = report.files.reduce((sum, { findings }) => sum + findings.length, 0);
      const files = plural(report.files.filter(({ findings }) => findings.length > 0).length, 'file');
      io.print(`${harmless(work.baseline)}: ${plural(count, 'finding')} in ${files} written.\n`);
      return report.summary.unreadable > 0 ? 2 : 0;
    }
    case 'diff': {
      for (const diff of diffs) io.print(diff);
      const { fixed, unreadable } = report.summary;
      io.printError(
        fixed === 0
          ? 'Nothing would change.\n'
          : `${plural(fixed, 'fix', 'fixes')} would change ${plural(diffs.length, 'file')}; nothing was written.\n`,
      );
      return unreadable > 0 ? 2 : diffs.length > 0 ? 1 : 0;
    }
    case 'report':
    case 'fix': {
      const thresholdOf = thresholdsOf(request, configurations);
      io.print(formatted(report, format, outputSetting(thresholdOf, io)));
      return exitCodeOf(report, thresholdOf);
    }
  }
}

export function outputSetting(thresholdOf: OutputSetting['thresholdOf'], io: CliIo): OutputSetting {
  return { thresholdOf, terminal: io.terminal, version: io.version(), hostPath: hostPaths(io.files) };
}

/** The level of the command line counts for all files, those of configuration files for theirs. */
export function thresholdsOf(
  { threshold, isThresholdGiven }: LintRequest,
  configurations: ConfigurationReader,
): (path: string) => Threshold {
  return (path) => (isThresholdGiven ? threshold : (configurations.chosenFor(path).failOn ?? threshold));
}

export function exitCodeOf(report: LintReport, thresholdOf: (path: string) => Threshold): ExitCode {
  if (report.summary.unreadable > 0) return 2;
  const hasFindings = report.files.some(({ path, findings }) => {
    const threshold = thresholdOf(path);
    return findings.some(({ level }) => isAtLeast(level, threshold));
  });
  return hasFindings ? 1 : 0;
}

/** For the error output, so that a report that is piped on stays clean. */
export function troublesIn(report: LintReport): readonly string[] {
  return report.files.flatMap(({ path, error, missingTarget, notes }) =>
    [
      ...(error === undefined ? [] : [error]),
      ...(missingTarget === undefined
        ? []
        : [`it has no stage "${missingTarget}", so its last one is judged as the shipped one`]),
      ...notes,
    ].map((text) => `${harmless(path)}: ${harmless(text)}`),
  );
}
