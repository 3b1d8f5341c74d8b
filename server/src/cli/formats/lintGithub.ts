/** The lint report as workflow commands, which GitHub Actions shows at the lines of a pull request. */
import type { Level } from '../../core/index';
import { type FileReport, lastLineOf, type LintReport, type PlacedFinding } from '../lintReport';

export function lintGithub(report: LintReport, hostPath: (path: string) => string): string {
  return report.files
    .flatMap((file) => [
      ...(file.error === undefined ? [] : [unreadableCommand(file, file.error, hostPath)]),
      ...file.findings.map((finding) => command(hostPath(file.path), finding)),
    ])
    .map((line) => `${line}\n`)
    .join('');
}

const COMMANDS: Readonly<Record<Level, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
};

function command(path: string, { rule, level, message, range }: PlacedFinding): string {
  const { start, end } = range;
  // Columns are only shown within one line.
  const columns =
    end.line === start.line
      ? { col: start.character + 1, endColumn: Math.max(end.character, start.character + 1) }
      : {};
  const properties = {
    file: path,
    line: start.line + 1,
    endLine: lastLineOf(range) + 1,
    ...columns,
    title: rule,
  };
  return written(COMMANDS[level], properties, message);
}

function unreadableCommand(file: FileReport, reason: string, hostPath: (path: string) => string): string {
  return written('error', { file: hostPath(file.path), title: 'stagewright' }, `${file.path}: ${reason}`);
}

function written(
  name: string,
  properties: Readonly<Record<string, string | number>>,
  message: string,
): string {
  const list = Object.entries(properties)
    .map(([key, value]) => `${key}=${escapedProperty(String(value))}`)
    .join(',');
  return `::${name} ${list}::${escaped(message)}`;
}

/** What the runner takes back (actions/toolkit, packages/core/src/command.ts); a line end would end the command. */
function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
