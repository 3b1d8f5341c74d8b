/** USER: who runs what is below, and what that does not give. */
import { isRoot } from '../../model/accounts';
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
  const isPrivileged = isRoot(name);
  return {
    does: `${runs} as ${code(name)}${group === undefined ? '' : ` and group ${code(group)}`}${isPrivileged ? ', who may do everything in them' : ''}.${account(place, name)}`,
    result: fateOfSetting(place),
    limit:
      'permissions. COPY still makes files of root, and files or volumes of others stay closed to it (`COPY --chown`).',
    cache: 'another user makes the RUN lines below run again.',
    practice: isPrivileged ? PRACTICES.userRoot : PRACTICES.user,
  };
}

/** Where the account comes from, as far as the file and the base image tell. */
function account({ stage, written, context }: Place, name: string): string {
  if (stage === undefined || /^\d+$/.test(name) || name === 'root' || name.includes('$')) return '';
  if (stage.image?.users?.includes(name) === true) return ' The base image brings this account.';
  const above = stage.instructions.slice(0, stage.instructions.indexOf(written)).slice(-FARTHEST);
  const adds = above.findLast(
    ({ keyword, source }) =>
      keyword === 'RUN' && /\b(?:useradd|adduser)\b/.test(source) && source.includes(name),
  );
  if (adds !== undefined) return ` ${capital(lines([context.lineOf(adds)]))} adds this account.`;
  const accounts = stage.parent === undefined ? stage.image?.accounts : undefined;
  return accounts !== undefined && !accounts.includes(name)
    ? ' The base image has no such account: a line above has to add it.'
    : '';
}

const FARTHEST = 200;
