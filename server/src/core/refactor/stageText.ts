/** The lines of a stage in the file, with the comments that belong to them. */
import { commentsAbove } from '../model/stageMove';
import { numberedReferences } from '../model/stageNumbers';
import type { FileFacts, StageFacts } from '../model/facts';
import { suppressionComment } from '../lint/suppressionComment';
import type { Comment } from '../syntax/nodes';
import type { Span } from '../text/span';
import type { TextEdit } from '../text/textEdit';
import { editOf } from './place';

/** From the comments directly above the FROM to the end of the last instruction's lines; blank lines below are left out. */
export function linesOfStage(file: FileFacts, stage: StageFacts): Span {
  const { dockerfile } = file;
  const last = stage.instructions.at(-1) ?? stage.from;
  return { start: startOfStage(file, stage), end: dockerfile.startOf(last) + last.text.length };
}

export function startOfStage(file: FileFacts, stage: StageFacts): number {
  const first = commentsAbove(file, stage)[0];
  return file.dockerfile.startOf(first ?? stage.from);
}

/** Rewrites every reference by number to a stage whose number changes. */
export function renumbered(file: FileFacts, newIndex: (index: number) => number): readonly TextEdit[] {
  return numberedReferences(file).flatMap(({ instruction, span, index }) =>
    newIndex(index) === index ? [] : [editOf(file, instruction, span, newIndex(index).toString())],
  );
}

/** A comment that silences findings of the whole stage, or names the shell of it. */
export function speaksOfStage(comment: Comment): boolean {
  return (
    comment.isPragma &&
    (suppressionComment(comment)?.reach === 'stage' || /^hadolint\s+shell\s*=/.test(comment.content))
  );
}

/** All comments between the lines of the stage and directly above it. */
export function commentsOf(file: FileFacts, stage: StageFacts): readonly Comment[] {
  const { nodes } = file.dockerfile;
  const first = file.dockerfile.indexOf(commentsAbove(file, stage)[0] ?? stage.from);
  const last = file.dockerfile.indexOf(stage.instructions.at(-1) ?? stage.from);
  return nodes.slice(first, last).filter((node) => node.kind === 'comment');
}
