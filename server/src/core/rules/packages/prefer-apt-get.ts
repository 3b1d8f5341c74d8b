/** Finds apt in scripts, whose command line is made for people and may change. */
import { at, defineRule } from '../../lint/rule';
import type { ManagerCommand } from '../../model/commands/installs';
import { hasOwnPlace, replaceWord } from '../../model/commands/wordEdits';
import { managerCommandsOf } from '../../model/managerCommands';
import { RUN_KEYWORDS } from '../../model/runs';
import type { Instruction } from '../../syntax/nodes';
import type { TextEdit } from '../../text/textEdit';

export default defineRule({
  id: 'prefer-apt-get',
  scope: 'instruction',
  keywords: RUN_KEYWORDS,
  words: ['apt'],
  meta: {
    category: 'packages',
    level: 'information',
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: ['hadolint/DL3027', 'checkov/CKV_DOCKER_9'],
  },
  docs: {
    summary: 'Use apt-get in scripts, not apt',
    lesson: `\`apt\` is for people at a terminal: it draws progress bars, and its authors keep the right to change its options and its
output from release to release. It says so itself: "apt does not have a stable CLI interface. Use with caution in scripts."

\`apt-get\` does the same with an interface that stays. \`apt-cache\` takes the place of \`apt show\` and \`apt search\`.`,
    examples: {
      bad: [
        'FROM debian:12-slim\nRUN apt-get update && apt install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\nUSER nobody\n',
      ],
      good: [
        'FROM debian:12-slim\nRUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\nUSER nobody\n',
      ],
    },
    whenNotToUse: 'When the base image holds a fixed release, and the warning in the log disturbs nobody.',
    references: [
      'https://manpages.debian.org/bookworm/apt/apt.8.en.html#SCRIPT_USAGE_AND_DIFFERENCES_FROM_OTHER_APT_TOOLS',
    ],
  },
  messages: {
    apt: 'apt has no stable command line for scripts; use {instead}.',
  },
  check(instruction) {
    const [use] = usesOfApt(instruction);
    const program = use?.command.words[0];
    if (use === undefined || program === undefined) return [];
    const instead = ASKING.has(use.verb.value ?? '') ? 'apt-cache' : 'apt-get';
    return [{ at: at(instruction, program.span), message: 'apt', data: { instead } }];
  },
  fix(match) {
    const { node } = match.at;
    if (node?.kind !== 'instruction') return [];
    const edits = usesOfApt(node).map(toAptGet);
    if (!edits.every((edit) => edit !== undefined)) return [];
    return [
      {
        title: 'Use apt-get',
        safety: 'safe',
        edits: edits.flat().map((edit) => ({ at: at(node, edit.span), newText: edit.newText })),
      },
    ];
  },
});

function usesOfApt(instruction: Instruction): readonly ManagerCommand[] {
  return managerCommandsOf(instruction).filter(({ command }) => command.name === 'apt');
}

/** Undefined where apt-get has no word for the task. */
function toAptGet({ command, verb }: ManagerCommand): TextEdit[] | undefined {
  const [program] = command.words;
  const instead = VERBS.get(verb.value ?? '');
  if (program?.value !== 'apt' || instead === undefined || !hasOwnPlace(program)) return undefined;
  if (instead === verb.value) return [replaceWord(program, 'apt-get')];
  return hasOwnPlace(verb) ? [replaceWord(program, 'apt-get'), replaceWord(verb, instead)] : undefined;
}

const ASKING: ReadonlySet<string> = new Set(['show', 'search', 'list', 'policy', 'depends', 'rdepends']);

/** What apt-get calls the same task. `apt upgrade` may install new packages, which `apt-get upgrade` does not. */
const VERBS: ReadonlyMap<string, string> = new Map(
  ['install', 'reinstall', 'remove', 'purge', 'autoremove', 'update', 'clean', 'autoclean', 'build-dep']
    .map((verb): [string, string] => [verb, verb])
    .concat([['full-upgrade', 'dist-upgrade']]),
);
