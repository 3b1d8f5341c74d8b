/** Names a stage, and refers to it by its name wherever its number was written. */
import { freeStageName, nameForStage } from '../model/stageReferences';
import { namedByWord } from '../model/stageNaming';
import { numberedReferences } from '../model/stageNumbers';
import type { StageFacts } from '../model/facts';
import { editOf, instructionAt } from './place';
import { refused, type Outcome, type Refactoring, type RefactorPlace } from './refactoring';

export const nameStage: Refactoring = {
  id: 'name-stage',
  kind: 'rewrite',
  offer(place) {
    const stage = stageAt(place);
    if (stage === undefined) return undefined;
    const isMeant = numberedReferences(place.file).some(({ index }) => index === stage.index);
    if (stage.name === undefined)
      return isMeant ? `Name stage ${stage.index.toString()} and refer to it by name` : 'Name this stage';
    return isMeant ? `Refer to stage "${stage.name}" by name` : undefined;
  },
  work(place): Outcome {
    const stage = stageAt(place);
    if (stage === undefined) return refused('incomplete');
    const name = stage.name ?? freeName(place, stage);
    const edits = namedByWord(place.file, stage, name);
    if (edits === undefined) return refused('incomplete');
    return {
      kind: 'refactored',
      edits: edits.map(({ at: { node, span }, newText }) => editOf(place.file, node, span, newText)),
      keeps: place.file.stages.map(({ index }) => ({ before: index, after: index })),
      ...(stage.name === undefined ? { newStage: name } : {}),
    };
  },
};

/** The stage of a FROM, and the stage that a number in the line means. */
function stageAt(place: RefactorPlace): StageFacts | undefined {
  const { file } = place;
  const instruction = instructionAt(place);
  if (instruction === undefined) return undefined;
  if (instruction.keyword === 'FROM') return file.stageOf(instruction);
  const edges = file.stageOf(instruction)?.edges ?? [];
  const edge = edges.find((each) => each.instruction === instruction && /^\d+$/.test(each.reference.value));
  return edge?.to.kind === 'stage' ? file.stages[edge.to.index] : undefined;
}

function freeName({ file, surroundings: { namedContexts } }: RefactorPlace, stage: StageFacts): string {
  return stage.role === 'final'
    ? freeStageName(file, 'final', namedContexts)
    : nameForStage(file, stage, namedContexts);
}
