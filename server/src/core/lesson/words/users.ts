/** Which later lines depend on what a line sets: the readers of a variable, the lines that run in a directory or as a user. */
import type { StageFacts } from '../../model/facts';
import type { Instruction } from '../../syntax/nodes';
import { variablesOf } from '../../syntax/views';
import type { LessonContext } from '../context';

/** Looks no further than a person would, so that a file of thousands of lines costs no more. */
const FARTHEST = 150;

/** The lines below, down to one of `stops` that takes the setting away. */
export function linesBelow(
  stage: StageFacts,
  instruction: Instruction,
  context: LessonContext,
  isUser: (below: Instruction) => boolean,
  stops: (below: Instruction) => boolean,
): number[] {
  const found: number[] = [];
  const start = stage.instructions.indexOf(instruction) + 1;
  for (const below of stage.instructions.slice(start, start + FARTHEST)) {
    if (isUser(below)) found.push(context.lineOf(below));
    if (stops(below)) break;
  }
  return found;
}

/** True when BuildKit or the shell of the line reads the variable. */
export function reads(stage: StageFacts, instruction: Instruction, name: string): boolean {
  const run = instruction.trigger ?? instruction;
  if (!run.source.includes(name)) return false;
  if (variablesOf(run).some((variable) => variable.name === name)) return true;
  return stage.scriptOf(instruction)?.variables.some((variable) => variable.name === name) === true;
}
