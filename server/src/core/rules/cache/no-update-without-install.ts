/** Finds package lists that are fetched in a layer of their own. */
import { at, defineRule, type AnchoredEdit, type Match } from '../../lint/rule';
import { packageInstallOf } from '../../model/commands/installs';
import type { StageFacts } from '../../model/facts';
import type { ShellCommand } from '../../shell/nodes';
import type { Instruction } from '../../syntax/nodes';
import { mountsOf } from '../../syntax/views';

export default defineRule({
  id: 'no-update-without-install',
  scope: 'stage',
  keywords: ['RUN'],
  words: ['update'],
  meta: {
    category: 'cache',
    level: 'warning',
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: ['trivy/DS-0017', 'checkov/CKV_DOCKER_5'],
  },
  docs: {
    summary: 'Fetch the package lists in the RUN that installs from them',
    lesson: `\`RUN apt-get update\` is a step like any other: as long as its line is the same, the builder takes it from the cache. When the
install below it changes next month, it works with the lists of today: it asks for versions that the mirror no longer has, and
fails with 404, or installs what has known holes.

In one \`RUN\`, \`apt-get update && apt-get install …\`, both run or neither does. The lists can then be removed in the same layer as
well, where that still makes the image smaller.`,
    examples: {
      bad: [
        'FROM debian:12\nRUN apt-get update\nRUN apt-get install -y --no-install-recommends curl\nUSER nobody\nCMD ["curl", "--version"]\n',
        'FROM alpine:3.20\nRUN apk update\nUSER nobody\n',
      ],
      good: [
        'FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\nUSER nobody\nCMD ["curl", "--version"]\n',
        'FROM alpine:3.20\nRUN apk add --no-cache curl\nUSER nobody\nCMD ["curl", "--version"]\n',
      ],
    },
    whenNotToUse: 'In a base image whose children are to install without fetching the lists again.',
    references: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
  },
  messages: {
    alone:
      'These package lists stay in the cache while later installs change, and go stale; fetch them in the RUN that installs.',
  },
  check(stage) {
    const found: Match[] = [];
    for (const instruction of stage.instructions) {
      if (instruction.keyword !== 'RUN' || !instruction.source.includes('update')) continue;
      // Nearly every RUN that fetches the lists also installs, and this says so before anything is parsed.
      if (instruction.source.includes(' install ') || instruction.source.includes(' upgrade')) continue;
      const commands = stage.scriptOf(instruction)?.commands;
      const update = commands?.find(isUpdate);
      if (commands === undefined || update === undefined || keepsLists(instruction)) continue;
      if (commands.every((command) => isUpdate(command) || isInert(command)))
        found.push({ at: at(instruction, update.span), message: 'alone' });
    }
    return found;
  },
  fix(match, { stage }) {
    const { node } = match.at;
    if (stage === undefined || node?.kind !== 'instruction') return [];
    const edits = joined(stage, node);
    return edits === undefined
      ? []
      : [{ title: 'Fetch the lists in the RUN that installs', safety: 'suggestion', edits }];
  },
});

const MANAGERS: ReadonlySet<string> = new Set(['apt-get', 'apt', 'aptitude', 'apk']);

function isUpdate({ name, args }: ShellCommand): boolean {
  return (
    name !== undefined &&
    MANAGERS.has(name) &&
    args.find(({ text }) => !text.startsWith('-'))?.text === 'update'
  );
}

/** Certainly installs nothing; whatever else a RUN does may need the lists. */
function isInert({ name, args }: ShellCommand): boolean {
  if (name === undefined) return true;
  if (MANAGERS.has(name)) return /^(?:clean|autoclean)$/.test(args[0]?.value ?? '');
  return INERT.has(name);
}

const INERT: ReadonlySet<string> = new Set([
  'true',
  'echo',
  'set',
  'rm',
  'mkdir',
  'cat',
  'sed',
  'tee',
  'touch',
  'export',
  'date',
  'ls',
  ':',
]);

/** In a cache mount the lists are nobody's layer, and fresh for every build that shares it. */
function keepsLists(instruction: Instruction): boolean {
  return mountsOf(instruction).some(({ type }) => type === 'cache');
}

/** Where nothing but the update stands there, it moves in front of the next install. */
function joined(stage: StageFacts, update: Instruction): readonly AnchoredEdit[] | undefined {
  const commands = stage.scriptOf(update)?.commands ?? [];
  const [only] = commands;
  if (only === undefined || commands.length > 1 || update.exec !== undefined || update.heredocs.length > 0)
    return undefined;
  if (update.flags.length > 0 || update.comments.length > 0) return undefined;
  const later = stage.instructions.slice(stage.instructions.indexOf(update) + 1);
  const install = later.find(
    (instruction) =>
      instruction.keyword === 'RUN' &&
      stage.scriptOf(instruction)?.commands.some((command) => installs(command, only)) === true,
  );
  if (install === undefined) return undefined;
  const removed = { at: at(update, { start: 0, end: update.text.length }), newText: '' };
  if (stage.scriptOf(install)?.commands.some(isUpdate) === true) return [removed];
  if (install.exec !== undefined || install.heredocs.length > 0) return undefined;
  const { start, end } = update.body;
  const { start: first } = install.body;
  return [
    removed,
    { at: at(install, { start: first, end: first }), newText: `${update.text.slice(start, end)} && ` },
  ];
}

function installs(command: ShellCommand, update: ShellCommand): boolean {
  const family = packageInstallOf(command)?.family;
  return family !== undefined && (family === 'alpine') === (update.name === 'apk');
}
