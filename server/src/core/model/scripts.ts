/** The shell script of an instruction, with spans in the instruction's own text. */
import { shebangLanguage } from '../shell/language';
import type { ShellScript } from '../shell/nodes';
import { commandFromWords, parseShell } from '../shell/parse';
import { commandView } from '../syntax/views';
import type { Instruction } from '../syntax/nodes';
import { memoized } from '../text/memoized';

const NOTHING: ShellScript = parseShell('');

/**
 * The commands of a RUN, CMD, ENTRYPOINT or HEALTHCHECK as a POSIX-like shell reads them. Asking is only right where the
 * stage's shell is one (`StageFacts.scriptOf` knows). A heredoc with a `#!` line of another language gives no commands.
 */
export const posixScript = memoized((instruction: Instruction): ShellScript => {
  const command = commandView(instruction);
  if (command === undefined) return NOTHING;
  if (command.exec !== undefined) return commandFromWords(command.exec);
  const { source, heredocs } = instruction;
  const [heredoc] = heredocs;
  if (instruction.keyword !== 'RUN' || heredoc === undefined)
    return parseShell(source.slice(command.span.start, command.span.end), command.span.start);
  // `RUN <<EOF` alone: the body is the script. Otherwise the shell itself reads the heredoc (BuildKit: dispatchRun).
  const isBodyTheScript =
    heredocs.length === 1 &&
    command.span.start === heredoc.marker.start &&
    command.span.end === heredoc.marker.end;
  if (!isBodyTheScript) return parseShell(source.slice(command.span.start), command.span.start);
  const body = source.slice(heredoc.body.start, heredoc.body.end);
  const language = body.startsWith('#!') ? shebangLanguage(body.slice(0, body.indexOf('\n'))) : 'posix';
  return language === 'posix' ? parseShell(body, heredoc.body.start) : NOTHING;
});
