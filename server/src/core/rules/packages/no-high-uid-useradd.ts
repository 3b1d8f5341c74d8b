/** Finds accounts with a huge number, which make useradd write huge files. */
import { at, defineRule, type Match } from '../../lint/rule';
import { readArguments } from '../../model/commands/options';
import { appendTo, hasOwnPlace } from '../../model/commands/wordEdits';
import { RUN_KEYWORDS, runOf } from '../../model/runs';
import { posixScript } from '../../model/scripts';
import type { ShellCommand } from '../../shell/nodes';
import type { Span } from '../../text/span';

export default defineRule({
  id: 'no-high-uid-useradd',
  scope: 'instruction',
  keywords: RUN_KEYWORDS,
  words: ['useradd'],
  meta: {
    category: 'packages',
    level: 'information',
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: ['hadolint/DL3046'],
  },
  docs: {
    summary: 'Give useradd -l when the user number is high',
    lesson: `\`useradd\` notes a new account in \`/var/log/lastlog\` and \`/var/log/faillog\`, files with one record for *every* number up to that of
the account. On a disk they are sparse and cost nothing. In a layer the holes become zeros: a user number of a few hundred
thousand makes an image of hundreds of megabytes, and one of a company's directory makes a build that never ends.

\`useradd -l\` (\`--no-log-init\`) leaves those files alone.`,
    examples: {
      bad: ['FROM debian:12-slim\nRUN useradd -u 1000620000 app\nUSER 1000620000\n'],
      good: [
        'FROM debian:12-slim\nRUN useradd -l -u 1000620000 app\nUSER 1000620000\n',
        'FROM debian:12-slim\nRUN useradd -u 10001 app\nUSER 10001\n',
      ],
    },
    whenNotToUse: 'When the image keeps no such log files, as on recent Fedora.',
    references: [
      'https://docs.docker.com/build/building/best-practices/#user',
      'https://github.com/moby/moby/issues/5419',
    ],
  },
  messages: {
    high: 'A user number of {uid} makes useradd write log files of that many records; add -l.',
  },
  check(instruction) {
    const found: Match[] = [];
    const run = runOf(instruction);
    if (run?.source.includes('useradd') !== true) return found;
    for (const command of posixScript(run).commands) {
      const high = highNumber(command);
      if (high !== undefined)
        found.push({ at: at(instruction, high.span), message: 'high', data: { uid: high.uid } });
    }
    return found;
  },
  fix(match) {
    const { node } = match.at;
    const run = node?.kind === 'instruction' ? runOf(node) : undefined;
    const command =
      run &&
      posixScript(run).commands.find(
        (candidate) => highNumber(candidate)?.span.start === match.at.span.start,
      );
    const [program] = command?.words ?? [];
    if (node === null || program === undefined || !hasOwnPlace(program)) return [];
    const edit = appendTo(program, '-l');
    return [
      {
        title: 'Add -l to useradd',
        safety: 'safe',
        edits: [{ at: at(node, edit.span), newText: edit.newText }],
      },
    ];
  },
});

/** The option that gives a number of six digits or more, where nothing keeps the log files small. */
function highNumber(command: ShellCommand): { readonly uid: string; readonly span: Span } | undefined {
  if (command.name !== 'useradd') return undefined;
  const { options } = readArguments(command.args, VALUE_OPTIONS);
  if (options.some(({ name }) => name === '-l' || name === '--no-log-init')) return undefined;
  const option = options.find(({ name }) => name === '-u' || name === '--uid');
  const uid = option?.value;
  return option !== undefined && uid !== undefined && /^\d{6,}$/.test(uid)
    ? { uid, span: option.span }
    : undefined;
}

const VALUE_OPTIONS: ReadonlySet<string> = new Set([
  '-b',
  '-c',
  '-d',
  '-e',
  '-f',
  '-g',
  '-G',
  '-k',
  '-K',
  '-p',
  '-R',
  '-P',
  '-s',
  '-u',
  '-Z',
  '--base-dir',
  '--comment',
  '--home-dir',
  '--home',
  '--gid',
  '--groups',
  '--skel',
  '--password',
  '--shell',
  '--uid',
]);
