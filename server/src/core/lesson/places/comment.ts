/** Comments that mean something: suppressions, the chosen target, descriptions of stages. */
import { suppressionsOf, TOOL_CODE, type Suppression } from '../../lint/suppression';
import { suppressionComment, type SuppressionComment } from '../../lint/suppressionComment';
import type { Comment } from '../../syntax/nodes';
import { touches } from '../../text/span';
import type { LessonContext } from '../context';
import { ruleSummary } from '../findings';
import { stageName } from '../words/stages';
import { code, codes, lines } from '../words/text';
import { stageSummary } from './stageReference';
import type { Piece } from '../piece';

/** Undefined for an ordinary comment. */
export function commentLesson(context: LessonContext, comment: Comment, offset: number): Piece | undefined {
  const suppression = suppressionComment(comment);
  if (suppression !== undefined) return suppressionLesson(context, comment, suppression, offset);
  const target = /^stagewright\s+target=(\S+)/.exec(comment.content)?.[1];
  if (target !== undefined) return { span: comment.span, blocks: targetLesson(context, target) };
  const described = context.facts.stages.find(
    (stage) =>
      stage.description !== undefined &&
      comment.content === `${stage.name ?? ''} ${stage.description}` &&
      context.facts.dockerfile.commentsBefore(stage.from).at(-1) === comment,
  );
  return described && { span: comment.span, blocks: stageSummary(context, described) };
}

function suppressionLesson(
  context: LessonContext,
  comment: Comment,
  { tool, rules, reason }: SuppressionComment,
  offset: number,
): Piece {
  const here = suppressionsOf(context.facts).find((each) => each.comment === comment);
  const rule = rules.find(({ span }) => touches(span, offset));
  const reach = here === undefined ? 'what follows' : reachText(context, here);
  const why = reason === undefined && tool === 'stagewright' ? ' Add `reason=…` to say why.' : '';
  if (rule !== undefined) {
    const known = context.ruleOf(rule.id);
    const text =
      tool !== 'stagewright'
        ? [`A comment of ${tool}. It silences the findings that ${tool} would have reported under this name.`]
        : rule.id === 'all'
          ? ['Every rule.']
          : known !== undefined
            ? ruleSummary(known)
            : TOOL_CODE.test(rule.id)
              ? ['A code of another tool: it silences the findings that have it as an equivalent.']
              : ['No rule has this name, so it silences nothing.'];
    return { span: rule.span, blocks: [`${code(rule.id)} · silenced for ${reach}`, ...text] };
  }
  return {
    span: comment.span,
    blocks: [
      '**Suppression**',
      `Silences ${codes(rules.map(({ id }) => id)) || 'nothing yet'} for ${reach}.${why}`,
    ],
  };
}

function reachText(context: LessonContext, { reach, target }: Suppression): string {
  if (reach === 'file') return 'the whole file';
  if (target === undefined) return 'nothing: no instruction follows';
  if (reach === 'instruction')
    return `${lines([context.lineOf(target)])} (${target.keyword.replaceAll('*', '')})`;
  const stage = context.facts.stageOf(target);
  return stage === undefined ? 'its stage' : stageName(stage);
}

function targetLesson({ facts, surroundings }: LessonContext, target: string): readonly string[] {
  const stage = facts.stages.find(
    ({ role, name, index }) =>
      role === 'final' && (name?.toLowerCase() === target.toLowerCase() || index.toString() === target),
  );
  const text =
    surroundings.target !== undefined
      ? `The settings choose the target ${code(surroundings.target)}, which wins over this comment.`
      : stage === undefined
        ? `No stage is called ${code(target)}, so the last stage stays the final one.`
        : `Stagewright judges the file as if it were built with ${code(`--target ${target}`)}: ${stageName(stage)} is the final stage, whatever stands last.`;
  return ['**Target**', `${text} The build itself does not read this comment.`];
}
