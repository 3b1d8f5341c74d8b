/** Everything that is wrong with an instruction whatever the file around it: one family of findings, `syntax/CODE`. */
import { at, defineRule } from '../../lint/rule';
import { syntaxProblems } from '../../syntax/validate';

export default defineRule({
  id: 'syntax',
  scope: 'instruction',
  meta: {
    category: 'syntax',
    level: 'error',
    since: '0.1.0',
    fix: 'none',
    equivalents: ['tally/unknown-instruction'],
    isFamily: true,
  },
  docs: {
    summary: 'An instruction must be one that the builder can read',
    lesson: `The builder reads the whole file before it does anything, so a mistake in the last line stops the build before the
first. Findings of this family are named \`syntax/\` and the problem: an instruction or a flag that does not exist, a
missing or an extra argument, a quote that is not closed, a value of the wrong form.`,
    examples: {
      bad: [
        'FROM alpine:3.20\nCOPPY a b\n',
        'FROM alpine:3.20\nRUN --mont=type=cache,target=/x true\n',
        'FROM alpine:3.20\nCOPY a\n',
      ],
      good: ['FROM alpine:3.20 AS build\nCOPY a b\nFROM scratch\nCOPY --from=build /b /b\n'],
    },
    whenNotToUse:
      'Never as a whole. Silence a single code, such as `syntax/unknown-copy-flag`, when your builder has a newer frontend than this tool knows.',
    references: ['https://docs.docker.com/reference/dockerfile/'],
  },
  messages: { problem: '{problem}' },
  check(instruction) {
    const problems = syntaxProblems(instruction);
    if (problems.length === 0) return NONE;
    return problems.map((problem) => ({
      at: at(instruction, problem.span),
      message: 'problem',
      code: problem.code,
      data: { problem: problem.message },
    }));
  },
});

const NONE: readonly never[] = [];
