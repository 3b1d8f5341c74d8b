/** Finds triggers that cannot run in another image's build. */
import { at, defineRule } from '../../lint/rule';

export default defineRule({
  id: 'no-forbidden-onbuild',
  scope: 'instruction',
  keywords: ['ONBUILD'],
  meta: {
    category: 'instructions',
    level: 'error',
    since: '0.1.0',
    fix: 'none',
    equivalents: ['hadolint/DL3043', 'tally/invalid-onbuild-trigger'],
  },
  docs: {
    summary: 'ONBUILD cannot hold ONBUILD, FROM or MAINTAINER',
    lesson: `\`ONBUILD\` keeps an instruction for the build of a child image, where it runs directly after the child's \`FROM\`. There it can do
anything inside the stage, but it cannot begin another one, cannot leave a trigger for a grandchild, and cannot name an
author. The builder refuses the file.`,
    examples: {
      bad: ['FROM alpine:3.20\nONBUILD ONBUILD RUN echo hello\nUSER nobody\n'],
      good: ['FROM alpine:3.20\nONBUILD RUN echo hello\nUSER nobody\n'],
    },
    whenNotToUse: 'Nowhere: the builder refuses such a file.',
    references: ['https://docs.docker.com/reference/dockerfile/#onbuild'],
  },
  messages: { forbidden: 'ONBUILD cannot hold {keyword}; the builder refuses this file.' },
  check(instruction) {
    const { trigger } = instruction;
    if (trigger === undefined || !FORBIDDEN.has(trigger.keyword)) return [];
    return [
      {
        at: at(instruction, trigger.keywordSpan),
        message: 'forbidden',
        data: { keyword: trigger.keyword },
      },
    ];
  },
});

/** BuildKit: instructions/parse.go parseOnBuild. */
const FORBIDDEN: ReadonlySet<string> = new Set(['ONBUILD', 'FROM', 'MAINTAINER']);
