/** `stagewright explain`: a rule's page, or what one line of a Dockerfile does. */
import {
  analyze,
  hover,
  LineIndex,
  nearest,
  type Position,
  ruleById,
  rulePageText,
  type Surroundings,
  surroundingsWith,
} from '../../core/index';
import { type Command, type ExitCode, UsageError } from '../command';
import { chosenForOne } from '../configuration';
import { composeDockerfiles } from '../composeDockerfile';
import { dockerfileText } from '../dockerfileText';
import { markdownText, type PageStyle } from '../formats/markdownText';
import { harmless, paintFor } from '../formats/terminalText';
import type { CliIo } from '../io';
import { isYamlName } from '../lint/inputs';
import { surroundingsFrom } from '../surroundings';
import { tidy } from '../paths';
import { rulesByCode } from '../ruleNames';

const FALLBACK_COLUMNS = 80;
/** Longer lines of prose are hard to read, however wide the terminal is. */
const MOST_COLUMNS = 100;

export const explainCommand: Command = {
  usage: 'explain RULE | FILE:LINE | --log FILE [DOCKERFILE]',
  description: [
    'Explains a rule: why it is one, an example, and when not to follow it. The codes of other tools work too: explain DL3006.',
    'Or explains a line of a Dockerfile, the first one being 1: what it does in this file, where its result goes, and what makes it run again. FILE:LINE:COLUMN explains the word there. FILE may be a Compose file with a Dockerfile in it (dockerfile_inline).',
    'Or explains a failed build from its log (--log FILE, or --log - for standard input), whichever builder wrote it and however it was copied: which instruction failed, what the likely cause is, what to do, and which rule would have told. DOCKERFILE is ./Dockerfile when left out. Exit code 1: the log shows no failure that is known.',
  ].join('\n\n'),
  options: {
    log: { type: 'string', placeholder: 'FILE', help: 'The log of a failed build; - is standard input.' },
    format: { type: 'string', choices: ['text', 'json'], help: 'How to explain a log; text is the default.' },
  },
  async run(invocation, io) {
    const [subject, surplus] = invocation.positionals;
    const log = invocation.value('log');
    if (log !== undefined) {
      if (surplus !== undefined) throw new UsageError(`one Dockerfile at a time: leave out "${surplus}"`);
      const { explainLog } = await import('../explainLog.js');
      return explainLog(log, subject, invocation.value('format') === 'json' ? 'json' : 'text', io);
    }
    if (invocation.has('format')) throw new UsageError('--format is for --log');
    if (subject === undefined) throw new UsageError('name a rule or a line: stagewright explain FILE:LINE');
    if (surplus !== undefined) throw new UsageError(`one rule or line at a time: leave out "${surplus}"`);
    const style: PageStyle = {
      paint: paintFor(io.terminal),
      columns: Math.min(io.terminal.columns ?? FALLBACK_COLUMNS, MOST_COLUMNS),
    };
    const place = placeOf(subject);
    return place === undefined ? explainRule(subject, style, io) : explainLine(place, style, io);
  },
};

interface Place {
  readonly path: string;
  /** From 1 on. */
  readonly line: number;
  /** From 1 on; undefined for the line as a whole. */
  readonly column: number | undefined;
}

function placeOf(subject: string): Place | undefined {
  const match = /^(.+?):(\d+)(?::(\d+))?$/.exec(subject);
  if (match === null) return undefined;
  const [, path = '', line = '', column] = match;
  return { path: tidy(path), line: Number(line), column: column === undefined ? undefined : Number(column) };
}

function explainRule(id: string, style: PageStyle, io: CliIo): ExitCode {
  const found = rulesByCode(id);
  if (found.length === 0) throw new UsageError(unknownRule(id, io));
  const pages = found.map((rule) => markdownText(rulePageText(rule), style));
  io.print(pages.map((lines) => lines.map((line) => `${line}\n`).join('')).join('\n\n'));
  return 0;
}

function unknownRule(id: string, io: CliIo): string {
  if (io.files.kindOf(id) === 'file') return `which line of ${id}? Say "stagewright explain ${id}:1"`;
  const meant = nearest(id, ruleById.keys());
  return meant === undefined
    ? `there is no rule "${id}"`
    : `there is no rule "${id}": did you mean "${meant}"?`;
}

function explainLine(place: Place, style: PageStyle, io: CliIo): ExitCode {
  const whole = dockerfileText(place.path, io);
  const { lineCount } = new LineIndex(whole);
  if (place.line < 1 || place.line > lineCount) {
    throw new UsageError(
      `${place.path} has no line ${String(place.line)}: its last one is ${String(lineCount)}`,
    );
  }
  const chosen = chosenForOne('explain', place.path, io);
  const { text, around, position } = dockerfileAt(place, whole, io);
  const surroundings = surroundingsWith(around, chosen);
  const analysis = analyze(text, { surroundings, configuration: chosen.configuration });
  const { lines } = analysis;
  const line = text.slice(lines.startOfLine(position.line), lines.startOfLine(position.line + 1));
  const found = hover(analysis, lines.offsetAt(position));

  const head = `${style.paint('bold', `${harmless(place.path)}:${String(place.line)}`)}  ${harmless(line.trimEnd())}`;
  const page =
    found === undefined ? ['There is nothing to explain on this line.'] : markdownText(found.markdown, style);
  io.print([head, '', ...page].map((each) => `${each}\n`).join(''));
  return 0;
}

interface DockerfileAt {
  /** With its lines where they stand in the file. */
  readonly text: string;
  readonly around: Surroundings;
  /** Of the place, zero-based; the start of the line's words where no column was named. */
  readonly position: Position;
}

/** The file itself, or the Dockerfile in a Compose file that the line belongs to. */
function dockerfileAt({ path, line, column }: Place, whole: string, io: CliIo): DockerfileAt {
  const text = whole.split('\n')[line - 1] ?? '';
  const character = column === undefined ? Math.max(0, text.search(/\S/)) : column - 1;
  const position = { line: line - 1, character };
  if (!isYamlName(path)) return { text: whole, around: surroundingsFrom(io)(path), position };
  for (const { place, surroundings } of composeDockerfiles(path, whole, io)) {
    const inner = place.innerOf(position);
    if (inner !== undefined) return { text: place.text, around: surroundings, position: inner };
  }
  throw new UsageError(
    `line ${String(line)} of ${path} is no line of a Dockerfile in it (dockerfile_inline)`,
  );
}
