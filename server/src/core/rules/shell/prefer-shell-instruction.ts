/** Finds links that replace /bin/sh, where SHELL would name another shell. */
import { at, defineRule, type Match } from '../../lint/rule';
import { RUN_KEYWORDS, runOf } from '../../model/runs';
import { posixScript } from '../../model/scripts';

export default defineRule({
  id: 'prefer-shell-instruction',
  scope: 'instruction',
  keywords: RUN_KEYWORDS,
  words: ['ln'],
  meta: {
    category: 'shell',
    level: 'information',
    since: '0.1.0',
    fix: 'none',
    equivalents: ['hadolint/DL4005'],
  },
  docs: {
    summary: 'Choose the shell with SHELL, and leave /bin/sh alone',
    lesson: `\`ln -sf /bin/bash /bin/sh\` gives later \`RUN\` lines another shell, and also every script of every package in the image. They were
written and tested for the sh of the distribution; with another one some behave differently, all are slower, and the next
update of that package puts the old link back.

\`SHELL ["/bin/bash", "-c"]\` chooses the shell for the lines that follow, and for nothing else.`,
    examples: {
      bad: ['FROM debian:12-slim\nRUN ln -sf /bin/bash /bin/sh\nUSER nobody\n'],
      good: ['FROM debian:12-slim\nSHELL ["/bin/bash", "-c"]\nUSER nobody\n'],
    },
    whenNotToUse: 'When the shipped programs themselves need another /bin/sh.',
    references: ['https://docs.docker.com/reference/dockerfile/#shell'],
  },
  messages: {
    link: 'This changes the shell of every script in the image; SHELL changes it for the lines that follow.',
  },
  check(instruction) {
    const found: Match[] = [];
    const run = runOf(instruction);
    if (run?.source.includes('/bin/sh') !== true) return found;
    for (const { name, args } of posixScript(run).commands) {
      const target = args.at(-1);
      if (name !== 'ln' || args.length < 2 || !/^(?:\/usr)?\/bin\/sh$/.test(target?.value ?? '')) continue;
      if (target === undefined) continue;
      const match: Match = { at: at(instruction, target.span), message: 'link' };
      // Any other program, as that of BusyBox in an image without a shell, is the only /bin/sh there is.
      const isAnotherShell = /(?:^|\/)(?:r?bash|zsh|ksh|mksh|dash)$/.test(args.at(-2)?.value ?? '');
      found.push(isAnotherShell ? match : { ...match, onlyIn: 'hadolint' });
    }
    return found;
  },
});
