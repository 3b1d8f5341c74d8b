/** Lessons of a part of an instruction: a variable, a mount option, a flag, the stage after FROM. */
import type { Instruction } from '../../syntax/nodes';
import { fromView, mountsOf } from '../../syntax/views';
import type { Span } from '../../text/span';
import { type LessonContext, type Place, placeOf } from '../context';
import type { Piece } from '../piece';
import { flagLesson } from './flag';
import { mountOptionLesson } from './mountOption';
import { stageSummary } from './stageReference';
import { variableAt, variableLesson } from './variable';

/** The most exact lesson for the offset; undefined where only the line as a whole has one. */
export function wordLesson(context: LessonContext, written: Instruction, offset: number): Piece | undefined {
  const whole = placeOf(context, written);
  const trigger = written.trigger;
  const place: Place =
    trigger !== undefined && offset >= trigger.keywordSpan.start ? { ...whole, instruction: trigger } : whole;
  const { instruction } = place;

  const variable = variableAt(place, offset);
  if (variable !== undefined) return { span: variable.span, blocks: variableLesson(place, variable) };
  for (const mount of mountsOf(instruction)) {
    const option = mount.options.find(({ span }) => holds(span, offset));
    if (option !== undefined) return { span: option.span, blocks: mountOptionLesson(place, mount, option) };
  }
  const flag = instruction.flags.find(({ span }) => holds(span, offset));
  if (flag !== undefined) return { span: flag.span, blocks: flagLesson(place, flag) };
  const { image } = instruction.keyword === 'FROM' ? fromView(instruction) : { image: undefined };
  const parent = place.stage?.parent;
  if (image !== undefined && parent !== undefined && holds(image.span, offset))
    return { span: image.span, blocks: stageSummary(context, parent) };
  return undefined;
}

/** The end counts as inside only for the pointer before the character there, so a neighbour is never meant. */
function holds(span: Span, offset: number): boolean {
  return offset >= span.start && offset < span.end;
}
