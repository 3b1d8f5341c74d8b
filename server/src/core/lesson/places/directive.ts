/** Parser directives: how the lines below are read. */
import type { Directive } from '../../syntax/nodes';
import { code } from '../words/text';

export function directiveLesson({ name, value }: Directive): readonly string[] {
  return [
    `**${name}** · parser directive`,
    DIRECTIVES[name]?.(value) ?? `No such directive is known: BuildKit reads the line as a comment.`,
    PLACE,
  ];
}

const PLACE =
  'Parser directives stand at the very top, before comments, blank lines and instructions, each once.';

const DIRECTIVES: Readonly<Record<string, (value: string) => string>> = {
  syntax: (value) =>
    `The frontend image ${code(value)} reads this file, so the same syntax works with every engine, whatever its age.${/:\d+(?:\.\d+)?$/.test(value) ? ' It takes the newest release of that version.' : ''} The build pulls it first.`,
  escape: (value) =>
    value === '`'
      ? 'A backtick continues lines and escapes in the whole file, so that Windows paths can hold backslashes. In heredocs of COPY and ADD it is still the backslash.'
      : 'A backslash continues lines and escapes in the whole file: the default.',
  check: (value) => {
    const skip = /skip=([^;]*)/.exec(value)?.[1];
    const isError = /error=\s*(?:1|t|true)/i.test(value);
    const skips = skip === undefined ? '' : ` Skipped: ${code(skip)}.`;
    return `Configures BuildKit’s own build checks for this file.${skips}${isError ? ' A failed check stops the build.' : ''}`;
  },
};
