/** A stage that is named somewhere else: what it is, in a few words. */
import type { Edge, StageFacts } from '../../model/facts';
import type { LessonContext, Place } from '../context';
import { imageFacts } from '../words/images';
import { stageName, stageTitle } from '../words/stages';
import { capital, code, count, lines, sentence } from '../words/text';

export function stageSummary(context: LessonContext, stage: StageFacts): readonly string[] {
  return [capital(stageTitle(stage)), capital(stageFacts(context, stage))];
}

/** `` begins in line 1, from `node:20-alpine` (Node.js 20 on Alpine). ``, with its description first. */
export function stageFacts(context: LessonContext, stage: StageFacts): string {
  const described = stage.description === undefined ? '' : `${capital(sentence(stage.description))} `;
  const { parent, image, base } = stage;
  const known =
    image === undefined || base.kind === 'stage' || base.kind === 'scratch' ? '' : `, ${imageFacts(image)},`;
  const from =
    parent === undefined
      ? `${code(stage.baseText ?? stage.baseWord?.value ?? '')}${known}`
      : stageName(parent);
  const size =
    stage.instructions.length === 0 ? '' : ` and has ${count(stage.instructions.length, 'more instruction')}`;
  return `${described}It begins in ${lines([context.lineOf(stage.from)])} from ${from}${size}.`;
}

/** What a `--from` or a mount's `from` means: `stage **build**`, `the image …`. */
export function referenceText(place: Place, edge: Edge | undefined, value: string): string {
  const producer = edge && place.stage?.producer(edge);
  if (producer !== undefined)
    return `${stageName(producer)} (${lines([place.context.lineOf(producer.from)])})`;
  switch (edge?.to.kind) {
    case 'named-context':
      return `the named context ${code(value)}`;
    case 'image':
      return `the image ${code(value)}, as no stage has that name,`;
    case 'forward':
      return `${code(value)}, which is a stage further down and cannot be used here,`;
    case 'self':
      return `${code(value)}, which is this stage itself and cannot be used here,`;
    default:
      return code(value);
  }
}

/** The edge of the reference at an offset of the instruction. */
export function edgeAt({ stage, written }: Place, start: number): Edge | undefined {
  return stage?.edges.find((edge) => edge.instruction === written && edge.reference.span.start === start);
}
