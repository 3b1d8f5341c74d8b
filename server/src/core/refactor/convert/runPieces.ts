/** The commands that the running image's own lines call, while it is built and when its health is asked for. */
import type { ShellCommand } from '../../shell/nodes';
import { parseDockerfile } from '../../syntax/dockerfile';
import { posixScript } from '../../model/scripts';
import type { Piece, Plan, Project, Step } from './contract';
import type { Parts } from './partition';

/** Of RUN, HEALTHCHECK, CMD and ENTRYPOINT in the running image, and of the lines that a plan adds to it. */
export function runCommandsOf({ stage, started }: Project, plan: Plan, parts: Parts): readonly ShellCommand[] {
  const pieces = [...parts].flatMap(([step, { run }]) => commandsOfPiece(stage, step, run));
  const added = (plan.insertions ?? []).flatMap(({ place, text }) =>
    place === 'run-start' || place === 'before-artifacts' || place === 'after-artifacts' ? commandsOf(text) : [],
  );
  return [...pieces, ...added, ...(keepsCommand(stage, parts) ? started : [])];
}

/** False where another server takes the place of what the container starts now. */
function keepsCommand({ command, instructions }: Project['stage'], parts: Parts): boolean {
  const own = [command.entrypoint, command.cmd].filter((each) => each !== undefined && instructions.includes(each));
  if (own.length === 0) return true;
  return [...parts].some(([{ instruction }, { run }]) => own.includes(instruction) && run.kind !== 'left-out');
}

function commandsOfPiece(stage: Project['stage'], { instruction }: Step, piece: Piece): readonly ShellCommand[] {
  if (!/^(?:RUN|HEALTHCHECK)$/.test(instruction.keyword)) return [];
  switch (piece.kind) {
    case 'left-out':
      return [];
    case 'kept':
      return stage.scriptOf(instruction)?.commands ?? [];
    case 'rewritten':
      return commandsOf(piece.text);
  }
}

function commandsOf(text: string): readonly ShellCommand[] {
  return parseDockerfile(`${text}\n`).instructions.flatMap((instruction) =>
    instruction.keyword === 'RUN' || instruction.keyword === 'HEALTHCHECK' ? posixScript(instruction).commands : [],
  );
}

