/** Writes a chain of commands as a heredoc: a line for each, with nothing at the ends of the lines. */
import { frontendKnows } from '../model/frontend';
import { posixScript } from '../model/scripts';
import type { ShellStatement } from '../shell/nodes';
import { parseDockerfile } from '../syntax/dockerfile';
import type { Instruction } from '../syntax/nodes';
import { editOf, instructionAt } from './place';
import { refused, type Outcome, type Refactoring, type Refused } from './refactoring';
import { commentsIn, hasContinuedQuote, runSameCommands, runScript, type RunScript } from './runScripts';
import { setsErrexit, stopsAlike } from './errexit';

export const runToHeredoc: Refactoring = {
  id: 'run-to-heredoc',
  kind: 'rewrite',
  offer(place) {
    const run = instructionAt(place);
    if (run?.keyword !== 'RUN' || run.exec !== undefined || run.heredocs.length > 0) return undefined;
    return /&&|;/.test(run.source) ? 'Write this RUN as a heredoc (needs BuildKit)' : undefined;
  },
  work({ file, ...place }): Outcome {
    const run = instructionAt({ file, ...place });
    const stage = run === undefined ? undefined : file.stageOf(run);
    if (run === undefined || stage === undefined) return refused('incomplete');
    if (!frontendKnows(file, 4)) return refused('old-syntax');
    // A carriage return at the end of a line would be part of its last word.
    if (file.dockerfile.text.includes('\r\n')) return refused('carriage-returns');
    const part = runScript(stage, run);
    if ('reason' in part) return part;
    if (part.statements.length < 2) return refused('only-one');
    if (run.escape !== '\\') return refused('no-shell');
    if (hasContinuedQuote(part)) return refused('continued-quote');
    const lines = linesOf(part);
    if ('reason' in lines) return { ...lines, at: file.dockerfile.absolute(run, run.span) };
    const name = freeName(lines);
    const written = `<<${name}\n${lines.join('\n')}\n${name}`;
    if (!saysTheSame(part, written)) return refused('unreadable-script');
    return {
      kind: 'refactored',
      // The closing word must be all of its line.
      edits: [editOf(file, run, { start: run.body.start, end: endOfLastLine(run) }, written)],
    };
  },
};

function endOfLastLine({ text, span }: Instruction): number {
  return span.end + (/^[ \t]*/.exec(text.slice(span.end))?.[0].length ?? 0);
}

/**
 * One statement a line. Where the chain is one of `&&`, `set -e` stops where `&&` stopped. Where it begins with `set -e`
 * itself, only its semicolons become line ends, and what is joined by `&&` and `||` stays joined.
 */
function linesOf(part: RunScript): readonly string[] | Refused {
  const { statements, run } = part;
  const [first, ...others] = statements;
  const isStrict = first !== undefined && setsErrexit(first);
  const isChain = others.every(({ connector }) => connector === '&&');
  if (!isStrict && !isChain) return refused('may-fail');
  if (others.some(({ connector }) => connector === '&')) return refused('background');
  if (isChain && !statements.every((each) => stopsAlike(each, run))) return refused('may-fail');
  const lines: string[] = isStrict ? [] : ['set -e'];
  const groups = groupsOf(statements, isChain);
  for (const [index, group] of groups.entries()) {
    const before = groups[index - 1];
    if (before !== undefined) lines.push(...commentsIn(run, { start: before.end, end: group.start }));
    const text = dedented(run, group);
    if (text === undefined) return refused('comment-inside-command');
    lines.push(...text);
  }
  return lines;
}

interface Group {
  readonly start: number;
  readonly end: number;
}

/** What stands on a line of its own: each statement, or what lies between two semicolons. */
function groupsOf(statements: readonly ShellStatement[], isChain: boolean): readonly Group[] {
  const groups: Group[] = [];
  for (const { span, connector } of statements) {
    const last = groups.at(-1);
    if (last === undefined || isChain || connector === ';') groups.push(span);
    else groups[groups.length - 1] = { start: last.start, end: span.end };
  }
  return groups;
}

/** A line that ends so is continued by the next one whatever stands at its end. */
const OPEN_END = /(?:^|[\s;])(?:then|do|else|\{|&&|\|\|?|;;?)$|[;|({]$|&&$/;

/** The lines of a statement, moved to the left; undefined where a comment would break one. */
function dedented({ text, source }: Instruction, { start, end }: Group): readonly string[] | undefined {
  const [head = '', ...rest] = text.slice(start, end).split('\n');
  const read = source.slice(start, end).split('\n');
  const column = start - (text.lastIndexOf('\n', start - 1) + 1);
  const shift = shiftOf(head, rest, column);
  const lines: string[] = [];
  for (const [index, line] of [head, ...rest].entries()) {
    if (line.trim() === '') continue;
    const moved = index === 0 ? line : moveLeft(line, shift);
    // The builder has taken comments out of what it reads.
    if (/^[ \t]*\\?$/.test(read[index] ?? '') && line.trimStart().startsWith('#')) {
      if (lines.at(-1)?.endsWith('\\') === true) return undefined;
      lines.push(moved.trimEnd());
      continue;
    }
    const plain = moved.replace(/[ \t]*\\[ \t]*$/, '');
    lines.push(index < rest.length && OPEN_END.test(plain) ? plain : moved.trimEnd());
  }
  return lines;
}

/** By how many columns the lines below the first one move: those of a compound keep their steps, arguments stay to the right. */
function shiftOf(head: string, rest: readonly string[], column: number): number {
  const indents = rest
    .filter((line) => line.trim() !== '')
    .map((line) => line.length - line.trimStart().length);
  const least = Math.min(...indents);
  if (indents.length === 0) return 0;
  if (/^(?:if|for|while|until|case|\{|\()(?![^\s(])/.test(head)) return Math.min(column, least);
  return least > column ? column : least - 4;
}

function moveLeft(line: string, columns: number): string {
  if (columns < 0) return ' '.repeat(-columns) + line;
  return line.slice(Math.min(columns, line.length - line.trimStart().length));
}

function freeName(lines: readonly string[]): string {
  return ['EOF', 'EOT', 'END', 'SCRIPT'].find((name) => !lines.includes(name)) ?? 'END_OF_RUN';
}

/** The heredoc is read again: nothing is handed out that runs other commands. */
function saysTheSame({ script, statements }: RunScript, written: string): boolean {
  const [instruction] = parseDockerfile(`RUN ${written}\n`).instructions;
  if (instruction?.heredocs.length !== 1) return false;
  const { commands, errors } = posixScript(instruction);
  const isStrict = statements[0] !== undefined && setsErrexit(statements[0]);
  return errors.length === 0 && runSameCommands(script.commands, isStrict ? commands : commands.slice(1));
}
