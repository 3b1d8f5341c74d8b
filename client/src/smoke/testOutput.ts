/** What a smoke build says in the terminal of a test run: colours as ANSI codes, lines that end as a terminal wants it. */
import type { SmokeFailure, SmokeResult } from '../../../server/src/protocol';
import { formatSize } from '../views/quantities';

type Ink = 'bold' | 'dim' | 'red' | 'green' | 'yellow';

const CODES: Readonly<Record<Ink, number>> = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 };

/** Each line ends in CR LF; a lone line feed would leave the terminal's column where it is. */
export function terminalLines(lines: readonly string[]): string {
  return lines
    .flatMap((line) => line.split(/\r?\n/u))
    .map((line) => `${line}\r\n`)
    .join('');
}

export function ink(color: Ink, text: string): string {
  return `\u001b[${String(CODES[color])}m${text}\u001b[0m`;
}

const VERDICTS: Readonly<Record<SmokeResult['verdict'], readonly [word: string, color: Ink]>> = {
  passed: ['PASSED', 'green'],
  failed: ['FAILED', 'red'],
  error: ['ERROR', 'red'],
  cancelled: ['CANCELLED', 'yellow'],
};

/** The end of a run; what the build printed has been told while it did. */
export function closingLines(report: SmokeResult): readonly string[] {
  const [word, color] = VERDICTS[report.verdict];
  const { image, run, failure } = report;
  const cause = failure?.cause;
  const isOfBuild = failure === undefined || failure.step === 'build';
  return [
    `${ink(color, word)}  ${report.summary}`,
    ...(cause === undefined ? [] : [`  ${cause.happened} ${cause.remedy}`]),
    ...report.probes.map(
      ({ passed, message }) => `  ${passed ? ink('green', 'passed') : ink('red', 'failed')}  ${message}`,
    ),
    ...(isOfBuild ? [] : (run?.log ?? []).map((line) => `  ${ink('dim', '|')} ${line}`)),
    ...(image === undefined
      ? []
      : [`  image   ${formatSize(image.size)}, ${String(image.layers.length)} layers`]),
    ...removedLines(report),
  ];
}

function removedLines({ cleanup: { removed, kept, isComplete } }: SmokeResult): readonly string[] {
  return [
    ...(removed.length === 0 ? [] : [ink('dim', `  removed ${removed.map(shortName).join(', ')}`)]),
    ...(kept.length === 0 ? [] : [`  kept    ${kept.join(', ')}`]),
    ...(isComplete === false
      ? [ink('yellow', '  Not everything could be removed; a later smoke build will do it.')]
      : []),
  ];
}

function shortName(name: string): string {
  return name.replace(/sha256:([0-9a-f]{12})[0-9a-f]+/u, 'sha256:$1');
}

/** How many of the last log lines a message quotes, as the diagnostic does. */
const LOG_LINES = 10;

export function failureText({ message, cause, log }: SmokeFailure): string {
  // As in the diagnostic the likely cause stands first: beside the line, only the first words are shown.
  const sentence = cause === undefined ? message : `${cause.happened} ${cause.remedy} (${message})`;
  return [sentence, log.slice(-LOG_LINES).join('\n')].filter((part) => part !== '').join('\n\n');
}
