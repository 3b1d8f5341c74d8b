/** Finds upgrades of the whole distribution inside an image. */
import { PACKAGE_MANAGER_WORDS } from '../../model/commands/installs';
import { at, defineRule, type Match } from '../../lint/rule';
import { managerCommandsOf } from '../../model/managerCommands';
import { RUN_KEYWORDS, runOf } from '../../model/runs';
import { posixScript } from '../../model/scripts';
import type { Instruction } from '../../syntax/nodes';

export default defineRule({
  id: 'no-distribution-upgrade',
  scope: 'instruction',
  keywords: RUN_KEYWORDS,
  words: [...PACKAGE_MANAGER_WORDS, 'release'],
  meta: {
    category: 'packages',
    level: 'warning',
    since: '0.1.0',
    fix: 'none',
    equivalents: ['hadolint/DL3035', 'trivy/DS-0024'],
  },
  docs: {
    summary: 'Choose the release with FROM, and do not upgrade the distribution in a layer',
    lesson: `\`apt-get dist-upgrade\` and \`zypper dup\` may replace any package, remove some and change the release. The image then is no
longer what its FROM line says, its size grows by a second copy of everything replaced, and two builds a week apart differ.

Base images are rebuilt with security fixes. Take a newer one: \`docker build --pull\`, or a newer tag or digest in FROM. For a fix
that the image does not have yet, upgrade that package alone.`,
    examples: {
      bad: [
        'FROM opensuse/leap:15.6\nRUN zypper dist-upgrade -y && zypper clean --all\nUSER nobody\n',
        'FROM debian:12-slim\nRUN apt-get update && apt-get -y dist-upgrade && rm -rf /var/lib/apt/lists/*\nUSER nobody\n',
      ],
      good: [
        'FROM debian:12-slim\nRUN apt-get update && apt-get install -y --no-install-recommends --only-upgrade openssl && rm -rf /var/lib/apt/lists/*\nUSER nobody\n',
      ],
    },
    whenNotToUse: 'When the image exists to try an upgrade.',
    references: [
      'https://docs.docker.com/build/building/best-practices/#rebuild-your-images-often',
      'https://avd.aquasec.com/misconfig/dockerfile/general/avd-ds-0024/',
    ],
  },
  messages: {
    upgrade: '"{command}" replaces the distribution that FROM chose; take a newer base image instead.',
  },
  check(instruction) {
    const found: Match[] = [];
    for (const { task, family, verb, command, manager } of managerCommandsOf(instruction)) {
      if (task !== 'distribution-upgrade') continue;
      const match: Match = {
        at: at(instruction, { start: command.words[0]?.span.start ?? verb.span.start, end: verb.span.end }),
        message: 'upgrade',
        data: { command: `${manager} ${verb.text}` },
        equivalents: family === 'suse' ? ['hadolint/DL3035'] : family === 'debian' ? ['trivy/DS-0024'] : [],
      };
      found.push(match);
    }
    for (const one of releaseUpgrades(instruction)) found.push(one);
    return found;
  },
});

function releaseUpgrades(instruction: Instruction): readonly Match[] {
  const found: Match[] = [];
  const run = instruction.source.includes('do-release-upgrade') ? runOf(instruction) : undefined;
  for (const { name, words } of run === undefined ? [] : posixScript(run).commands) {
    const [program] = words;
    if (name !== 'do-release-upgrade' || program === undefined) continue;
    found.push({
      at: at(instruction, program.span),
      message: 'upgrade',
      data: { command: name },
      equivalents: [],
    });
  }
  return found;
}
