/** What a command leaves behind in its shell, so that another one in the same shell would see it. */
import type { ShellCommand, ShellScript, ShellStatement } from '../shell/nodes';
import type { StageState } from './facts';

/** Builtins that change the shell they run in, by POSIX ("Special Built-In Utilities") and bash's manual. */
const STATEFUL: ReadonlySet<string> = new Set(
  '. source cd pushd popd set shopt export unset alias unalias umask ulimit trap exec eval exit return readonly declare typeset local hash enable'.split(
    ' ',
  ),
);

/** Programs that start a service, which ends with the container that a RUN is. */
const STARTERS: ReadonlySet<string> = new Set(
  'service systemctl rc-service start-stop-daemon pg_ctl pg_ctlcluster supervisord mysqld_safe dockerd apachectl ssh-agent xvfb Xvfb invoke-rc.d'.split(
    ' ',
  ),
);

/** True when a command in a shell of its own would not see all that `statements` did; `later` are read in the same shell. */
export function leavesState(
  script: ShellScript,
  statements: readonly ShellStatement[],
  later: readonly ShellScript[],
  state: StageState,
): boolean {
  if (statements.some(({ commands }) => commands.some(changesShell))) return true;
  const [first] = statements;
  const last = statements.at(-1);
  if (first === undefined || last === undefined) return false;
  for (const name of script.assigned) {
    if (state.env.has(name) || state.args.has(name)) return true;
    // A program sees what the environment of an image that is not known had exported under the name.
    if (/^[A-Z_]+$/.test(name)) return true;
    const isRead = later.some((other) =>
      other.variables.some(
        (variable) => variable.name === name && (other !== script || variable.span.start > last.span.end),
      ),
    );
    if (isRead) return true;
  }
  return false;
}

/** True for a program that goes on running after its command, until the RUN ends. */
export function startsService(statement: ShellStatement): boolean {
  return (
    statement.connector === '&' ||
    statement.commands.some(
      ({ name, connector, words }) =>
        connector === '&' ||
        (name !== undefined && STARTERS.has(name)) ||
        /^\/etc\/init\.d\//.test(words[0]?.text ?? '') ||
        words.some(({ text }) => /^--?daemon(?:ize)?$/.test(text)),
    )
  );
}

function changesShell({ name, words, wrappers, place }: ShellCommand): boolean {
  if (wrappers.includes('exec')) return true;
  if (place === 'subshell' || place === 'substitution') return false;
  if (place === 'function') return true;
  if (name !== undefined) return STATEFUL.has(name);
  const program = words[0]?.text;
  // `$CMD` may be any word, but no builtin has a slash in it.
  return program !== undefined && program !== '((' && !program.includes('/');
}
