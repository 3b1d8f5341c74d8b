/** A keyword that is none. */
import { nearest } from '../../model/editDistance';
import type { LineLesson, Place } from '../context';
import { code } from '../words/text';

export function unknownLesson({ instruction, context }: Place, keywords: readonly string[]): LineLesson {
  if (context.facts.templateMark !== undefined)
    return {
      does: 'This file is the input of a template engine: only what the engine makes of it is a Dockerfile.',
    };
  const meant = nearest(instruction.keyword, keywords);
  const advice =
    meant === undefined
      ? 'Is a continuation missing at the end of the line above?'
      : `Did you mean ${code(meant)}?`;
  return {
    does: `${code(instruction.keyword)} is no Dockerfile instruction: the build stops here. ${advice}`,
  };
}
