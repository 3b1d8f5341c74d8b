/** Finds package managers that would ask a question in a build, where nobody can answer. */
import { PACKAGE_MANAGER_WORDS } from '../../model/commands/installs';
import { at, defineRule, type Match } from '../../lint/rule';
import type { ManagerCommand } from '../../model/commands/installs';
import { appendTo, hasOwnPlace } from '../../model/commands/wordEdits';
import type { StageFacts } from '../../model/facts';
import { managerCommandsOf } from '../../model/managerCommands';
import { runScriptOf } from '../../model/runs';
import type { Instruction } from '../../syntax/nodes';

export default defineRule({
  id: 'require-assume-yes',
  scope: 'stage',
  keywords: ['RUN'],
  words: PACKAGE_MANAGER_WORDS,
  meta: {
    category: 'packages',
    level: 'warning',
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: [
      'hadolint/DL3014',
      'hadolint/DL3030',
      'hadolint/DL3034',
      'hadolint/DL3038',
      'trivy/DS-0021',
    ],
  },
  docs: {
    summary: 'Tell the package manager to assume yes',
    lesson: `A build has no keyboard. When \`apt-get install\` asks "Do you want to continue?" it reads the end of its input, takes that
for a no and stops the build. It asks as soon as a package needs another one that was not named, so the same line may work
today and fail when a dependency is added.

Give the answer beforehand: \`-y\` for apt-get, yum, dnf and zypper. apk never asks.`,
    examples: {
      bad: [
        'FROM debian:12-slim\nRUN apt-get update && apt-get install --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\nUSER nobody\n',
        'FROM fedora:41\nRUN dnf install httpd && dnf clean all\nUSER nobody\n',
      ],
      good: [
        'FROM debian:12-slim\nRUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\nUSER nobody\n',
        'FROM alpine:3.20\nRUN apk add --no-cache curl\nUSER nobody\n',
      ],
    },
    whenNotToUse: 'When the answer is part of the base image in a way the Dockerfile does not show.',
    references: [
      'https://manpages.debian.org/bookworm/apt/apt-get.8.en.html',
      'https://dnf.readthedocs.io/en/latest/command_ref.html',
    ],
  },
  messages: {
    asks: '"{manager} {verb}" asks before it goes on, and nobody can answer in a build; add {option}.',
  },
  check(stage) {
    const found: Match[] = [];
    for (const instruction of stage.instructions) {
      for (const use of managerCommandsOf(instruction)) {
        if (!mayAsk(use) || isAnswered(stage, instruction, use)) continue;
        found.push(toMatch(instruction, use));
      }
    }
    return found;
  },
  fix(match) {
    const { node } = match.at;
    if (node?.kind !== 'instruction') return [];
    const use = managerCommandsOf(node).find(({ verb }) => verb.span.end === match.at.span.end);
    if (use === undefined || !hasOwnPlace(use.verb)) return [];
    const edit = appendTo(use.verb, '-y');
    return [
      {
        title: `Add -y to ${use.manager} ${use.verb.text}`,
        safety: 'safe',
        edits: [{ at: at(node, edit.span), newText: edit.newText }],
      },
    ];
  },
});

const CHANGES: ReadonlySet<string> = new Set(['install', 'remove', 'upgrade', 'distribution-upgrade']);

/** microdnf of RHEL 8 and 9 takes -y and asks nothing either way. */
function mayAsk(use: ManagerCommand): boolean {
  return !use.isAssumingYes && CHANGES.has(use.task) && !use.flags.some(({ name }) => ASKS_NOTHING.has(name));
}

const ASKS_NOTHING: ReadonlySet<string> = new Set([
  '--help',
  '-h',
  '--print-uris',
  '--dry-run',
  '--simulate',
  '-s',
  '--just-print',
  '--recon',
  '--assumeno',
  '--assume-no',
  '--trivial-only',
  '--force-yes',
]);

/** By `yes |`, by a file as input, or by the manager's configuration. */
function isAnswered(stage: StageFacts, instruction: Instruction, { command }: ManagerCommand): boolean {
  if (command.connector === '|' && command.wrappers[0] !== 'xargs') return true;
  if (command.redirects.some(({ operator }) => operator.startsWith('<'))) return true;
  if (runScriptOf(stage, instruction) === undefined) return true;
  for (let at: StageFacts | undefined = stage; at !== undefined; at = at.parent)
    if (at.instructions.some(({ source }) => CONFIGURED.test(source))) return true;
  return false;
}

/** A line of apt's, yum's or zypper's configuration that some command writes. */
const CONFIGURED = /Assume-Yes|assumeyes\s*=|non-?interactive\s*=\s*(?:true|yes)/i;

function toMatch(instruction: Instruction, use: ManagerCommand): Match {
  const { manager, verb, command } = use;
  const match: Match = {
    at: at(instruction, { start: command.words[0]?.span.start ?? verb.span.start, end: verb.span.end }),
    message: 'asks',
    data: { manager, verb: verb.text, option: '-y' },
    equivalents: use.task === 'install' ? (CODES.get(manager) ?? []) : [],
  };
  return manager === 'microdnf' ? { ...match, onlyIn: 'hadolint' } : match;
}

const CODES: ReadonlyMap<string, readonly string[]> = new Map([
  ['apt-get', ['hadolint/DL3014', 'trivy/DS-0021']],
  ['yum', ['hadolint/DL3030']],
  ['zypper', ['hadolint/DL3034']],
  ['dnf', ['hadolint/DL3038']],
  ['microdnf', ['hadolint/DL3038']],
]);
