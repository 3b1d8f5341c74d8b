/** Finds `ENV name value`, the old form that takes the whole rest of the line. */
import { at, defineRule } from '../../lint/rule';
import type { Instruction, Pair } from '../../syntax/nodes';
import { pairsOf } from '../../syntax/views';

export default defineRule({
  id: 'no-legacy-key-value',
  scope: 'instruction',
  keywords: ['ENV', 'LABEL', 'ONBUILD'],
  meta: {
    category: 'instructions',
    level: 'information',
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: ['buildkit/LegacyKeyValueFormat'],
  },
  docs: {
    summary: 'Write ENV and LABEL with an equals sign',
    lesson: `\`ENV NAME some words\` is the oldest form: everything behind the first space is the value. It can set only one variable, its quotes and
spaces follow rules of their own, and one \`=\` in the name's place turns it into the other form. \`ENV A=1 B=2\` says the same
without a doubt, and several at once. The builder warns about the old form and may give it up.`,
    examples: {
      bad: [
        'FROM alpine:3.20\nENV DEPENDENCIES curl git make\nUSER nobody\n',
        'FROM alpine:3.20\nLABEL vendor ACME\nUSER nobody\n',
      ],
      good: ['FROM alpine:3.20\nENV DEPENDENCIES="curl git make" LANG=C.UTF-8\nUSER nobody\n'],
    },
    whenNotToUse: 'Nowhere in new files.',
    references: [
      'https://docs.docker.com/reference/dockerfile/#env',
      'https://docs.docker.com/reference/build-checks/legacy-key-value-format/',
    ],
  },
  messages: { legacy: '{keyword} {name} … is the old form; write {name}=….' },
  check(instruction) {
    const inner = instruction.trigger ?? instruction;
    const pair = legacyPair(inner);
    if (pair === undefined) return [];
    return [
      {
        at: at(instruction, pair.nameSpan),
        message: 'legacy',
        data: { keyword: inner.keyword, name: pair.name },
        // BuildKit looks at a trigger only where it runs.
        ...(inner === instruction ? {} : { equivalents: [] }),
      },
    ];
  },
  fix({ at: { node } }) {
    if (node?.kind !== 'instruction') return [];
    const inner = node.trigger ?? node;
    const pair = legacyPair(inner);
    const quote = pair === undefined ? undefined : quoteFor(inner, pair);
    if (pair?.valueSpan === undefined || quote === undefined) return [];
    const gap = { start: pair.nameSpan.end, end: pair.valueSpan.start };
    const end = { start: pair.valueSpan.end, end: pair.valueSpan.end };
    return [
      {
        title: `Change to ${pair.name}=…`,
        safety: 'safe',
        edits: [
          { at: at(node, gap), newText: `=${quote}` },
          ...(quote === '' ? [] : [{ at: at(node, end), newText: quote }]),
        ],
      },
    ];
  },
});

/** The first word tells which form it is (BuildKit: parseNameVal). A value that begins with an equals sign is for no-space-around-equals. */
function legacyPair(instruction: Instruction): Pair | undefined {
  if (instruction.keyword !== 'ENV' && instruction.keyword !== 'LABEL') return undefined;
  const [first, second] = instruction.words;
  if (first === undefined || second === undefined) return undefined;
  return first.text.includes('=') || second.text.startsWith('=') ? undefined : pairsOf(instruction)[0];
}

/** What goes around the value so that it reads the same; undefined where its own quotes or escapes are in the way. */
function quoteFor(instruction: Instruction, { value, nameSpan, valueSpan }: Pair): '' | '"' | undefined {
  if (value === undefined || valueSpan === undefined) return undefined;
  const gap = { start: nameSpan.end, end: valueSpan.start };
  if (instruction.comments.some((comment) => comment.start >= gap.start && comment.end <= gap.end))
    return undefined;
  if (instruction.words.length === 2) return '';
  return /["'`\\]/.test(value) ? undefined : '"';
}
