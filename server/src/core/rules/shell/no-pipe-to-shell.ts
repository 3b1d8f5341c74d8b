/** Finds downloads that are run unseen. */
import { at, defineRule, type Match } from '../../lint/rule';
import { RUN_KEYWORDS, runOf } from '../../model/runs';
import { posixScript } from '../../model/scripts';
import type { ShellCommand } from '../../shell/nodes';
import { posixShells } from '../../shell/language';

export default defineRule({
  id: 'no-pipe-to-shell',
  scope: 'instruction',
  keywords: RUN_KEYWORDS,
  words: ['curl', 'wget'],
  meta: {
    category: 'shell',
    level: 'information',
    since: '0.1.0',
    fix: 'none',
    equivalents: ['droast/DF021'],
  },
  docs: {
    summary: 'Check a downloaded script before it runs',
    lesson: `\`curl … | sh\` runs, as root and unseen, whatever the address gives at that moment. The author may have changed it since you read it,
somebody may have taken over the address, and a connection that breaks off runs half a script.

Download it, compare its checksum, run it: \`ADD --checksum=sha256:… https://… /install.sh\`, then \`RUN sh /install.sh\`. A new version
of the script then fails the build until somebody has looked. Often a package, a release archive or an official image to
\`COPY --from\` makes the script needless.`,
    examples: {
      bad: ['FROM debian:12-slim\nRUN curl -fsSL https://example.org/install.sh | sh\nUSER nobody\n'],
      good: [
        'FROM debian:12-slim\nADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.org/install.sh /install.sh\nRUN sh /install.sh\nUSER nobody\n',
      ],
    },
    whenNotToUse: 'When the address is your own and as safe as the Dockerfile.',
    references: [
      'https://docs.docker.com/reference/dockerfile/#add---checksum',
      'https://docs.docker.com/build/building/best-practices/#add-or-copy',
    ],
  },
  messages: {
    piped: '"{shell}" runs whatever {source} gives on the day of the build; download, check, then run it.',
  },
  check(instruction) {
    const found: Match[] = [];
    const run = runOf(instruction);
    if (run === undefined || !(run.source.includes('curl') || run.source.includes('wget'))) return found;
    const { commands } = posixScript(run);
    for (const [index, command] of commands.entries()) {
      const [program] = command.words;
      if (program === undefined || !runsInput(command)) continue;
      const source = downloadBefore(commands, index) ?? downloadInside(commands, index);
      if (source === undefined) continue;
      found.push({
        at: at(instruction, program.span),
        message: 'piped',
        data: { shell: command.name ?? program.text, source: hostOf(source) ?? source.name ?? 'the network' },
      });
    }
    return found;
  },
});

const INTERPRETERS = /^(?:python[\d.]*|perl|ruby|node|php|pwsh)$/;

/** A shell or interpreter whose program comes from its input, or as `sh -c "$(…)"` and `bash <(…)`. */
function runsInput({ name, args }: ShellCommand): boolean {
  if (name === undefined || !(posixShells.has(name) || INTERPRETERS.test(name))) return false;
  const operand = args.findIndex(({ text }) => !/^-./.test(text));
  if (operand === -1) return true;
  const text = args[operand]?.text ?? '';
  if (text === '-' || text.startsWith('/dev/stdin') || text.startsWith('<(')) return true;
  const isCommand = args.slice(0, operand).some(({ text: option }) => /^-[a-z]*c$/.test(option));
  if (isCommand) return /^"?\$\(\s*(?:curl|wget)/.test(text);
  // `bash -s -- --yes` and `bash -s stable` give arguments to the script that they read.
  return args.slice(0, operand).some(({ text: option }) => /^-[a-z]*s/.test(option));
}

/** The download at the head of the pipe that ends in this command. */
function downloadBefore(commands: readonly ShellCommand[], index: number): ShellCommand | undefined {
  for (let at = index; at > 0; at -= 1) {
    if (commands[at]?.connector !== '|' && commands[at]?.connector !== '|&') return undefined;
    const before = commands[at - 1];
    if (before !== undefined && isDownload(before)) return before;
  }
  return undefined;
}

/** The download in the command's own substitution, which follows it in the list of commands. */
function downloadInside(commands: readonly ShellCommand[], index: number): ShellCommand | undefined {
  const command = commands[index];
  return commands
    .slice(index + 1, index + 3)
    .find(
      (inner) =>
        command !== undefined &&
        inner.place === 'substitution' &&
        inner.span.end <= command.span.end &&
        isDownload(inner),
    );
}

function isDownload({ name }: ShellCommand): boolean {
  return name === 'curl' || name === 'wget';
}

function hostOf({ args }: ShellCommand): string | undefined {
  for (const { text } of args) {
    const host = /^["']?https?:\/\/([\w.-]+)/.exec(text)?.[1];
    if (host !== undefined) return host;
  }
  return undefined;
}
