/** Moves a stage above the first line that uses it, for the builder reads stages from top to bottom. */
import { stageLabel } from '../model/naming';
import { movedAbove, type Unmoved } from '../model/stageMove';
import type { StageFacts } from '../model/facts';
import { editOf, instructionAt } from './place';
import { refused, type Outcome, type Refactoring, type RefactorPlace } from './refactoring';
import type { Refusal } from './refusal';

export const moveStage: Refactoring = {
  id: 'move-stage',
  kind: 'move',
  offer(place) {
    const later = laterAt(place);
    return later === undefined ? undefined : `Move ${stageLabel(later)} above its first use`;
  },
  work(place): Outcome {
    const { file } = place;
    const later = laterAt(place);
    const first = later === undefined ? undefined : file.stages.find((stage) => needs(stage, later));
    if (later === undefined || first === undefined) return refused('incomplete');
    const moved = movedAbove(file, later, first);
    if (typeof moved === 'string')
      return refused(REASONS[moved], file.dockerfile.absolute(later.from, later.from.span));
    return {
      kind: 'refactored',
      edits: moved.map(({ at: { node, span }, newText }) => editOf(file, node, span, newText)),
    };
  },
};

const REASONS: Readonly<Record<Unmoved, Refusal>> = {
  'is-shipped': 'is-shipped',
  'has-namesake': 'has-namesake',
  'needs-later': 'needs-later',
  numbered: 'changes-build',
};

/** From the FROM of the stage, or from a line that uses it. */
function laterAt(place: RefactorPlace): StageFacts | undefined {
  const { file } = place;
  const instruction = instructionAt(place);
  const own = instruction === undefined ? undefined : file.stageOf(instruction);
  if (instruction === undefined || own === undefined) return undefined;
  const isFrom = instruction.keyword === 'FROM';
  if (isFrom && file.stages.some((stage) => needs(stage, own))) return own;
  if (isFrom) return own.base.kind === 'forward' ? file.stages[own.base.index] : undefined;
  const edge = own.edges.find((each) => each.instruction === instruction && each.to.kind === 'forward');
  return edge?.to.kind === 'forward' ? file.stages[edge.to.index] : undefined;
}

/** Although it comes later. */
function needs({ base, edges }: StageFacts, { index }: StageFacts): boolean {
  if (base.kind === 'forward' && base.index === index) return true;
  return edges.some(({ to }) => to.kind === 'forward' && to.index === index);
}
