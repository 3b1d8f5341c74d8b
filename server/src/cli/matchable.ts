/** The option for programs that read findings in a terminal, such as the problem matchers of VS Code. */
import type { Option } from './command';
import type { CliIo } from './io';

export const MATCHABLE_OPTION: Option = {
  type: 'boolean',
  help: 'As text, write each finding on one line that begins with its path, on a terminal too: for problem matchers and grep.',
};

/** A world in which lines are as long as they are. */
export function matchable(io: CliIo): CliIo {
  return { ...io, terminal: { ...io.terminal, columns: undefined } };
}
