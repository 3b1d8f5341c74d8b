/** What a command is to the dispatcher: its help, its options, and what it does. */
import type { CliIo, OptionShape } from './io';

/** 0: nothing found, 1: something found, 2: wrong use or unreadable input. */
export type ExitCode = 0 | 1 | 2;

export interface Option extends OptionShape {
  /** Shown in the help in place of the value: `NAME`. */
  readonly placeholder?: string;
  /** The only values that are accepted. */
  readonly choices?: readonly string[];
  /** One line for the help. */
  readonly help: string;
}

/** By long name, without dashes. `--help` is added to every command. */
export type Options = Readonly<Record<string, Option>>;

/** The arguments of one call, already checked against the command's options. */
export interface Invocation {
  readonly positionals: readonly string[];
  has(option: string): boolean;
  /** The last one given. */
  value(option: string): string | undefined;
  /** All that were given, in order. */
  values(option: string): readonly string[];
}

export interface Command {
  /** Without the program's name: `lint [PATH…] [--fix]`. */
  readonly usage: string;
  /** Paragraphs under the usage line. */
  readonly description: string;
  readonly options: Options;
  run(invocation: Invocation, io: CliIo): Promise<ExitCode> | ExitCode;
}

/** Thrown by a command for wrong use; the dispatcher prints the message and exits with 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
