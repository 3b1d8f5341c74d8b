/** Gives the pinning of images its runner of programs and the user's interrupt. */
import type { Command } from '../cli/command';
import { pinCommand } from '../cli/commands/pin';
import { runProgram } from './processRunner';

/** The first interrupt ends the question that is open, and nothing is written; a second one ends the program. */
export function nodePinCommand(): Command {
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort());
  return pinCommand({ port: { run: runProgram }, interrupt: controller.signal });
}
