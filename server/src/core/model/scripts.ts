/** The shell script of an instruction, with spans in the instruction's own text. */
import { shebangLanguage } from '../shell/language';
import type { ShellScript } from '../shell/nodes';
import { commandFromWords, parseShell } from '../shell/parse';
import { commandView } from '../syntax/views';
import type { Instruction } from '../syntax/nodes';
import { memoized } from '../text/memoized';
import type { Span } from '../text/span';

const NOTHING: ShellScript = parseShell('');

/** The text that a shell is given to read, where it stands in the instruction's `source`. */
export interface ShellText {
  readonly span: Span;
  /** The `#!` line of a heredoc that is a program of its own; undefined where the stage's shell reads the text. */
  readonly shebang: string | undefined;
}

/** The script of a shell form; undefined for exec forms and for instructions without a command. */
export function shellText(instruction: Instruction): ShellText | undefined {
  const command = commandView(instruction);
  if (command === undefined || command.exec !== undefined) return undefined;
  const { source, heredocs } = instruction;
  const [heredoc] = heredocs;
  if (instruction.keyword !== 'RUN' || heredoc === undefined)
    return { span: command.span, shebang: undefined };
  // `RUN <<EOF` alone: the body is the script. Otherwise the shell itself reads the heredoc (BuildKit: dispatchRun).
  const isBodyTheScript =
    heredocs.length === 1 &&
    command.span.start === heredoc.marker.start &&
    command.span.end === heredoc.marker.end;
  if (!isBodyTheScript)
    return { span: { start: command.span.start, end: source.length }, shebang: undefined };
  const body = source.slice(heredoc.body.start, heredoc.body.end);
  return {
    span: heredoc.body,
    shebang: body.startsWith('#!') ? body.slice(0, body.indexOf('\n')) : undefined,
  };
}

/**
 * The commands of a RUN, CMD, ENTRYPOINT or HEALTHCHECK as a POSIX-like shell reads them. Asking is only right where the
 * stage's shell is one (`StageFacts.scriptOf` knows). A heredoc with a `#!` line of another language gives no commands.
 */
export const posixScript = memoized((instruction: Instruction): ShellScript => {
  const exec = commandView(instruction)?.exec;
  if (exec !== undefined) return commandFromWords(exec);
  const text = shellText(instruction);
  if (text === undefined) return NOTHING;
  const { span, shebang } = text;
  if (shebang !== undefined && shebangLanguage(shebang) !== 'posix') return NOTHING;
  return parseShell(instruction.source.slice(span.start, span.end), span.start);
});
