/** Tells that a stage would build what is taken from it only in its CMD, which does not run while an image is built. */
import type { Instruction } from '../../syntax/nodes';
import { commandsOf } from '../buildEvidence';
import { compileOf } from '../commands/compiles';
import type { StageFacts } from '../facts';
import { isUsualOutput } from './outputs';

/** The CMD or ENTRYPOINT; undefined when a RUN builds too, or when its tool would not put the result there. */
export function builtByCommand(stage: StageFacts, path: string): Instruction | undefined {
  const { workdir } = stage.end;
  if (workdir === undefined || !path.startsWith(workdir === '/' ? '/' : `${workdir}/`)) return undefined;
  const inner = path.slice(workdir === '/' ? 1 : workdir.length + 1);
  const { cmd, entrypoint } = stage.command;
  for (const instruction of [cmd, entrypoint]) {
    if (instruction === undefined || !stage.instructions.includes(instruction)) continue;
    for (const command of stage.scriptOf(instruction)?.commands ?? []) {
      const compile = compileOf(command);
      if (compile !== undefined && isUsualOutput(compile, inner) && !buildsItself(stage)) return instruction;
    }
  }
  return undefined;
}

function buildsItself(stage: StageFacts): boolean {
  for (let at: StageFacts | undefined = stage; at !== undefined; at = at.parent)
    for (const command of commandsOf(at)) if (compileOf(command) !== undefined) return true;
  return false;
}
