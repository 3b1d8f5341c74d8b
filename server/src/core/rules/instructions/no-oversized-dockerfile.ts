/** Tells that a file is too long to be judged, instead of keeping its reader waiting for thousands of findings. */
import { at, defineRule, type Match } from '../../lint/rule';

export default defineRule({
  id: 'no-oversized-dockerfile',
  scope: 'file',
  meta: {
    category: 'instructions',
    level: 'information',
    since: '0.1.0',
    fix: 'none',
    equivalents: [],
    judgesUnreadable: true,
  },
  docs: {
    summary: 'A Dockerfile of more than 10,000 instructions is not judged',
    lesson: `An image has at most 127 layers, and every \`RUN\`, \`COPY\` and \`ADD\` of a stage adds one. A file of more than 10,000
instructions cannot be built as it is: it is the output of a program that went wrong, or no Dockerfile at all. Judging it
would take time and give nothing, so no other rule says anything here. Navigation and hovers work as ever.

A long file can be split: a stage that several Dockerfiles need can be an image of its own.`,
    examples: {
      bad: [`FROM alpine:3.20\n${'RUN true\n'.repeat(10_000)}`],
      good: ['FROM alpine:3.20\nRUN true\nUSER nobody\n'],
    },
    whenNotToUse: 'When you do not want to be reminded: set the level to `off`.',
    references: ['https://docs.docker.com/engine/storage/drivers/overlayfs-driver/'],
  },
  messages: {
    oversized:
      'This file has more than 10,000 instructions; it is too long to be built, and it is not judged.',
  },
  check(file) {
    const found: Match[] = [];
    const first = file.firstUnjudged;
    if (first !== undefined) found.push({ at: at(first), message: 'oversized' });
    return found;
  },
});
