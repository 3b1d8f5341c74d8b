/** Puts the instructions of a stage into the only stage that is built from it. */
import { commentsAbove } from '../model/stageMove';
import { isTargetByNumber } from '../model/stageNumbers';
import type { FileFacts, StageFacts } from '../model/facts';
import { stageLabel } from '../model/naming';
import type { Instruction } from '../syntax/nodes';
import type { Surroundings } from '../model/surroundings';
import type { TextEdit } from '../text/textEdit';
import { editOf, lineEndOf, stageOfFromAt } from './place';
import { refused, type Outcome, type Refactoring, type RefactorPlace, type Refused } from './refactoring';
import { commentsOf, linesOfStage, renumbered, speaksOfStage } from './stageText';

export const inlineStage: Refactoring = {
  id: 'inline-stage',
  kind: 'inline',
  offer(place) {
    const pair = pairAt(place);
    return pair === undefined ? undefined : `Inline ${stageLabel(pair.stage)} into ${stageLabel(pair.child)}`;
  },
  work(place): Outcome {
    const pair = pairAt(place);
    if (pair === undefined) return refused('incomplete');
    const refusal = obstacle(place, pair);
    if (refusal !== undefined) return refusal;
    const { stage } = pair;
    return {
      kind: 'refactored',
      edits: editsFor(place.file, pair),
      keeps: place.file.stages
        .filter((each) => each !== stage)
        .map(({ index }) => ({ before: index, after: index < stage.index ? index : index - 1 })),
    };
  },
};

interface Pair {
  readonly stage: StageFacts;
  readonly child: StageFacts;
}

/** From the FROM of either: a stage from which exactly one other is built. */
function pairAt(place: RefactorPlace): Pair | undefined {
  const own = stageOfFromAt(place);
  if (own === undefined) return undefined;
  const child = onlyChild(place.file, own);
  if (child !== undefined) return { stage: own, child };
  const parent = own.base.kind === 'stage' ? place.file.stages[own.base.index] : undefined;
  return parent !== undefined && onlyChild(place.file, parent) === own
    ? { stage: parent, child: own }
    : undefined;
}

function onlyChild({ stages }: FileFacts, { consumers }: StageFacts): StageFacts | undefined {
  const [first, ...others] = consumers.filter(({ kind }) => kind === 'from');
  const child = first === undefined || others.length > 0 ? undefined : stages[first.index];
  return child?.base.kind === 'stage' ? child : undefined;
}

function obstacle({ file, surroundings }: RefactorPlace, { stage, child }: Pair): Refused | undefined {
  const { dockerfile } = file;
  const where = dockerfile.absolute(stage.from, stage.from.span);
  const taken = stage.consumers.find(({ kind }) => kind !== 'from');
  if (taken !== undefined)
    return refused('taken-from', dockerfile.absolute(taken.instruction, taken.instruction.span));
  if (isNamedOutside(file, stage, surroundings)) return refused('is-target', where);
  if (isTargetByNumber(file, surroundings)) return refused('number-as-target');
  if (child.platform !== undefined)
    return refused('platform-of-its-own', dockerfile.absolute(child.from, child.platform.span));
  const trigger = stage.instructions.find(({ keyword }) => keyword === 'ONBUILD');
  if (trigger !== undefined) return refused('has-triggers', dockerfile.absolute(trigger, trigger.span));
  const comment = [...commentsOf(file, stage), ...commentsOf(file, child)].find(speaksOfStage);
  if (comment !== undefined) return refused('stage-comment', dockerfile.absolute(comment, comment.span));
  if (child.from.comments.length > 0) return refused('comment-inside-command');
  return undefined;
}

/** A number of it is seen to apart. */
function isNamedOutside(
  { dockerfile }: FileFacts,
  { name }: StageFacts,
  { target, targets }: Surroundings,
): boolean {
  if (name === undefined) return false;
  const isName = (each: string | undefined): boolean => each?.toLowerCase() === name.toLowerCase();
  return (
    isName(target) ||
    targets.some(isName) ||
    dockerfile.pragmas.some(({ content }) => isName(/^stagewright\s+target=(\S+)/.exec(content)?.[1]))
  );
}

function editsFor(file: FileFacts, { stage, child }: Pair): readonly TextEdit[] {
  const numbers = renumbered(file, (index) => (index > stage.index ? index - 1 : index));
  const isNext = child.index === stage.index + 1;
  return [...(isNext ? joined(file, stage, child) : moved(file, stage, child)), ...numbers];
}

/** One follows the other, so that only the FROM between them goes, and the name moves up. */
function joined(file: FileFacts, stage: StageFacts, child: StageFacts): readonly TextEdit[] {
  const { from } = child;
  return [renamed(file, stage, child), editOf(file, from, { start: 0, end: from.text.length }, '')];
}

/** The FROM of the stage with the name of the child, or without one. */
function renamed(file: FileFacts, { from, baseWord, nameWord }: StageFacts, child: StageFacts): TextEdit {
  const end = baseWord?.span.end ?? from.body.end;
  const as = asOf(from) ?? asOf(child.from) ?? 'AS';
  const name = child.nameWord === undefined ? '' : ` ${as} ${child.nameWord.text}`;
  return editOf(file, from, { start: end, end: nameWord?.span.end ?? end }, name);
}

function asOf({ words }: Instruction): string | undefined {
  return words[1]?.text;
}

/** Others lie between: the lines of the stage move down to where the child begins. */
function moved(file: FileFacts, stage: StageFacts, child: StageFacts): readonly TextEdit[] {
  const { dockerfile } = file;
  const lineEnd = lineEndOf(file);
  const lines = linesOfStage(file, stage);
  const head = dockerfile.text.slice(lines.start, dockerfile.startOf(stage.from));
  const { span, newText } = renamed(file, stage, child);
  const body =
    dockerfile.text.slice(dockerfile.startOf(stage.from), span.start) +
    newText +
    dockerfile.text.slice(span.end, lines.end);
  const behind = /^(?:[ \t]*\r?\n)*/.exec(dockerfile.text.slice(lines.end))?.[0].length ?? 0;
  const top = commentsAbove(file, child)[0] ?? child.from;
  const placed = body.endsWith('\n') ? body : body + lineEnd;
  const whole = { start: 0, end: child.from.text.length };
  const cut: TextEdit = { span: { start: lines.start, end: lines.end + behind }, newText: '' };
  if (top === child.from) return [cut, editOf(file, child.from, whole, head + placed)];
  return [cut, editOf(file, top, { start: 0, end: 0 }, head), editOf(file, child.from, whole, placed)];
}
