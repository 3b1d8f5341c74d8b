/** Finds empty lines inside an instruction that goes on over several lines. */
import { at, defineRule } from '../../lint/rule';
import { continuationAt, endOfLine, firstInLine } from '../../syntax/slices';
import type { Instruction } from '../../syntax/nodes';
import type { Span } from '../../text/span';

export default defineRule({
  id: 'no-empty-continuation',
  scope: 'instruction',
  meta: {
    category: 'instructions',
    level: 'hint',
    since: '0.1.0',
    fix: 'always',
    equivalents: ['buildkit/NoEmptyContinuation'],
  },
  docs: {
    summary: 'No empty lines inside an instruction',
    lesson: `A line that ends in \`\\\` goes on in the next one. When that one is empty, the builder skips it and takes the line after it: an
instruction that looks finished may swallow the next. The builder warns about it and announces that it will become an error.
A line with only a comment is fine, and sets parts of a long \`RUN\` apart as well.`,
    examples: {
      bad: ['FROM alpine:3.20\nRUN apk add --no-cache \\\n\n    curl\nUSER nobody\n'],
      good: [
        'FROM alpine:3.20\nRUN apk add --no-cache \\\n    # for the health check\n    curl\nUSER nobody\n',
      ],
    },
    whenNotToUse: 'Nowhere: the builder will refuse such files one day.',
    references: ['https://docs.docker.com/reference/build-checks/no-empty-continuation/'],
  },
  messages: { empty: 'An empty line inside an instruction is skipped today and will be an error.' },
  check(instruction) {
    const [first] = emptyLines(instruction);
    return first === undefined ? NONE : [{ at: at(instruction, first), message: 'empty' }];
  },
  fix({ at: { node } }) {
    if (node?.kind !== 'instruction') return [];
    return [
      {
        title: 'Remove the empty lines from this instruction',
        safety: 'safe',
        edits: emptyLines(node).map((line) => ({ at: at(node, line), newText: '' })),
      },
    ];
  },
});

const NONE: readonly never[] = [];

/** With their line ends; those next to one another are one span. Heredoc bodies are not looked at. */
function emptyLines({ text, escape }: Instruction): readonly Span[] {
  const firstEnd = endOfLine(text, 0);
  if (firstEnd === text.length) return NONE;
  if (continuationAt(text, 0, firstEnd, escape) === -1) return NONE;
  const found: Span[] = [];
  let start = firstEnd;
  while (start < text.length) {
    const end = endOfLine(text, start);
    const first = firstInLine(text, start, end);
    if (first === end) {
      const last = found.at(-1);
      if (last?.end === start) found[found.length - 1] = { start: last.start, end };
      else found.push({ start, end });
    } else if (text[first] !== '#' && continuationAt(text, start, end, escape) === -1) return found;
    start = end;
  }
  return found;
}
