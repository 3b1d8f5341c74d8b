/** From arguments to a command and its exit code. */
import { interpret } from './arguments';
import { nearest } from '../core/index';
import { type Command, type ExitCode, UsageError } from './command';
import { commandHelp, type CommandSummary, HELP_OPTION, overview } from './help';
import type { CliIo } from './io';

/** A command that is only loaded when it is called, because a lint run must not pay for the others. */
export interface CommandEntry extends CommandSummary {
  load(): Promise<Command>;
}

/** Never throws for wrong use: it prints one line on the error output and returns 2. */
export async function main(
  args: readonly string[],
  commands: readonly CommandEntry[],
  io: CliIo,
): Promise<ExitCode> {
  const [first, ...rest] = args;
  if (first === undefined) {
    io.printError(overview(commands));
    return 2;
  }
  if (first === '--help' || first === '-h') return printed(overview(commands), io);
  if (first === '--version') return printed(`${io.version()}\n`, io);
  if (first === 'help') return main(rest[0] === undefined ? ['--help'] : [rest[0], '--help'], commands, io);

  const entry = commands.find((command) => command.name === first);
  if (entry === undefined)
    return refused('stagewright', unknownCommand(first, commands, io), 'stagewright --help', io);
  return runCommand(entry, rest, io);
}

async function runCommand(entry: CommandEntry, args: readonly string[], io: CliIo): Promise<ExitCode> {
  const command = await entry.load();
  try {
    const options = { ...command.options, ...HELP_OPTION };
    const tokens = io.tokenize(args, options);
    // Help is given whatever else was typed, since whoever asks for it may well have typed something wrong.
    if (tokens.some((token) => token.kind === 'option' && token.name === 'help'))
      return printed(commandHelp(command), io);
    return await command.run(interpret(tokens, options), io);
  } catch (error) {
    if (error instanceof UsageError) {
      return refused(`stagewright ${entry.name}`, error.message, `stagewright ${entry.name} --help`, io);
    }
    throw error;
  }
}

function printed(text: string, io: CliIo): ExitCode {
  io.print(text);
  return 0;
}

function refused(program: string, message: string, help: string, io: CliIo): ExitCode {
  io.printError(`${program}: ${message} (see "${help}")\n`);
  return 2;
}

function unknownCommand(typed: string, commands: readonly CommandSummary[], io: CliIo): string {
  const names = commands.map(({ name }) => name);
  if (typed.startsWith('-')) {
    return `unknown option ${typed}: name a command first, one of ${names.join(', ')}`;
  }
  const meant = nearest(typed, names);
  if (meant !== undefined) return `unknown command "${typed}": did you mean "${meant}"?`;
  if (io.files.kindOf(typed) !== 'missing')
    return `unknown command "${typed}": to lint it, say "stagewright lint ${typed}"`;
  return `unknown command "${typed}": say one of ${names.join(', ')}`;
}
