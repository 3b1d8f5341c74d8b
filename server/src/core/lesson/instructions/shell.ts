/** SHELL: what reads the shell form below. */
import type { LineLesson, Place } from '../context';
import { PRACTICES } from '../tables/practices';
import { fateOfSetting } from '../words/fate';
import { linesBelow } from '../words/users';
import { capital, code, lines } from '../words/text';

export function shellLesson(place: Place): LineLesson {
  const { instruction, written, stage, context } = place;
  if (instruction.exec === undefined)
    return { does: 'Needs a JSON array: `SHELL ["/bin/bash", "-o", "pipefail", "-c"]`.' };
  const below =
    stage === undefined
      ? []
      : linesBelow(
          stage,
          written,
          context,
          (next) => READ_BY_SHELL.has(next.keyword) && next.exec === undefined,
          ({ keyword }) => keyword === 'SHELL',
        );
  return {
    does: `From here on ${code(instruction.exec.map(({ value }) => value).join(' '))} reads the shell form of RUN, CMD, ENTRYPOINT and HEALTHCHECK, in stages built FROM this one too.`,
    result: fateOfSetting(place),
    cache: 'a change makes the shell-form RUN lines below run again.',
    usedBy:
      below.length === 0
        ? undefined
        : `${capital(lines(below))} ${below.length === 1 ? 'is' : 'are'} read by it.`,
    practice: PRACTICES.shell,
  };
}

const READ_BY_SHELL: ReadonlySet<string> = new Set(['RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK']);
