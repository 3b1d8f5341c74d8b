/** Finds spaces around the equals sign of ENV, LABEL and ARG, which make it part of the value, or a name of its own. */
import { at, defineRule } from '../../lint/rule';
import type { Instruction } from '../../syntax/nodes';
import type { Span } from '../../text/span';

export default defineRule({
  id: 'no-space-around-equals',
  scope: 'instruction',
  keywords: ['ENV', 'LABEL', 'ARG', 'ONBUILD'],
  meta: {
    category: 'instructions',
    level: 'warning',
    since: '0.1.0',
    fix: 'always',
    equivalents: ['sonar/S6574', 'buildkit/LegacyKeyValueFormat'],
  },
  docs: {
    summary: 'No spaces around the equals sign of ENV, LABEL and ARG',
    lesson: `\`ENV PORT = 8080\` sets \`PORT\` to \`= 8080\`: without an equals sign in the first word, everything behind it is the value.
\`ARG VERSION= 1.2\` declares \`VERSION\` with an empty value, and beside it an argument called \`1.2\`. Neither stops the build.
The name, the equals sign and the value must be one word.`,
    examples: {
      bad: [
        'FROM alpine:3.20\nENV PORT = 8080\nUSER nobody\n',
        'FROM alpine:3.20\nARG VERSION= 1.2\nUSER nobody\n',
      ],
      good: ['FROM alpine:3.20\nARG VERSION=1.2\nENV PORT=8080 NAME="a = b"\nUSER nobody\n'],
    },
    whenNotToUse: 'Nowhere: what it finds does not do what it says.',
    references: [
      'https://docs.docker.com/reference/dockerfile/#env',
      'https://docs.docker.com/reference/dockerfile/#arg',
    ],
  },
  messages: {
    value:
      'The equals sign is part of the value here: {name} becomes "{value}". Remove the spaces around it.',
    argument: 'Spaces split this into several arguments, and {name} gets no value; remove them.',
  },
  check(instruction) {
    const inner = instruction.trigger ?? instruction;
    const spaced = spacedEquals(inner);
    if (spaced === undefined) return [];
    const { source } = inner;
    const value = source.slice(spaced.valueStart, inner.body.end).replaceAll('\\\n', '');
    return [
      {
        at: at(instruction, spaced.span),
        message: inner.keyword === 'ARG' ? 'argument' : 'value',
        data: { name: spaced.name, value },
        // BuildKit knows no such mistake in ARG, and looks at a trigger only where it runs.
        ...(inner === instruction && inner.keyword !== 'ARG' ? {} : { equivalents: ['sonar/S6574'] }),
      },
    ];
  },
  fix({ at: anchor }) {
    return [
      {
        title: 'Remove the spaces around the equals sign',
        safety: 'suggestion',
        edits: [{ at: anchor, newText: '=' }],
      },
    ];
  },
});

interface SpacedEquals {
  readonly name: string;
  /** The equals sign with the spaces around it. */
  readonly span: Span;
  /** Where the builder takes the value to begin. */
  readonly valueStart: number;
}

function spacedEquals(instruction: Instruction): SpacedEquals | undefined {
  const { keyword } = instruction;
  if (keyword !== 'ENV' && keyword !== 'LABEL' && keyword !== 'ARG') return undefined;
  const { words } = instruction;
  const [first, second, third] = words;
  if (first === undefined || second === undefined) return undefined;
  const startsWithEquals = second.text.startsWith('=');
  // `ENV a= b` stops the build, and syntax says so.
  const isCut = keyword === 'ARG' && first.text.endsWith('=') && !second.text.includes('=');
  if (isCut && words.length === 2)
    return {
      name: first.text.slice(0, -1),
      span: { start: first.span.end - 1, end: second.span.start },
      valueStart: second.span.start,
    };
  if (first.text.includes('=') || !startsWithEquals) return undefined;
  // A sign with nothing behind it, or several values, leave open what was meant.
  if (second.text === '=' && third === undefined) return undefined;
  const end = second.text === '=' && third !== undefined ? third.span.start : second.span.start + 1;
  return { name: first.text, span: { start: first.span.end, end }, valueStart: second.span.start };
}
