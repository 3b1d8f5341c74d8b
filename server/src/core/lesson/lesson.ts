/** Picks the lesson for a place in a node: of a finding, of a word (flag, variable, stage, rule id), or of the whole line. */
import type { Node } from '../syntax/nodes';
import type { Span } from '../text/span';
import type { LessonContext } from './context';
import { findingLesson } from './findings';
import { lineLesson } from './instructions/index';
import { page } from './page';
import type { Piece } from './piece';
import { commentLesson } from './places/comment';
import { directiveLesson } from './places/directive';
import { wordLesson } from './places/word';

export interface Lesson {
  /** Relative to the node's text. */
  readonly span: Span;
  readonly markdown: string;
  /** `word` for a flag, a variable, a stage or the id of a rule in the line, of which the line says more. */
  readonly subject: 'line' | 'word';
}

type OwnLesson = Piece & Pick<Lesson, 'subject'>;

/** `offset` is relative to the node's text; undefined where there is nothing to say. */
export function lessonAt(context: LessonContext, node: Node, offset: number): Lesson | undefined {
  const own = ownLesson(context, node, offset);
  const found = findingLesson(context.findingsAt(), context.messages);
  if (found === undefined) return own && { span: own.span, markdown: page(own.blocks), subject: own.subject };
  return { span: found.span, markdown: page(found.blocks, own?.blocks), subject: own?.subject ?? 'line' };
}

function ownLesson(context: LessonContext, node: Node, offset: number): OwnLesson | undefined {
  switch (node.kind) {
    case 'directive':
      return { span: node.span, blocks: directiveLesson(node), subject: 'line' };
    case 'comment':
      return about('word', commentLesson(context, node, offset));
    case 'instruction':
      if (node.comments.some((comment) => offset > comment.start && offset <= comment.end)) return undefined;
      return (
        about('word', wordLesson(context, node, offset)) ?? {
          span: node.span,
          blocks: lineLesson(context, node),
          subject: 'line',
        }
      );
  }
}

function about(subject: Lesson['subject'], piece: Piece | undefined): OwnLesson | undefined {
  return piece && { ...piece, subject };
}
