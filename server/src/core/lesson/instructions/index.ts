/** Every instruction's lesson by its keyword, and the page they all share. */
import type { Instruction } from '../../syntax/nodes';
import { type LessonContext, type LineLesson, type Place, placeOf } from '../context';
import { labelled } from '../page';
import { stageTitle } from '../words/stages';
import { code } from '../words/text';
import { argLesson } from './arg';
import { commandLesson } from './command';
import { copyLesson } from './copy';
import { envLesson } from './env';
import { fromLesson } from './from';
import { healthcheckLesson } from './healthcheck';
import { onbuildLesson } from './onbuild';
import { runLesson } from './run';
import { exposeLesson, labelLesson, maintainerLesson, stopsignalLesson, volumeLesson } from './settings';
import { shellLesson } from './shell';
import { unknownLesson } from './unknown';
import { userLesson } from './user';
import { workdirLesson } from './workdir';

/** Blocks of Markdown, the most important first. */
export function lineLesson(context: LessonContext, instruction: Instruction): readonly string[] {
  const place = placeOf(context, instruction);
  const { does, result, cache, usedBy, limit, practice } = explain(place);
  return [
    titleOf(place),
    does,
    labelled([
      ['Result', result],
      ['Cache', cache],
      ['Used by', usedBy],
      ['Does not give', limit],
    ]),
    practice === undefined ? '' : `**Practice:** ${practice}`,
  ];
}

function explain(place: Place): LineLesson {
  const { keyword } = place.instruction;
  if (keyword === 'ONBUILD') return onbuildLesson(place, explain);
  return (lessons.get(keyword) ?? unknown)(place);
}

const lessons: ReadonlyMap<string, (place: Place) => LineLesson> = new Map([
  ['FROM', fromLesson],
  ['RUN', runLesson],
  ['COPY', copyLesson],
  ['ADD', copyLesson],
  ['WORKDIR', workdirLesson],
  ['ENV', envLesson],
  ['ARG', argLesson],
  ['USER', userLesson],
  ['EXPOSE', exposeLesson],
  ['VOLUME', volumeLesson],
  ['STOPSIGNAL', stopsignalLesson],
  ['LABEL', labelLesson],
  ['MAINTAINER', maintainerLesson],
  ['CMD', commandLesson],
  ['ENTRYPOINT', commandLesson],
  ['HEALTHCHECK', healthcheckLesson],
  ['SHELL', shellLesson],
]);

const keywords: readonly string[] = [...lessons.keys(), 'ONBUILD'];

function unknown(place: Place): LineLesson {
  return unknownLesson(place, keywords);
}

export function titleOf({ instruction, stage }: Place): string {
  const isKnown = keywords.includes(instruction.keyword);
  const where = stage === undefined ? 'global scope' : stageTitle(stage);
  return isKnown ? `**${instruction.keyword}** · ${where}` : `${code(instruction.keyword)} · ${where}`;
}
