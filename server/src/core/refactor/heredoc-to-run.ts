/** Writes a heredoc as a chain of commands, for builders that know no heredocs and for readers who like chains. */
import { posixScript } from '../model/scripts';
import type { ShellScript, ShellStatement } from '../shell/nodes';
import { parseDockerfile } from '../syntax/dockerfile';
import type { Heredoc, Instruction } from '../syntax/nodes';
import type { Span } from '../text/span';
import { setsErrexit, stopsAlike } from './errexit';
import { editOf, instructionAt } from './place';
import { refused, type Outcome, type Refactoring, type Refused } from './refactoring';
import { anyRunScript, runSameCommands, type RunScript } from './runScripts';

export const heredocToRun: Refactoring = {
  id: 'heredoc-to-run',
  kind: 'rewrite',
  offer(place) {
    const run = instructionAt(place);
    if (run?.keyword !== 'RUN' || run.heredocs.length !== 1) return undefined;
    return 'Write this heredoc as a chain of commands';
  },
  work({ file, ...place }): Outcome {
    const run = instructionAt({ file, ...place });
    const stage = run === undefined ? undefined : file.stageOf(run);
    const heredoc = run?.heredocs[0];
    if (run === undefined || stage === undefined || heredoc === undefined) return refused('incomplete');
    const part = anyRunScript(stage, run);
    if ('reason' in part) return part;
    if (run.source.startsWith('#!', heredoc.body.start)) return refused('own-interpreter');
    if (run.escape !== '\\' || heredoc.terminator === undefined) return refused('unreadable-script');
    // The shell itself reads a heredoc with a command in front of it, and one inside the script.
    const isScript = run.body.start === heredoc.marker.start && run.body.end === heredoc.marker.end;
    const holdsHeredoc = part.script.commands.some(({ redirects }) =>
      redirects.some(({ body }) => body !== undefined),
    );
    if (!isScript || holdsHeredoc) return refused('heredoc');
    const lines = linesOf(run, heredoc);
    if (lines === undefined) return refused('comment-inside-command');
    const written = chainOf(part, lines);
    if (typeof written !== 'string') return written;
    return {
      kind: 'refactored',
      edits: [editOf(file, run, { start: run.body.start, end: run.span.end }, written)],
    };
  },
};

interface Line {
  /** Without the white space around it. */
  readonly text: string;
  /** In columns, beyond that of the line furthest to the left. */
  readonly indent: number;
  /** In the instruction's text. */
  readonly span: Span;
}

/** Empty lines left out; undefined where a comment follows a command in its line, for it would swallow the rest of the chain. */
function linesOf(run: Instruction, { body }: Heredoc): readonly Line[] | undefined {
  const lines: Line[] = [];
  const { commands } = posixScript(run);
  let start = body.start;
  for (const whole of run.text.slice(body.start, body.end).split('\n')) {
    const text = whole.trim();
    const at = start + whole.indexOf(text);
    const span = { start: at, end: at + text.length };
    start += whole.length + 1;
    if (text === '') continue;
    const indent = whole.slice(0, whole.indexOf(text)).replaceAll('\t', '    ').length;
    lines.push({ text, indent, span });
    if (!text.startsWith('#') && hasRemark(text, span, commands)) return undefined;
  }
  const least = Math.min(...lines.map(({ indent }) => indent));
  return lines.map((line) => ({ ...line, indent: line.indent - least }));
}

/** A `#` behind white space that is in no word of a command. */
function hasRemark(text: string, span: Span, commands: ShellScript['commands']): boolean {
  for (const { index } of text.matchAll(/(?<=[\s;&|()])#/g)) {
    const at = span.start + index;
    if (!commands.some((command) => command.words.some((word) => word.span.start < at && at < word.span.end)))
      return true;
  }
  return false;
}

/** With `set -e` in front and nothing but simple commands it is a chain of `&&`; everything else keeps its semicolons. */
function chainOf(part: RunScript, lines: readonly Line[]): string | Refused {
  const { statements, script, run } = part;
  const [first, ...others] = statements;
  if (first === undefined) return refused('unreadable-script');
  const isPlainSet =
    setsErrexit(first) && /^set -e$/.test(run.source.slice(first.span.start, first.span.end));
  const isChain =
    isPlainSet &&
    others.length > 0 &&
    others.every((each) => stopsAlike(each, run)) &&
    others.every(({ connector }) => connector === ';');
  const body = isChain ? lines.slice(1) : lines;
  if (isChain && lines[0]?.text !== 'set -e') return refused('unreadable-script');
  const joints = body.map((line, index) => joint(line, body, index, isChain ? others : statements, isChain));
  // A comment cannot stand behind the keyword.
  const written = (body[0]?.text.startsWith('#') === true ? '\\\n    ' : '') + joints.join('\n');
  const [read] = parseDockerfile(`RUN ${written}\n`).instructions;
  const commands = isChain ? script.commands.slice(1) : script.commands;
  if (read === undefined) return refused('unreadable-script');
  const now = posixScript(read);
  if (now.errors.length > 0 || !runSameCommands(commands, now.commands)) return refused('unreadable-script');
  return written;
}

/** A line of the chain: behind what the shell lets end a line nothing is needed, elsewhere a semicolon or `&&`. */
function joint(
  { text, indent, span }: Line,
  lines: readonly Line[],
  index: number,
  statements: readonly ShellStatement[],
  isChain: boolean,
): string {
  const start = index === 0 ? '' : ' '.repeat(4 + indent);
  const isComment = text.startsWith('#');
  const isLast = !lines.slice(index + 1).some((line) => !line.text.startsWith('#'));
  if (isComment || isLast) return start + text;
  if (text.endsWith('\\')) return start + text;
  const endsStatement = statements.some((each) => each.span.end === span.end);
  if (isChain && endsStatement) return `${start}${text} && \\`;
  const isOpen = /(?:^|[\s;])(?:then|do|else|\{|\(|in|&&|\|\|?)$|(?:;|&&|\||&)$/.test(text);
  return `${start}${text}${isOpen ? '' : ';'} \\`;
}
