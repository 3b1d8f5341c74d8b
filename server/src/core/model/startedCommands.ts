/** The commands a container of a stage starts, each with the instruction that names its program. */
import type { ShellCommand } from '../shell/nodes';
import { commandFromWords } from '../shell/parse';
import type { Instruction } from '../syntax/nodes';
import { memoized } from '../text/memoized';
import type { Span } from '../text/span';
import type { StageFacts } from './facts';

export interface StartedCommand {
  readonly command: ShellCommand;
  /** The stage's own ENTRYPOINT or CMD that names the program. */
  readonly instruction: Instruction;
  /** In the instruction's text: the exec form, or the command in a shell form. */
  readonly span: Span;
}

/** ENTRYPOINT and CMD in force at the end, joined as the engine joins them; empty when neither stands in this very stage. */
export const startedCommands = memoized((stage: StageFacts): readonly StartedCommand[] => {
  const { cmd, entrypoint } = stage.command;
  if (cmd === undefined && entrypoint === undefined) return [];
  const isOwn = ({ instruction }: StartedCommand): boolean => stage.instructions.includes(instruction);
  const found = entrypoint === undefined ? ofInstruction(stage, cmd) : joined(stage, entrypoint, cmd);
  return found.filter(isOwn);
});

function joined(
  stage: StageFacts,
  entrypoint: Instruction,
  cmd: Instruction | undefined,
): readonly StartedCommand[] {
  // An entrypoint in shell form does not run CMD; one in exec form takes CMD's words as its arguments.
  if (entrypoint.exec === undefined || cmd?.exec === undefined) return ofInstruction(stage, entrypoint);
  const [command] = commandFromWords([...entrypoint.exec, ...cmd.exec]).commands;
  if (command === undefined) return [];
  // Wrappers such as tini have been taken off; what is longer than CMD begins in ENTRYPOINT.
  const instruction = command.words.length > cmd.exec.length ? entrypoint : cmd;
  return [{ command, instruction, span: instruction.body }];
}

function ofInstruction(stage: StageFacts, instruction: Instruction | undefined): readonly StartedCommand[] {
  if (instruction === undefined) return [];
  const isExec = instruction.exec !== undefined;
  return (stage.scriptOf(instruction)?.commands ?? []).map((command) => ({
    command,
    instruction,
    span: isExec ? instruction.body : command.span,
  }));
}
