/** Names the instruction that stands for what a container does wrong. */
import type { SmokeInstruction } from '../input';
import type { FailureReport } from '../report';
import type { Session } from '../session';
import { lineage } from '../stageMap';

type Blame = Pick<FailureReport, 'line' | 'range' | 'stage'>;

/** The instruction that starts the container's process, or the FROM when the base image brings the command. */
export function blameForCommand(session: Session): Blame {
  return blameFor(session, ['CMD', 'ENTRYPOINT']);
}

/** The last of the keywords in the stage or the stages it is built FROM, else the stage's FROM. */
export function blameFor(session: Session, keywords: readonly string[]): Blame {
  const stages = [...lineage(session.input.stages, session.stage)].reverse();
  for (const stage of stages) {
    const found = stage.instructions.findLast((instruction) => keywords.includes(instruction.keyword));
    if (found !== undefined) return placeOf(found, stage.index);
  }
  const from = session.stage.instructions[0];
  return from === undefined ? placeOf(undefined, session.stage.index) : placeOf(from, session.stage.index);
}

function placeOf(instruction: SmokeInstruction | undefined, stage: number): Blame {
  return { line: instruction?.line, range: instruction?.range, stage };
}
