/** USER: who runs what is below, and what that does not give. */
import type { LineLesson, Place } from '../context';
import { PRACTICES } from '../tables/practices';
import { fateOfSetting } from '../words/fate';
import { filledIn } from '../words/path';
import { linesBelow } from '../words/users';
import { capital, code, lines } from '../words/text';

export function userLesson(place: Place): LineLesson {
  const { instruction, written, stage, state, context } = place;
  const [word] = instruction.words;
  if (word === undefined) return { does: 'Sets the user for the lines below; its name is still missing.' };
  const [name = '', group] = (filledIn(word.text, instruction.escape, state) ?? word.value).split(':');
  const below =
    stage === undefined
      ? []
      : linesBelow(
          stage,
          written,
          context,
          ({ keyword }) => keyword === 'RUN',
          ({ keyword }) => keyword === 'USER',
        );
  const runs = below.length === 0 ? 'Containers run' : `${capital(lines(below))} and containers run`;
  const isRoot = name === 'root' || name === '0';
  const accounts = stage?.image?.accounts;
  const brought = stage?.image?.users?.includes(name) === true ? ' The base image brings this account.' : '';
  const unknown =
    accounts !== undefined && !/^\d+$/.test(name) && !accounts.includes(name)
      ? ' The base image has no such account: a line above must add it.'
      : '';
  return {
    does: `${runs} as ${code(name)}${group === undefined ? '' : ` and group ${code(group)}`}${isRoot ? ', who may do everything in them' : ''}.${brought}${unknown}`,
    result: fateOfSetting(place),
    limit:
      'it gives nobody permissions: COPY still makes files of root, and files or volumes of others stay closed (`COPY --chown`).',
    cache: 'another user makes the RUN lines below run again.',
    practice: /^\d+$/.test(name) ? PRACTICES.userName : PRACTICES.userNumber,
  };
}
