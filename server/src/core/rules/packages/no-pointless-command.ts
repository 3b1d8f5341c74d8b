/** Finds commands that do nothing useful while an image is built. */
import { at, defineRule, type Match } from '../../lint/rule';
import { RUN_KEYWORDS, runOf } from '../../model/runs';
import { posixScript } from '../../model/scripts';
import type { ShellCommand, ShellScript } from '../../shell/nodes';
import type { Instruction } from '../../syntax/nodes';
import { mountsOf } from '../../syntax/views';

export default defineRule({
  id: 'no-pointless-command',
  scope: 'instruction',
  keywords: RUN_KEYWORDS,
  words:
    'service shutdown reboot poweroff halt mount kill ps top htop free uptime ifconfig vim vi nano ssh'.split(
      ' ',
    ),
  meta: {
    category: 'packages',
    level: 'information',
    since: '0.1.0',
    fix: 'none',
    equivalents: ['hadolint/DL3001'],
  },
  docs: {
    summary: 'Run nothing in a build that only makes sense on a running system',
    lesson: `Every \`RUN\` starts in a fresh container that ends with its last command. What it wrote to files stays; processes, mounts and
kernel settings do not. \`service nginx start\` at the end of a \`RUN\` starts a service that is gone a moment later, \`shutdown\` has
nothing to shut down, and an editor has nobody in front of it.

Start services with \`CMD\` or \`ENTRYPOINT\`, look into an image with \`docker run\`, and leave commands out that only print.
A service that is started, used and stopped within one \`RUN\` is fine.`,
    examples: {
      bad: [
        'FROM debian:12-slim\nCOPY site.conf /etc/nginx/sites-enabled/\nRUN nginx -t && service nginx start\nUSER nobody\n',
        'FROM debian:12-slim\nRUN free -m\nUSER nobody\n',
      ],
      good: [
        'FROM postgres:16\nCOPY init.sql /\nRUN service postgresql start && psql -f /init.sql\nUSER postgres\n',
        'FROM alpine:3.20 AS build\nRUN apk add --no-cache openssh-client\nRUN --mount=type=ssh ssh -T git@github.com\nFROM alpine:3.20\nCOPY --from=build /etc/ssh/ssh_config /etc/ssh/\nUSER nobody\n',
      ],
    },
    whenNotToUse: 'When the output of such a command is wanted in the build log.',
    references: ['https://docs.docker.com/reference/dockerfile/#run'],
  },
  messages: {
    service: '"{command}" ends together with this RUN; start it with CMD or ENTRYPOINT.',
    system: '"{command}" acts on a running system, and a build has none.',
    shows: '"{command}" shows what is true during the build only, and changes nothing.',
    edits: '"{command}" waits for somebody at a terminal, and a build has none.',
    ssh: '"{command}" has no key and no agent in a build without a mount of type ssh.',
  },
  check(instruction) {
    const found: Match[] = [];
    const run = runOf(instruction);
    if (run === undefined || !NAMES.test(run.source)) return found;
    const script = posixScript(run);
    for (const command of script.commands) {
      const { name, words } = command;
      const message = name === undefined ? undefined : REASONS.get(name);
      const [program] = words;
      if (name === undefined || message === undefined || program === undefined) continue;
      const match: Match = {
        at: at(instruction, program.span),
        message,
        data: { command: name },
        equivalents: FOUND_BY_OTHERS.has(name) ? ['hadolint/DL3001'] : [],
      };
      if (isPointless(command, script, run)) found.push(match);
      else if (FOUND_BY_OTHERS.has(name)) found.push({ ...match, onlyIn: 'hadolint' });
    }
    return found;
  },
});

const REASONS: ReadonlyMap<string, 'service' | 'system' | 'shows' | 'edits' | 'ssh'> = new Map([
  ['service', 'service'],
  ['shutdown', 'system'],
  ['reboot', 'system'],
  ['poweroff', 'system'],
  ['halt', 'system'],
  ['mount', 'system'],
  ['kill', 'system'],
  ['ps', 'shows'],
  ['top', 'shows'],
  ['htop', 'shows'],
  ['free', 'shows'],
  ['uptime', 'shows'],
  ['ifconfig', 'shows'],
  ['vim', 'edits'],
  ['vi', 'edits'],
  ['nano', 'edits'],
  ['ssh', 'ssh'],
]);

const NAMES =
  /\b(?:service|shutdown|reboot|poweroff|halt|mount|kill|ps|h?top|free|uptime|ifconfig|vim?|nano|ssh)\b/;

/** The names that hadolint has (its rule DL3001). */
const FOUND_BY_OTHERS: ReadonlySet<string> = new Set(
  'free kill mount ps service shutdown ssh top vim'.split(' '),
);

function isPointless(command: ShellCommand, script: ShellScript, run: Instruction): boolean {
  const { name, args, place, redirects } = command;
  if (place === 'function' || args.some(({ value }) => /^(?:--?version|-V|--help)$/.test(value ?? '')))
    return false;
  switch (REASONS.get(name ?? '')) {
    case 'service':
      return /^(?:start|restart|reload)$/.test(args.at(-1)?.value ?? '') && isLast(command, script);
    case 'system':
      // What was started in the same RUN can be stopped there, and an insecure build may mount.
      return name !== 'kill' && !(name === 'mount' && run.flags.some((flag) => flag.name === 'security'));
    case 'shows':
      return (
        place === 'top' &&
        redirects.length === 0 &&
        !isPiped(command, script) &&
        !(name === 'ifconfig' && args.length > 1)
      );
    case 'edits':
      // `vim -c "PlugInstall" -c qa` and `vim +qall` install plug-ins without anybody.
      return !args.some(({ text }) => /^(?:\+|-c$|-es?$|-E|-s$|--cmd|--headless)/.test(text));
    case 'ssh':
      return !mountsOf(run).some(({ type }) => type === 'ssh' || type === 'secret');
    default:
      return false;
  }
}

/** Nothing runs behind it that could use what it started. */
function isLast(command: ShellCommand, { commands }: ShellScript): boolean {
  return commands.at(-1) === command;
}

function isPiped(command: ShellCommand, { commands }: ShellScript): boolean {
  return commands[commands.indexOf(command) + 1]?.connector?.startsWith('|') === true;
}
