/** The commands that the running image's own lines call, while it is built and when its health is asked for. */
import type { ShellCommand } from '../../shell/nodes';
import { parseDockerfile } from '../../syntax/dockerfile';
import { posixScript } from '../../model/scripts';
import type { Parts, Insertion, Piece, Plan, Project, Step } from './contract';

/** Of RUN, HEALTHCHECK, CMD and ENTRYPOINT in the running image, and of the lines that a plan adds to it. */
export function runCommandsOf(
  { stage, started }: Project,
  plan: Plan,
  parts: Parts,
): readonly ShellCommand[] {
  const pieces = [...parts].flatMap(([step, { run }]) => commandsOfPiece(stage, step, run));
  const added = (plan.insertions ?? []).flatMap(({ place, text }) =>
    isOfRun(place) ? commandsOf(text) : [],
  );
  return [...pieces, ...added, ...(keepsCommand(stage, parts) ? started : [])];
}

/** False where the plan writes what the container starts anew. */
function keepsCommand({ command, instructions }: Project['stage'], parts: Parts): boolean {
  const own = [command.entrypoint, command.cmd].filter(
    (each) => each !== undefined && instructions.includes(each),
  );
  if (own.length === 0) return true;
  return [...parts].some(([{ instruction }, { run }]) => own.includes(instruction) && run.kind === 'kept');
}

/** True for lines that stand in the running stage. */
export function isOfRun(place: Insertion['place']): boolean {
  return place === 'run-start' || place === 'before-artifacts' || place === 'after-artifacts';
}

/** What a piece of a RUN, HEALTHCHECK, CMD or ENTRYPOINT calls. */
export function commandsOfPiece(
  stage: Project['stage'],
  { instruction }: Step,
  piece: Piece,
): readonly ShellCommand[] {
  const isCommand = /^(?:CMD|ENTRYPOINT)$/.test(instruction.keyword);
  if (!isCommand && !/^(?:RUN|HEALTHCHECK)$/.test(instruction.keyword)) return [];
  if (isCommand && piece.kind === 'kept') return [];
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
    /^(?:RUN|HEALTHCHECK|CMD|ENTRYPOINT)$/.test(instruction.keyword) ? posixScript(instruction).commands : [],
  );
}
