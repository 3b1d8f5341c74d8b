/** Makes a stage of its own of some instructions of a stage; what follows them goes on from there. */
import { commentsAbove } from '../model/stageMove';
import { isTargetByNumber } from '../model/stageNumbers';
import { freeStageName } from '../model/stageReferences';
import type { FileFacts, StageFacts } from '../model/facts';
import type { Instruction } from '../syntax/nodes';
import type { TextEdit } from '../text/textEdit';
import { editOf, instructionsAt, lineEndOf } from './place';
import { refused, type Outcome, type Refactoring, type RefactorPlace } from './refactoring';
import { commentsOf, renumbered, speaksOfStage } from './stageText';

export const extractStage: Refactoring = {
  id: 'extract-stage',
  kind: 'extract',
  offer(place) {
    const part = partAt(place);
    if (part === undefined || part.instructions.length === 0) return undefined;
    return part.instructions.length === 1
      ? 'Extract this instruction to a new stage'
      : `Extract ${part.instructions.length.toString()} instructions to a new stage`;
  },
  work(place): Outcome {
    const part = partAt(place);
    if (part === undefined) return refused('incomplete');
    return extracted(place, part);
  },
};

interface Part {
  readonly stage: StageFacts;
  /** Without the FROM. */
  readonly instructions: readonly Instruction[];
}

/** Instructions of one stage that were really selected, the FROM among them or not. */
function partAt(place: RefactorPlace): Part | undefined {
  const { file, selection } = place;
  if (selection.start === selection.end) return undefined;
  const selected = instructionsAt(place);
  const [first] = selected;
  const stage = first === undefined ? undefined : file.stageOf(first);
  const last = selected.at(-1);
  if (stage === undefined || last === undefined || file.stageOf(last) !== stage) return undefined;
  // A word that is selected within an instruction is no wish to move it.
  const { start, end } = file.dockerfile.absolute(last, last.span);
  if (first === last && (selection.start > start || selection.end < end)) return undefined;
  return { stage, instructions: selected.filter((instruction) => instruction !== stage.from) };
}

/** A stage ends behind each of these, and the next one is built from it: layer for layer the build stays what it was. */
function extracted(place: RefactorPlace, { stage, instructions }: Part): Outcome {
  const { file, surroundings } = place;
  const all = stage.instructions;
  const [first] = instructions;
  const last = instructions.at(-1);
  if (first === undefined || last === undefined || stage.baseWord === undefined) return refused('incomplete');
  const start = all.indexOf(first);
  const end = all.indexOf(last) + 1;
  if (start === 0 && end === all.length) return refused('whole-stage');
  if (isTargetByNumber(file, surroundings)) return refused('number-as-target');
  const trigger = all.slice(0, end === all.length ? start : end).find(({ keyword }) => keyword === 'ONBUILD');
  if (trigger !== undefined) return refused('has-triggers', file.dockerfile.absolute(trigger, trigger.span));
  const comment = commentsOf(file, stage).find(speaksOfStage);
  if (comment !== undefined) return refused('stage-comment', file.dockerfile.absolute(comment, comment.span));
  const cuts = [start, end].filter((cut) => cut > 0 && cut < all.length);
  const resets = cuts.some((cut) => resetsCommand(all.slice(0, cut), all.slice(cut)));
  if (resets) return refused('changes-command');
  return {
    kind: 'refactored',
    newStage: namesFor(place, cuts.length, start).at(-1) ?? '',
    edits: editsFor(place, stage, cuts, namesFor(place, cuts.length, start)),
    keeps: file.stages.map(({ index }) => ({
      before: index,
      after: index < stage.index ? index : index + cuts.length,
    })),
  };
}

/** The names of the new stages in their order: what is selected is `build`, what comes before it `base`. */
function namesFor({ file, surroundings }: RefactorPlace, count: number, start: number): readonly string[] {
  const base = freeStageName(file, 'base', surroundings.namedContexts);
  const build = freeStageName(file, 'build', surroundings.namedContexts);
  if (count === 2) return [base, build];
  return [start === 0 ? build : base];
}

/** BuildKit: an ENTRYPOINT takes an inherited CMD away, but not one of its own stage (dispatchEntrypoint). */
function resetsCommand(before: readonly Instruction[], behind: readonly Instruction[]): boolean {
  const entrypoint = behind.findIndex(({ keyword }) => keyword === 'ENTRYPOINT');
  if (entrypoint === -1 || behind.slice(0, entrypoint).some(({ keyword }) => keyword === 'CMD')) return false;
  return before.some(({ keyword }) => keyword === 'CMD');
}

function editsFor(
  { file }: RefactorPlace,
  stage: StageFacts,
  cuts: readonly number[],
  names: readonly string[],
): readonly TextEdit[] {
  const lineEnd = lineEndOf(file);
  const { from, nameWord, baseWord, instructions } = stage;
  const [keyword, as] = wordsOf(from);
  const description = descriptionOf(file, stage);
  const edits: TextEdit[] = [];
  for (const [at, cut] of cuts.entries()) {
    const above = instructions[cut - 1] ?? from;
    const isLast = at === cuts.length - 1;
    const next = isLast ? stage.name : names[at + 1];
    const name = next === undefined ? '' : ` ${as} ${next}`;
    const head = isLast && description !== undefined ? description + lineEnd : '';
    const isClosed = above.text.endsWith('\n');
    const offset = isClosed ? above.text.length : above.span.end;
    edits.push(
      editOf(
        file,
        above,
        { start: offset, end: offset },
        `${isClosed ? '' : lineEnd}${lineEnd}${head}${keyword} ${names[at] ?? ''}${name}${lineEnd}`,
      ),
    );
  }
  const own = names[0] ?? '';
  if (nameWord !== undefined) edits.push(editOf(file, from, nameWord.span, own));
  else if (baseWord !== undefined) {
    const { end } = baseWord.span;
    edits.push(editOf(file, from, { start: end, end }, ` ${as} ${own}`));
  }
  const comment = description === undefined ? undefined : commentsAbove(file, stage).at(-1);
  if (comment !== undefined) edits.push(editOf(file, comment, { start: 0, end: comment.text.length }, ''));
  return [...edits, ...renumbered(file, (index) => (index < stage.index ? index : index + cuts.length))];
}

/** `FROM` and `AS` in the file's capitals. */
function wordsOf({ text, keywordSpan }: Instruction): readonly [string, string] {
  const keyword = text.slice(keywordSpan.start, keywordSpan.end);
  return [keyword, keyword === keyword.toLowerCase() ? 'as' : 'AS'];
}

/** `# name what it is` stays with the stage of the name. */
function descriptionOf(file: FileFacts, stage: StageFacts): string | undefined {
  if (stage.description === undefined) return undefined;
  const comment = commentsAbove(file, stage).at(-1);
  return comment?.content.startsWith(`${stage.name ?? ''} `) === true
    ? comment.text.slice(comment.span.start, comment.span.end)
    : undefined;
}
