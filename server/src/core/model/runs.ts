/** The RUN that an instruction is or triggers: what is wrong in one is wrong behind ONBUILD as well. */
import type { ShellScript } from '../shell/nodes';
import type { Instruction } from '../syntax/nodes';
import type { StageFacts } from './facts';
import { posixScript } from './scripts';

/** Keywords of the instructions that `runOf` looks into. */
export const RUN_KEYWORDS: readonly string[] = ['RUN', 'ONBUILD'];

/** The RUN itself, or the one behind ONBUILD, whose spans count from the start of the same text. */
export function runOf(instruction: Instruction): Instruction | undefined {
  if (instruction.keyword === 'RUN') return instruction;
  return instruction.trigger?.keyword === 'RUN' ? instruction.trigger : undefined;
}

/** The script of such a RUN; undefined where no POSIX-like shell of this stage runs it. */
export function runScriptOf(stage: StageFacts, instruction: Instruction): ShellScript | undefined {
  const run = runOf(instruction);
  if (run === undefined) return undefined;
  return run.exec === undefined && stage.languageAt(instruction) !== 'posix' ? undefined : posixScript(run);
}
