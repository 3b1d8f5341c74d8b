/** Adds a command to the end of a RUN, joined as its author joins commands. */
import type { ShellScript } from '../shell/nodes';
import type { Instruction } from '../syntax/nodes';
import type { TextEdit } from '../text/textEdit';

/**
 * Runs `line` when everything before it went well, in the same layer. Undefined where that needs more than adding text:
 * an exec form, a heredoc that the shell reads, a script that cannot be read or ends in a comment, a job in the background.
 */
export function appendedCommand(run: Instruction, script: ShellScript, line: string): TextEdit | undefined {
  const { statements, errors } = script;
  const last = statements.at(-1);
  if (run.exec !== undefined || errors.length > 0 || last === undefined) return undefined;
  const [heredoc] = run.heredocs;
  if (heredoc !== undefined) return appendedLine(run, script, line);
  const end = last.span.end;
  if (!/^(?:\s|\\\n)*$/.test(run.source.slice(end, run.body.end))) return undefined;
  return { span: { start: end, end }, newText: `${separator(run, script)}${line}` };
}

/** A heredoc that is the script itself gets one more line. */
function appendedLine(run: Instruction, script: ShellScript, line: string): TextEdit | undefined {
  const [heredoc] = run.heredocs;
  const last = script.statements.at(-1);
  if (heredoc?.terminator === undefined || last === undefined || last.span.start < heredoc.body.start)
    return undefined;
  const text = run.text.slice(heredoc.body.start, heredoc.body.end);
  const lineEnd = /\r?\n$/.exec(text)?.[0];
  if (lineEnd === undefined) return undefined;
  // Without `set -e` a new last line would hide that the line before it failed.
  if (!endsOnFailure(script))
    return { span: { start: last.span.end, end: last.span.end }, newText: ` && ${line}` };
  const lineStart = run.text.lastIndexOf('\n', last.span.start - 1) + 1;
  const indent = /^[ \t]*/.exec(run.text.slice(lineStart, last.span.start))?.[0] ?? '';
  return {
    span: { start: heredoc.body.end, end: heredoc.body.end },
    newText: `${indent}${line}${lineEnd}`,
  };
}

/** What stands between the last two commands, as written; ` && ` where there is nothing to copy. */
function separator(run: Instruction, script: ShellScript): string {
  const { statements } = script;
  const last = statements.at(-1);
  const before = statements.at(-2);
  if (last === undefined || before === undefined) return ' && ';
  const written = run.text.slice(before.span.end, last.span.start);
  const isPlain = /^\s*(?:[\\`]\r?\n\s*)*(?:&&|;)\s*(?:[\\`]\r?\n\s*)*$/.test(written);
  if (!isPlain) return ' && ';
  return written.includes(';') && !endsOnFailure(script) ? written.replace(';', ' &&') : written;
}

/** `set -e`, `set -eux`, `set -o errexit` among the first commands. */
function endsOnFailure({ commands }: ShellScript): boolean {
  return commands.some(
    ({ name, args, place }) =>
      name === 'set' &&
      place === 'top' &&
      args.some(({ value }) => value === 'errexit' || /^-[a-z]*e/.test(value ?? '')),
  );
}
