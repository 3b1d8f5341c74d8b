/** Finds several files copied to one name. */
import { at, defineRule } from '../../lint/rule';
import type { Instruction, Word } from '../../syntax/nodes';
import { copyView } from '../../syntax/views';

export default defineRule({
  id: 'require-directory-slash',
  scope: 'instruction',
  keywords: ['COPY', 'ADD', 'ONBUILD'],
  meta: {
    category: 'instructions',
    level: 'error',
    since: '0.1.0',
    fix: 'always',
    equivalents: ['hadolint/DL3021', 'trivy/DS-0011'],
  },
  docs: {
    summary: 'Several sources need a destination that ends with a slash',
    lesson: `\`COPY a b dir\` does not make a folder. The classic builder refuses it. BuildKit takes \`dir\` for the name of a file unless a folder of
that name is there already, and writes one source over the other: the last one wins, and nobody is told. With \`dir/\` the destination
is a folder for both.`,
    examples: {
      bad: ['FROM alpine:3.20\nWORKDIR /app\nCOPY package.json package-lock.json config\nUSER nobody\n'],
      good: [
        'FROM alpine:3.20\nWORKDIR /app\nCOPY package.json package-lock.json config/\nCOPY a b .\nUSER nobody\n',
      ],
    },
    whenNotToUse:
      'When the destination is certainly a folder of the base image, and only BuildKit builds the file.',
    references: ['https://docs.docker.com/reference/dockerfile/#destination'],
  },
  messages: {
    file: 'Several sources go to "{destination}", which is taken for one file; end it with a slash.',
  },
  check(instruction) {
    const word = fileDestination(instruction.trigger ?? instruction);
    if (word === undefined) return [];
    return [{ at: at(instruction, word.span), message: 'file', data: { destination: word.value } }];
  },
  fix({ at: anchor, data }) {
    const { node, span } = anchor;
    if (node?.kind !== 'instruction') return [];
    const isQuoted = /["']/.test(node.source.charAt(span.end - 1));
    const end = span.end - (isQuoted ? 1 : 0);
    return [
      {
        title: `Change to ${data?.['destination'] ?? ''}/`,
        safety: 'safe',
        edits: [{ at: at(node, { start: end, end }), newText: '/' }],
      },
    ];
  },
});

function fileDestination(instruction: Instruction): Word | undefined {
  if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') return undefined;
  const { sources, destination } = copyView(instruction);
  if (destination === undefined || sources.length + instruction.heredocs.length < 2) return undefined;
  // Where a backtick escapes, the last backslash of a Windows path is no continuation.
  if (instruction.escape === '`' && instruction.text[destination.span.end] === '\\') return undefined;
  // `.` and `..` are folders, and a variable may end with a slash.
  return /(?:[/\\]|(?:^|[/\\])\.{1,2})$|\$/.test(destination.value) ? undefined : destination;
}
