/** Finds working directories that belong to the operating system. */
import { at, defineRule, type Match } from '../../lint/rule';
import { withoutEndSlashes } from '../../model/paths';

export default defineRule({
  id: 'no-system-workdir',
  scope: 'stage',
  keywords: ['WORKDIR'],
  meta: {
    category: 'runtime',
    level: 'information',
    since: '0.1.0',
    fix: 'none',
    equivalents: ['trivy/DS-0030'],
  },
  docs: {
    summary: 'Work in a directory of your own, not in one of the system',
    lesson: `\`WORKDIR\` is where every later step writes, and where the program starts. In \`/etc\`, \`/usr\` or \`/bin\` its files lie among those of the
distribution: a package may overwrite them, a glob or a \`chown -R\` meant for the project hits the system, and nothing can be mounted
or made writable for the program alone. What is below \`/proc\`, \`/sys\` or \`/dev\` is hidden at run time by the engine's own mounts.

Use a directory that is yours, such as \`/app\` or \`/usr/src/app\`.`,
    examples: {
      bad: ['FROM alpine:3.20\nWORKDIR /etc\nCOPY app.conf .\nUSER nobody\n'],
      good: ['FROM alpine:3.20\nWORKDIR /etc/app\nCOPY app.conf .\nUSER nobody\n'],
    },
    whenNotToUse: 'When the step really maintains the directory, as in an image that is a root file system.',
    references: ['https://docs.docker.com/reference/dockerfile/#workdir'],
  },
  messages: {
    system: '"{path}" belongs to the operating system; work in a directory of your own, such as /app.',
  },
  check(stage) {
    const found: Match[] = [];
    for (const instruction of stage.instructions) {
      if (instruction.keyword !== 'WORKDIR') continue;
      const [word] = instruction.words;
      if (word === undefined || word.value.includes('$')) continue;
      const path = withoutEndSlashes(word.value) || word.value.slice(0, 1);
      if (SYSTEM.has(path) || VIRTUAL.test(path))
        found.push({ at: at(instruction, word.span), message: 'system', data: { path } });
    }
    return found;
  },
});

/** Those themselves; what is below them is often a program's own (`/etc/nginx`, `/var/www`, `/usr/src/app`). */
const SYSTEM: ReadonlySet<string> = new Set(
  '/bin /boot /etc /lib /lib32 /lib64 /run /sbin /usr /usr/bin /usr/lib /usr/lib64 /usr/sbin /usr/share /var /var/lib'.split(
    ' ',
  ),
);

const VIRTUAL = /^\/(?:dev|proc|sys)(?:\/|$)/;
