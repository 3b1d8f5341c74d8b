/** Where `set -e` ends a script at the same commands as a chain of `&&` would. */
import type { ShellStatement } from '../shell/nodes';
import type { Instruction } from '../syntax/nodes';

/** `set -e`, `set -eux`, `set -o errexit` and nothing else. */
export function setsErrexit({ commands }: ShellStatement): boolean {
  const [command, other] = commands;
  return (
    other === undefined &&
    command?.name === 'set' &&
    command.args.some(({ value }) => value === 'errexit' || /^-[a-z]*e/.test(value ?? ''))
  );
}

/**
 * True for simple commands and pipelines of them. Inside of a loop, a condition or a subshell `set -e` stops where the shell
 * would have gone on, and a command behind `!` never stops anything (POSIX, "set": -e).
 */
export function stopsAlike({ commands, span }: ShellStatement, { source }: Instruction): boolean {
  if (source.startsWith('!', span.start)) return false;
  return commands.every(({ place, connector }) => {
    if (place === 'top') return connector !== '||';
    return place === 'substitution' && connector !== ';' && connector !== '||';
  });
}
