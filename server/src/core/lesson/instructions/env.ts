/** ENV: variables for the lines below and for the running container. */
import { pairsOf } from '../../syntax/views';
import type { LineLesson, Place } from '../context';
import { PRACTICES } from '../tables/practices';
import { fateOfSetting } from '../words/fate';
import { filledIn } from '../words/path';
import { linesBelow, reads } from '../words/users';
import { capital, code, lines, list } from '../words/text';

export function envLesson(place: Place): LineLesson {
  const { instruction, written, stage, state, context } = place;
  const pairs = pairsOf(instruction);
  if (pairs.length === 0) return { does: 'Sets environment variables; name and value are still missing.' };
  const told = pairs.map(({ name, value }) => {
    const known = filledIn(value ?? '', instruction.escape, state);
    return `${code(name)} to ${code(known ?? value ?? '')}`;
  });
  const readers =
    stage === undefined
      ? []
      : linesBelow(
          stage,
          written,
          context,
          (next) => pairs.some(({ name }) => reads(stage, next, name)),
          () => false,
        );
  return {
    // A builder is no image that anybody starts.
    does: `Sets ${list(told, 3)} for the lines below${stage?.role === 'builder' ? '' : ' and for every container of the image'}.`,
    result: fateOfSetting(place),
    cache: 'another value makes the RUN lines below run again.',
    usedBy:
      readers.length === 0
        ? undefined
        : `${capital(lines(readers))} ${readers.length === 1 ? 'reads' : 'read'} it.`,
    practice: PRACTICES.env,
  };
}
