/** ONBUILD: a line kept for those who build on this stage. */
import type { LineLesson, Place } from '../context';
import { PRACTICES } from '../tables/practices';
import { NO_EFFECT } from '../words/cache';
import { stageName } from '../words/stages';
import { code, lines, list } from '../words/text';

/** `explain` gives the lesson of the trigger itself. */
export function onbuildLesson(place: Place, explain: (trigger: Place) => LineLesson): LineLesson {
  const { instruction, stage, context } = place;
  const { trigger } = instruction;
  if (trigger === undefined)
    return { does: 'Keeps an instruction for images built FROM this one; the instruction is still missing.' };
  const { does } = explain({ ...place, instruction: trigger });
  const children = (stage?.consumers ?? []).filter(({ kind }) => kind === 'from');
  return {
    does: `Does nothing here. It is kept, and runs once, right after the FROM of every stage or image built from this one. Then: ${does}`,
    result: `the trigger is written into the configuration of ${stage === undefined ? 'the image' : stageName(stage)}; its effect is in the child.`,
    cache: NO_EFFECT,
    usedBy:
      children.length === 0
        ? `No stage of this file is built FROM it, so ${code(trigger.keyword)} runs only in other builds.`
        : `It runs in ${list(
            children.map((child) => `${stageName(child)} (${lines([context.lineOf(child.instruction)])})`),
            3,
          )}.`,
    practice: PRACTICES.onbuild,
  };
}
