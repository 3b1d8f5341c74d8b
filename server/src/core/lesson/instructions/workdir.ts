/** WORKDIR: the directory from here on. */
import { isRoot } from '../../model/accounts';
import type { Instruction } from '../../syntax/nodes';
import { copyView } from '../../syntax/views';
import type { LineLesson, Place } from '../context';
import { PRACTICES } from '../tables/practices';
import { fateOfFiles } from '../words/fate';
import { resolved } from '../words/path';
import { linesBelow } from '../words/users';
import { capital, code, lines } from '../words/text';

export function workdirLesson(place: Place): LineLesson {
  const { instruction, written, stage, state, context } = place;
  const [word] = instruction.words;
  if (word === undefined)
    return { does: 'Sets the directory for the lines below; the path is still missing.' };
  const path = resolved(word, instruction.escape, state);
  const isRelative = !word.value.startsWith('/') && state?.workdir !== undefined && path.startsWith('/');
  const below = stage === undefined ? [] : linesBelow(stage, written, context, worksThere, isWorkdir);
  return {
    does: `Makes ${code(path)} if it is not there, and stays in it: relative paths and commands below start there.${isRelative ? ` ${code(word.value)} is joined to ${code(state.workdir)}.` : ''}${owner(place)}`,
    result: fateOfFiles(place),
    cache: 'when this path changes, every line below runs again.',
    usedBy:
      below.length === 0
        ? undefined
        : `${capital(lines(below))} ${below.length === 1 ? 'works' : 'work'} in it.`,
    practice: PRACTICES.workdir,
  };
}

function worksThere(below: Instruction): boolean {
  if (below.keyword !== 'COPY' && below.keyword !== 'ADD') return COMMANDS.has(below.keyword);
  return copyView(below).destination?.value.startsWith('/') === false;
}

const COMMANDS: ReadonlySet<string> = new Set(['RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK']);

const isWorkdir = ({ keyword }: Instruction): boolean => keyword === 'WORKDIR';

/** BuildKit: dispatchWorkdir makes the folder for the user in force, unlike COPY. */
function owner({ state }: Place): string {
  return state?.user === undefined || isRoot(state.user)
    ? ''
    : ` A new folder belongs to ${code(state.user)}.`;
}
