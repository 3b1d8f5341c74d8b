/** The RUN steps that can be joined, split and rewritten: a script in shell form that is read with certainty, to its last letter. */
import type { StageFacts } from '../model/facts';
import type { ShellCommand, ShellScript, ShellStatement } from '../shell/nodes';
import type { Instruction } from '../syntax/nodes';
import type { Span } from '../text/span';
import { refused, type Refused } from './refactoring';

export interface RunScript {
  readonly run: Instruction;
  readonly script: ShellScript;
  readonly statements: readonly ShellStatement[];
}

/** A RUN on one logical line, without heredocs; refuses everything else. */
export function runScript(stage: StageFacts, run: Instruction): RunScript | Refused {
  if (run.heredocs.length > 0) return refused('heredoc');
  const read = anyRunScript(stage, run);
  if ('reason' in read) return read;
  const last = read.statements.at(-1);
  // What stands behind the last command is a comment, which would swallow what is joined to it, or an operator.
  if (last === undefined || !isBlank(run.source, { start: last.span.end, end: run.body.end }))
    return refused('unreadable-script');
  return read;
}

/** The same for any shell form. */
export function anyRunScript(stage: StageFacts, run: Instruction): RunScript | Refused {
  if (run.body.start === run.body.end) return refused('incomplete');
  if (run.exec !== undefined) return refused('no-shell');
  const script = stage.scriptOf(run);
  if (script === undefined) return refused('no-shell');
  if (script.errors.length > 0 || script.statements.length === 0) return refused('unreadable-script');
  return { run, script, statements: script.statements };
}

/** White space and continuations only. */
export function isBlank(source: string, { start, end }: Span): boolean {
  return /^(?:\s|\\\n)*$/.test(source.slice(start, end));
}

/** Full comment lines inside the continuations of a span, as written. */
export function commentsIn(run: Instruction, { start, end }: Span): readonly string[] {
  return run.comments
    .filter((comment) => comment.start >= start && comment.end <= end)
    .map((comment) => run.text.slice(comment.start, comment.end));
}

/** True when the two scripts run the same commands with the same words in the same places, whatever stands between them. */
export function runSameCommands(one: readonly ShellCommand[], other: readonly ShellCommand[]): boolean {
  return one.length === other.length && one.every((command, at) => isSameCommand(command, other[at]));
}

function isSameCommand(one: ShellCommand, other: ShellCommand | undefined): boolean {
  return one.place === other?.place && printed(one) === printed(other);
}

function printed({ words, wrappers, assignments, redirects }: ShellCommand): string {
  return JSON.stringify([
    words.map(({ text }) => joined(text)),
    wrappers,
    assignments.map(({ name, value }) => [name, joined(value?.text ?? '')]),
    redirects.map(({ operator, descriptor, target }) => [operator, descriptor, joined(target?.text ?? '')]),
  ]);
}

function joined(text: string): string {
  return text.replace(/\\\r?\n/g, '');
}

/** True when the word at some continuation is quoted: inside single quotes a shell keeps what the builder takes out. */
export function hasContinuedQuote({ script, run }: RunScript): boolean {
  return script.commands.some((command) =>
    [
      ...command.words,
      ...command.assignments.flatMap(({ value }) => value ?? []),
      ...command.redirects.flatMap(({ target }) => target ?? []),
    ].some(({ isQuoted, span }) => isQuoted && run.source.slice(span.start, span.end).includes('\n')),
  );
}
