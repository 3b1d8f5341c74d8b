/** Finds wget that fills the build log with its progress bar. */
import { at, defineRule, type Match } from '../../lint/rule';
import { readArguments } from '../../model/commands/options';
import { appendTo, hasOwnPlace } from '../../model/commands/wordEdits';
import { RUN_KEYWORDS, runOf } from '../../model/runs';
import { posixScript } from '../../model/scripts';
import type { ShellCommand } from '../../shell/nodes';

export default defineRule({
  id: 'require-wget-progress',
  scope: 'instruction',
  keywords: RUN_KEYWORDS,
  words: ['wget'],
  meta: {
    category: 'packages',
    level: 'off',
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: ['hadolint/DL3047'],
  },
  docs: {
    summary: 'Tell wget how much of its progress to log',
    lesson: `Without a terminal wget draws a dot for every kilobyte. A download of 100 MB is then 2,000 lines in the build log, and what went
wrong is hard to find between them.

\`--progress=dot:giga\` draws a dot for every 32 KB and a line for every megabyte; \`-nv\` writes one line a file, \`-q\` none.`,
    examples: {
      bad: ['FROM buildpack-deps:bookworm\nRUN wget https://example.org/data.tar.gz\nUSER nobody\n'],
      good: ['FROM buildpack-deps:bookworm\nRUN wget -nv https://example.org/data.tar.gz\nUSER nobody\n'],
    },
    whenNotToUse: 'When logs are not read, or the wget is that of BusyBox, which knows no such setting.',
    references: ['https://www.gnu.org/software/wget/manual/wget.html#Download-Options'],
  },
  messages: {
    progress: 'wget logs a line for every 50 KB; say how much with --progress=dot:giga, -nv or -q.',
  },
  check(instruction) {
    const found: Match[] = [];
    const run = runOf(instruction);
    if (run?.source.includes('wget') !== true) return found;
    for (const command of posixScript(run).commands) {
      const [program] = command.words;
      if (command.name !== 'wget' || program === undefined || !downloads(command)) continue;
      found.push({ at: at(instruction, program.span), message: 'progress' });
    }
    return found;
  },
  fix(match) {
    const { node } = match.at;
    const run = node?.kind === 'instruction' ? runOf(node) : undefined;
    const program =
      run &&
      posixScript(run).commands.find(({ words }) => words[0]?.span.start === match.at.span.start)?.words[0];
    if (node === null || program === undefined || !hasOwnPlace(program)) return [];
    const edit = appendTo(program, '--progress=dot:giga');
    return [
      {
        title: 'Add --progress=dot:giga',
        safety: 'safe',
        edits: [{ at: at(node, edit.span), newText: edit.newText }],
      },
    ];
  },
});

function downloads({ args }: ShellCommand): boolean {
  const { options, operands } = readArguments(args, NO_VALUES);
  if (args.some(({ text }) => text === '-nv')) return false;
  return operands.length > 0 && !options.some(({ name }) => SETS_OUTPUT.has(name));
}

const NO_VALUES: ReadonlySet<string> = new Set(['-O', '-P', '-U', '-t', '-T', '-w', '-Q', '-i']);
const SETS_OUTPUT: ReadonlySet<string> = new Set([
  '--progress',
  '-q',
  '--quiet',
  '--no-verbose',
  '-o',
  '--output-file',
  '-a',
  '--append-output',
  '--version',
  '--help',
  '-V',
]);
