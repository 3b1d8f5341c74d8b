/** Finds downloads with curl that take a server's error page for the file. */
import { at, defineRule, type Match } from '../../lint/rule';
import { readArguments } from '../../model/commands/options';
import { appendTo, hasOwnPlace, isJsonString } from '../../model/commands/wordEdits';
import { RUN_KEYWORDS, runOf } from '../../model/runs';
import { posixScript } from '../../model/scripts';
import type { ShellCommand } from '../../shell/nodes';
import type { Instruction } from '../../syntax/nodes';
import type { TextEdit } from '../../text/textEdit';

export default defineRule({
  id: 'require-curl-fail',
  scope: 'instruction',
  keywords: RUN_KEYWORDS,
  words: ['curl'],
  meta: {
    category: 'shell',
    level: 'hint',
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: ['droast/DF035'],
  },
  docs: {
    summary: 'Let curl fail when the server answers with an error',
    lesson: `For curl a page that says "404 Not Found" is a page like any other: it saves it under the name you gave and reports success. The
build goes on, and something breaks later, where nobody thinks of the download; a cached layer keeps the error page.

With \`-f\` (\`--fail\`) curl reports an error when the server does, and the build stops at the right line. \`curl -fsSL\` is the usual
form: fail, be silent but show errors, follow redirects.`,
    examples: {
      bad: [
        'FROM debian:12-slim\nRUN curl -sSL -o /opt/app.tar.gz https://example.org/app.tar.gz\nUSER nobody\n',
      ],
      good: [
        'FROM debian:12-slim\nRUN curl -fsSL -o /opt/app.tar.gz https://example.org/app.tar.gz\nUSER nobody\n',
      ],
    },
    whenNotToUse: 'When the answer is looked at before it is used, as by a checksum in the same RUN.',
    references: ['https://curl.se/docs/manpage.html#-f'],
  },
  messages: {
    fail: 'curl saves an error page as if it were the file; add --fail.',
  },
  check(instruction) {
    const found: Match[] = [];
    for (const command of unfailing(instruction)) {
      const [program] = command.words;
      if (program !== undefined) found.push({ at: at(instruction, program.span), message: 'fail' });
    }
    return found;
  },
  fix(match) {
    const { node } = match.at;
    if (node?.kind !== 'instruction') return [];
    const command = unfailing(node).find(({ words }) => words[0]?.span.start === match.at.span.start);
    const edit = command && withFail(command);
    if (edit === undefined) return [];
    return [
      {
        title: 'Add -f to curl',
        safety: 'safe',
        edits: [{ at: at(node, edit.span), newText: edit.newText }],
      },
    ];
  },
});

function unfailing(instruction: Instruction): readonly ShellCommand[] {
  const run = runOf(instruction);
  if (run?.source.includes('curl') !== true) return [];
  const { commands } = posixScript(run);
  // A checksum finds the error page as well.
  if (commands.some(({ name }) => name !== undefined && CHECKS.has(name))) return [];
  return commands.filter(
    (command, index) => command.name === 'curl' && downloads(command, commands[index + 1]),
  );
}

const CHECKS: ReadonlySet<string> = new Set([
  'md5sum',
  'sha1sum',
  'sha256sum',
  'sha384sum',
  'sha512sum',
  'shasum',
  'gpg',
  'gpgv',
  'cosign',
  'minisign',
]);

/** What it gets goes into a file or to another program, and nobody looks at the status. */
function downloads({ args, redirects, place }: ShellCommand, next: ShellCommand | undefined): boolean {
  if (place === 'condition') return false;
  const { options, operands } = readArguments(args, VALUE_OPTIONS);
  if (operands.length === 0 && !options.some(({ name }) => name === '--url')) return false;
  const names = new Set(options.map(({ name }) => name));
  if (STATUS_IS_SEEN.some((name) => names.has(name))) return false;
  const isLocal = operands.some(({ text }) =>
    /^["']?(?:https?:\/\/)?(?:localhost|127\.0\.0\.1|\[::1\])|^["']?(?:file|ftp|unix):/.test(text),
  );
  if (isLocal) return false;
  return (
    SAVES.some((name) => names.has(name)) ||
    redirects.some(({ operator, descriptor }) => operator.startsWith('>') && (descriptor ?? 1) === 1) ||
    next?.connector === '|'
  );
}

const SAVES: readonly string[] = ['-o', '--output', '-O', '--remote-name', '--remote-name-all', '-J'];

const STATUS_IS_SEEN: readonly string[] = [
  '-f',
  '--fail',
  '--fail-with-body',
  '--fail-early',
  '-w',
  '--write-out',
  '-I',
  '--head',
  '-X',
  '--request',
  '-d',
  '--data',
  '-K',
  '--config',
  '-i',
  '--include',
  '-D',
  '--dump-header',
];

const VALUE_OPTIONS: ReadonlySet<string> = new Set(
  (
    '-o --output -H --header -u --user -A --user-agent -e --referer -x --proxy -m --max-time --connect-timeout --retry ' +
    '--retry-delay --retry-max-time --cacert --cert -E --key -b --cookie -c --cookie-jar -d --data --data-raw ' +
    '--data-binary --data-urlencode -F --form -X --request -w --write-out -T --upload-file -C --continue-at -r --range ' +
    '--limit-rate -Y --speed-limit -y --speed-time -z --time-cond -K --config -D --dump-header --resolve --output-dir ' +
    '--max-redirs --proto --proto-redir --url --ciphers --tls-max --interface --dns-servers --unix-socket --capath'
  ).split(' '),
);

/** Into a cluster of short options as `-sSL`, else as a word of its own. */
function withFail({ words, args }: ShellCommand): TextEdit | undefined {
  const [program] = words;
  const [first] = args;
  if (program === undefined || !hasOwnPlace(program)) return undefined;
  if (first !== undefined && !isJsonString(first) && hasOwnPlace(first) && /^-[a-zA-Z]*$/.test(first.text)) {
    const start = first.span.start + 1;
    return { span: { start, end: start }, newText: 'f' };
  }
  return appendTo(program, '-f');
}
