/** The help pages, made of what the commands declare of themselves. */
import { placeholderOf } from './arguments';
import type { Command, Option, Options } from './command';
import { wrap } from './formats/terminalText';

const WIDTH = 80;

export const HELP_OPTION: Options = { help: { type: 'boolean', short: 'h', help: 'Show this help.' } };

/** A command as the overview lists it. */
export interface CommandSummary {
  readonly name: string;
  readonly summary: string;
}

export function overview(commands: readonly CommandSummary[]): string {
  return [
    'Stagewright judges each line of a Dockerfile by what reaches the image you ship.',
    '',
    'Usage: stagewright COMMAND [ARGUMENT…]',
    '',
    'Commands:',
    ...table(commands.map(({ name, summary }) => [name, summary])),
    '',
    'Options:',
    ...table([
      ['-h, --help', 'Show this help; "stagewright COMMAND --help" shows that of a command.'],
      ['    --version', 'Show the version.'],
    ]),
    '',
    'Exit codes: 0 nothing found, 1 something found, 2 wrong use or unreadable input.',
    '',
  ].join('\n');
}

export function commandHelp(command: Command): string {
  const rows = Object.entries({ ...command.options, ...HELP_OPTION }).map(
    ([name, option]): [string, string] => [optionHead(name, option), option.help],
  );
  return [
    ...usageLines(command.usage),
    '',
    ...command.description.split('\n\n').flatMap((paragraph) => [...wrap(paragraph, WIDTH), '']),
    'Options:',
    ...table(rows),
    '',
  ].join('\n');
}

/** A line for each way to call it, never broken inside brackets, where the two words belong together. */
function usageLines(usage: string): string[] {
  const bound = usage.replace(/\[[^[\]]*\]/g, (group) => group.replaceAll(' ', BOUND_SPACE));
  return bound
    .split('\n')
    .flatMap((way) => wrap(`stagewright ${way}`, WIDTH - USAGE.length))
    .map((line, index) => `${index === 0 ? USAGE : ' '.repeat(USAGE.length)}${line}`)
    .map((line) => line.replaceAll(BOUND_SPACE, ' '));
}

const USAGE = 'Usage: ';
const BOUND_SPACE = '\u0000';

function optionHead(name: string, option: Option): string {
  const short = option.short === undefined ? '    ' : `-${option.short}, `;
  return option.type === 'boolean' ? `${short}--${name}` : `${short}--${name} ${placeholderOf(option)}`;
}

/** Two columns; the second one is wrapped under itself. */
function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([head]) => head.length));
  return rows.flatMap(([head, text]) =>
    wrap(text, WIDTH - width - 4).map(
      (line, index) => `  ${(index === 0 ? head : '').padEnd(width)}  ${line}`,
    ),
  );
}
