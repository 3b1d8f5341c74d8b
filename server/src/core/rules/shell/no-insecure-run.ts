/** Finds RUN lines that leave the build's sandbox. */
import { at, defineRule, type Match } from '../../lint/rule';
import { RUN_KEYWORDS, runOf } from '../../model/runs';

export default defineRule({
  id: 'no-insecure-run',
  scope: 'instruction',
  keywords: RUN_KEYWORDS,
  words: ['security', 'network'],
  meta: {
    category: 'shell',
    level: 'warning',
    since: '0.1.0',
    fix: 'none',
    equivalents: ['sonar/S6502', 'sonar/S6431'],
    concern: 'hardening',
  },
  docs: {
    summary: 'Keep RUN inside the sandbox of the build',
    lesson: `\`RUN --security=insecure\` runs with all rights of a privileged container, and \`--network=host\` in the network of the machine that
builds: what a package's install script does there, it does to your build machine, and the ports of its services are open to it.
The builder must be told to allow either, so the file also builds nowhere else.

Most steps that ask for them need less: a file system can be made without mounting it, a service can be reached by its name,
and tests that need a privileged container belong behind the build.`,
    examples: {
      bad: [
        'FROM debian:12-slim\nRUN --security=insecure mount -t proc proc /mnt\nUSER nobody\n',
        'FROM debian:12-slim\nRUN --network=host make -C /src\nUSER nobody\n',
      ],
      good: ['FROM debian:12-slim\nRUN --network=none make -C /src\nUSER nobody\n'],
    },
    whenNotToUse: 'When the builder is made for it and used for nothing else.',
    references: [
      'https://docs.docker.com/reference/dockerfile/#run---security',
      'https://docs.docker.com/reference/dockerfile/#run---network',
    ],
  },
  messages: {
    security: 'This runs with the rights of a privileged container on the machine that builds.',
    network: "This runs in the network of the machine that builds, with access to that machine's services.",
  },
  check(instruction) {
    const found: Match[] = [];
    for (const flag of runOf(instruction)?.flags ?? []) {
      if (flag.name === 'security' && flag.value === 'insecure')
        found.push({ at: at(instruction, flag.span), message: 'security', equivalents: ['sonar/S6502'] });
      if (flag.name === 'network' && flag.value === 'host')
        found.push({ at: at(instruction, flag.span), message: 'network', equivalents: ['sonar/S6431'] });
    }
    return found;
  },
});
