/** Makes lines as the builder wrote them of a log as it was copied: out of a terminal, a CI system, an editor. */
import { withoutSteering } from '../logTail';

/** UTF-16 units of the log's end that are read: what failed stands there, and a log may be of any length. */
const READ_LENGTH = 4 * 1024 * 1024;
/** Of one line; what is behind it is a bundle or a binary file. */
const LINE_LENGTH = 2_000;

export interface LogText {
  readonly lines: readonly string[];
  /** True when the log is longer than what is read of it. */
  readonly isCut: boolean;
}

export function logText(raw: string): LogText {
  const isCut = raw.length > READ_LENGTH;
  const end = isCut ? raw.slice(raw.indexOf('\n', raw.length - READ_LENGTH) + 1 || -READ_LENGTH) : raw;
  // A progress bar rewrites its line by carriage returns; the last of what it wrote comes last here too.
  return { lines: end.split(/\r\n|\n|\r/u).map(plain), isCut };
}

function plain(line: string): string {
  let text = withoutSteering(line.slice(0, LINE_LENGTH).replace(COLUMNS, ''));
  // Prefixes stand in one another: a CI system's time before the one of the tool that it calls.
  for (let turn = 0; turn < MOST_PREFIXES; turn++) {
    const rest = withoutPrefix(text);
    if (rest === text) break;
    text = rest;
  }
  return text.trimEnd();
}

const MOST_PREFIXES = 3;

const TIME = String.raw`\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z| ?[+-]\d\d:?\d\d)?`;

/** `gh run view --log` puts job and step before each line, in columns. */
const COLUMNS = new RegExp(String.raw`^[^\t]{1,200}\t[^\t]{1,200}\t\ufeff?(?=${TIME})`, 'u');

/** What CI systems put before each line, anchored, one a system. */
const PREFIXES: readonly RegExp[] = [
  // GitHub Actions and Azure Pipelines (a time), and Jenkins and Concourse, which put it in brackets.
  new RegExp(String.raw`^(?:${TIME}|\[${TIME}\])(?: |$)`, 'u'),
  // GitLab, behind its time: number and kind of the stream, and a plus where the line goes on.
  /^\d\d[OE][ +](?= |\S|$)/u,
  /^section_(?:start|end):\d+:\S+/u,
  // TeamCity.
  /^\[\d\d:\d\d:\d\d\][A-Z]?:? +(?:\[[^\]]{1,80}\] ?)?/u,
  /^\[\d\d:\d\d:\d\d\] /u,
  // Google Cloud Build.
  /^Step #\d+(?: - "[^"]{0,80}")?: /u,
  /^\[Container\] /u,
  // Annotations of GitHub Actions and Azure Pipelines.
  /^##\[(?:error|warning|debug|section|command)\]/u,
  /^::(?:error|warning|debug|notice)(?: [^:]{0,200})?::/u,
  // Git servers that build what is pushed.
  /^remote: /u,
];

function withoutPrefix(line: string): string {
  for (const prefix of PREFIXES) {
    const found = prefix.exec(line);
    if (found !== null && found[0] !== '') return line.slice(found[0].length);
  }
  return line;
}
