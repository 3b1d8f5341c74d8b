/** Finds a file that has no build stage, or says something before its first one. */
import { at, defineRule, type Match } from '../../lint/rule';

export default defineRule({
  id: 'require-from-first',
  scope: 'file',
  meta: {
    category: 'instructions',
    level: 'error',
    since: '0.1.0',
    fix: 'none',
    equivalents: ['hadolint/DL3061', 'tally/require-stages'],
  },
  docs: {
    summary: 'A Dockerfile begins with FROM; only ARG may stand before it',
    lesson: `Every instruction works on a build stage, and a stage begins with \`FROM\`. Before the first one there is nothing to run in or to copy
to: only \`ARG\` is allowed there, for values that the \`FROM\` lines use. A file without any \`FROM\` builds nothing.`,
    examples: {
      bad: ['RUN echo hello\nFROM alpine:3.20\nUSER nobody\n', 'ARG VERSION=1\n', ''],
      good: ['ARG VERSION=3.20\nFROM alpine:$VERSION\nUSER nobody\n'],
    },
    whenNotToUse: 'For fragments that another program puts together into a Dockerfile.',
    references: ['https://docs.docker.com/reference/dockerfile/#from'],
  },
  messages: {
    early: '{keyword} stands before the first FROM, where only ARG is allowed.',
    none: 'This file has no FROM, so there is no stage to build.',
  },
  check(file) {
    const found: Match[] = [];
    const early = file.preamble.find((instruction) => instruction.keyword !== 'ARG');
    if (early !== undefined)
      found.push({ at: at(early, early.keywordSpan), message: 'early', data: { keyword: early.keyword } });
    else if (file.stages.length === 0) {
      const last = file.preamble.at(-1);
      found.push({
        at: last === undefined ? { node: null, span: { start: 0, end: 0 } } : at(last),
        message: 'none',
      });
    }
    return found;
  },
});
