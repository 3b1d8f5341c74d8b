/** HEALTHCHECK: when the engine asks, and what nobody does with the answer. */
import { commandView, flagOf } from '../../syntax/views';
import type { LineLesson, Place } from '../context';
import { PRACTICES } from '../tables/practices';
import { NO_EFFECT } from '../words/cache';
import { fateOfSetting } from '../words/fate';
import { code } from '../words/text';

const LIMIT = 'monitoring or recovery. Docker only marks the container unhealthy, and Kubernetes ignores it.';

export function healthcheckLesson(place: Place): LineLesson {
  const { instruction } = place;
  const common = { result: fateOfSetting(place), cache: NO_EFFECT };
  if (instruction.words[0]?.value.toUpperCase() === 'NONE')
    return { ...common, does: 'Switches off the health check that the base image brings.' };
  const command = commandView(instruction);
  if (command === undefined) return { does: 'Needs `CMD` and a command, or `NONE`.' };
  const text =
    command.exec?.map(({ value }) => value).join(' ') ??
    instruction.source.slice(command.span.start, command.span.end);
  const value = (name: string, fallback: string): string => flagOf(instruction, name)?.value ?? fallback;
  const retries = value('retries', '3');
  return {
    ...common,
    does: `Runs ${code(text)} in the container every ${value('interval', '30s')}; after ${retries} failures in a row, each a non-zero exit or more than ${value('timeout', '30s')}, the container counts as unhealthy.`,
    limit: LIMIT,
    practice: PRACTICES.healthcheck,
  };
}
