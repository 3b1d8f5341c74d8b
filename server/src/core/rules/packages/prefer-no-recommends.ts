/** Finds installs of Debian packages that bring recommended packages along. */
import { at, defineRule, type Match } from '../../lint/rule';
import type { ManagerCommand } from '../../model/commands/installs';
import { appendTo, hasOwnPlace } from '../../model/commands/wordEdits';
import type { StageFacts } from '../../model/facts';
import { managerCommandsOf } from '../../model/managerCommands';
import { runScriptOf } from '../../model/runs';

export default defineRule({
  id: 'prefer-no-recommends',
  scope: 'stage',
  keywords: ['RUN'],
  words: ['apt', 'aptitude'],
  meta: {
    category: 'packages',
    level: { final: 'information', base: 'information', target: 'hint', builder: 'hint' },
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: ['hadolint/DL3015', 'trivy/DS-0029'],
    concern: 'size',
  },
  docs: {
    summary: 'Install without recommended packages',
    lesson: `apt installs what a package *needs* and also what its maintainer *recommends*: documentation viewers, mail servers, fonts.
On a desktop that is kind; in an image it is megabytes in every pull and packages that a scanner will report.
\`git\` alone doubles in size with its recommendations.

\`--no-install-recommends\` installs what was named and what that needs. If something is then missing, name it: the Dockerfile
says so from then on.`,
    examples: {
      bad: [
        'FROM debian:12-slim\nRUN apt-get update && apt-get install -y git && rm -rf /var/lib/apt/lists/*\nUSER nobody\n',
      ],
      good: [
        'FROM debian:12-slim\nRUN apt-get update && apt-get install -y --no-install-recommends ca-certificates git && rm -rf /var/lib/apt/lists/*\nUSER nobody\n',
        'FROM debian:12-slim\nRUN echo \'APT::Install-Recommends "false";\' > /etc/apt/apt.conf.d/99lean && apt-get update && apt-get install -y git && rm -rf /var/lib/apt/lists/*\nUSER nobody\n',
      ],
    },
    whenNotToUse: 'When the recommended packages are wanted, as for a desktop in a container.',
    references: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
  },
  messages: {
    recommends:
      '"{manager} {verb}" also installs what the packages recommend; --no-install-recommends leaves that out.',
  },
  check(stage) {
    const found: Match[] = [];
    for (const instruction of stage.instructions) {
      for (const use of managerCommandsOf(instruction)) {
        if (!takesRecommends(use) || isSetElsewhere(stage) || runScriptOf(stage, instruction) === undefined)
          continue;
        const { command, verb, manager } = use;
        found.push({
          at: at(instruction, { start: command.words[0]?.span.start ?? verb.span.start, end: verb.span.end }),
          message: 'recommends',
          data: { manager, verb: verb.text },
          equivalents: manager === 'apt-get' ? ['hadolint/DL3015', 'trivy/DS-0029'] : [],
        });
      }
    }
    return found;
  },
  fix(match) {
    const { node } = match.at;
    if (node?.kind !== 'instruction') return [];
    const use = managerCommandsOf(node).find(({ verb }) => verb.span.end === match.at.span.end);
    if (use === undefined || !hasOwnPlace(use.verb)) return [];
    // Behind the options that follow the verb reads better, and `install -y --no-install-recommends` is what people know.
    const { args } = use.command;
    let last = use.verb;
    for (const word of args.slice(args.indexOf(use.verb) + 1)) {
      if (word.value === undefined || !/^-(?:y|q|qq|yq|qy|yqq|qqy)$/.test(word.value)) break;
      last = word;
    }
    const edit = appendTo(last, '--no-install-recommends');
    return [
      {
        title: 'Add --no-install-recommends',
        safety: 'suggestion',
        edits: [{ at: at(node, edit.span), newText: edit.newText }],
      },
    ];
  },
});

function takesRecommends({ family, manager, task, flags, command }: ManagerCommand): boolean {
  if (family !== 'debian' || task !== 'install') return false;
  if (flags.some(({ name }) => NO_RECOMMENDS.has(name))) return false;
  if (manager === 'aptitude' && flags.some(({ name }) => name === '-R')) return false;
  return !command.args.some(({ text }) => SETTING.test(text));
}

const NO_RECOMMENDS: ReadonlySet<string> = new Set([
  '--no-install-recommends',
  '--without-recommends',
  '--install-recommends',
  '--download-only',
  '-d',
]);

const SETTING = /Install-Recommends/i;

/** The configuration of apt that an earlier line writes, or an image of Chainguard or Docker carries. */
function isSetElsewhere(stage: StageFacts): boolean {
  for (let at: StageFacts | undefined = stage; at !== undefined; at = at.parent)
    if (at.instructions.some(({ source }) => SETTING_WRITTEN.test(source))) return true;
  return false;
}

const SETTING_WRITTEN = /Install-Recommends\s*["= ]/;
