/** Finds files in an image that every account may change. */
import { at, defineRule, type Match } from '../../lint/rule';
import { octalWithoutWorld, worldWrites } from '../../model/fileModes';
import { posixScript } from '../../model/scripts';
import type { ShellCommand, ShellWord } from '../../shell/nodes';
import type { Instruction } from '../../syntax/nodes';
import { flagOf } from '../../syntax/views';

export default defineRule({
  id: 'no-world-writable',
  scope: 'instruction',
  keywords: ['RUN', 'COPY', 'ADD'],
  words: ['chmod', 'mkdir', 'install'],
  meta: {
    category: 'runtime',
    level: { final: 'warning', base: 'warning', target: 'information', builder: 'off' },
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: ['sonar/S2612', 'tally/world-writable-state-path-workaround'],
    concern: 'hardening',
  },
  docs: {
    summary: 'Do not let every account write to files of the image',
    lesson: `\`chmod 777\` ends a "permission denied" by removing the permission. From then on every process in the container may replace the
program, its configuration, or a script that root runs later: whoever finds a hole in the program can make it last. \`chmod -R\` in a
layer of its own also stores a second copy of all files.

Give the right to whom it belongs: \`COPY --chown=app:app\`, or \`chown\` of the one directory that the program writes to. Where the
number of the account is not known beforehand, as on OpenShift, it is always in group 0: \`chgrp 0\` and \`chmod g=u\` do.
A directory that all must share, like \`/tmp\`, has the sticky bit: \`1777\`.`,
    examples: {
      bad: [
        'FROM alpine:3.20\nRUN mkdir /data && chmod 777 /data\nUSER nobody\nCMD ["httpd", "-f"]\n',
        'FROM alpine:3.20\nCOPY --chmod=777 run.sh /run.sh\nUSER nobody\nCMD ["/run.sh"]\n',
        'FROM alpine:3.20\nRUN mkdir /data && chmod -R a+rwX /data\nUSER nobody\nCMD ["httpd", "-f"]\n',
      ],
      good: [
        'FROM alpine:3.20\nRUN mkdir /data && chown nobody /data\nUSER nobody\nCMD ["httpd", "-f"]\n',
        'FROM alpine:3.20\nRUN mkdir /spool && chmod 1777 /spool\nUSER nobody\nCMD ["httpd", "-f"]\n',
      ],
    },
    whenNotToUse:
      'For a shared directory that an unknown account has to write to and that cannot have a group.',
    references: [
      'https://docs.docker.com/reference/dockerfile/#copy---chown---chmod',
      'https://man7.org/linux/man-pages/man1/chmod.1.html',
    ],
  },
  messages: {
    writable:
      'Mode "{mode}" lets every account in the container change these files; give the right to the one that needs it.',
  },
  check(instruction) {
    const found: Match[] = [];
    if (instruction.keyword !== 'RUN') {
      const chmod = instruction.flags.length > 0 ? flagOf(instruction, 'chmod') : undefined;
      if (chmod?.value === undefined || chmod.valueSpan === undefined || !worldWrites(chmod.value))
        return found;
      found.push({ at: at(instruction, chmod.valueSpan), message: 'writable', data: { mode: chmod.value } });
      return found;
    }
    if (!MENTIONS.test(instruction.source)) return found;
    const { commands } = posixScript(instruction);
    for (const command of commands) {
      const mode = modeOf(command);
      if (mode?.value === undefined || !worldWrites(mode.value) || isTemporary(command, commands)) continue;
      const match = matchAt(instruction, mode, mode.value);
      // In an empty directory there is nothing yet to replace; it is made so for accounts that are not known before.
      found.push(isOfNewFolder(command, commands) ? { ...match, level: 'information' } : match);
    }
    return found;
  },
  fix(match) {
    const mode = match.data?.['mode'] ?? '';
    const newText = octalWithoutWorld(mode);
    if (newText === undefined) return [];
    return [
      {
        title: `Take the right to write from others: ${newText}`,
        safety: 'suggestion',
        edits: [{ at: match.at, newText }],
      },
    ];
  },
});

const MENTIONS = /\b(?:chmod|mkdir|install)\b/;

function matchAt(instruction: Instruction, { span }: ShellWord, mode: string): Match {
  return { at: at(instruction, span), message: 'writable', data: { mode } };
}

/** The word that names the mode. */
function modeOf({ name, args }: ShellCommand): ShellWord | undefined {
  switch (name) {
    case 'chmod':
      // `chmod -w` takes a right away and is no option.
      return args.some(({ text }) => text.startsWith('--reference'))
        ? undefined
        : args.find(({ text }) => !/^-(?:[Rvcf]+$|-)/.test(text));
    case 'mkdir':
    case 'install': {
      const option = args.findIndex(({ text }) => text === '-m' || text === '--mode');
      return option === -1 ? undefined : args[option + 1];
    }
    default:
      return undefined;
  }
}

function isOfNewFolder(command: ShellCommand, commands: readonly ShellCommand[]): boolean {
  if (command.name === 'mkdir') return true;
  if (command.name !== 'chmod' || command.args.some(({ text }) => /^-[a-zA-Z]*R|^--recursive/.test(text)))
    return false;
  const made = new Set(
    commands.flatMap(({ name, args }) => (name === 'mkdir' ? args.map(({ value }) => value) : [])),
  );
  const paths = command.args.filter(({ text }) => !text.startsWith('-')).slice(1);
  return paths.length > 0 && paths.every(({ value }) => value !== undefined && made.has(value));
}

/** What is put there for everybody, or gone with the build: `rm` names it by the same word later on. */
function isTemporary(command: ShellCommand, commands: readonly ShellCommand[]): boolean {
  const last = command.args.at(-1);
  if (last === undefined) return false;
  if (/^\/(?:tmp|var\/tmp|dev\/shm)(?:\/|$)/.test(last.value ?? '')) return true;
  return commands
    .slice(commands.indexOf(command) + 1)
    .some(({ name, args }) => name === 'rm' && args.some(({ text }) => text === last.text));
}
