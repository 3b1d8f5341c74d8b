/** Gives a stage a name and says it wherever the stage was meant by its number. */
import type { FileFacts, StageFacts } from './facts';
import type { PlacedEdit } from './placedEdit';
import { numberedReferences } from './stageNumbers';

/** Undefined while the FROM is half-typed. A stage that has a name keeps it: then `name` must be that name. */
export function namedByWord(
  file: FileFacts,
  stage: StageFacts,
  name: string,
): readonly PlacedEdit[] | undefined {
  const { baseWord, from, nameWord } = stage;
  if (baseWord === undefined) return undefined;
  const references = numberedReferences(file)
    .filter(({ index }) => index === stage.index)
    .map(({ instruction, span }): PlacedEdit => ({ at: { node: instruction, span }, newText: name }));
  if (nameWord !== undefined) return references;
  const { end } = baseWord.span;
  const as = from.text.slice(from.keywordSpan.start, from.keywordSpan.end) === 'from' ? 'as' : 'AS';
  return [{ at: { node: from, span: { start: end, end } }, newText: ` ${as} ${name}` }, ...references];
}
