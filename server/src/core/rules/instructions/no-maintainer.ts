/** Finds MAINTAINER, which the builder only keeps for old files. */
import { at, defineRule } from '../../lint/rule';
import type { Instruction } from '../../syntax/nodes';
import { wordAt } from '../../syntax/views';

export default defineRule({
  id: 'no-maintainer',
  scope: 'instruction',
  keywords: ['MAINTAINER'],
  meta: {
    category: 'instructions',
    level: 'warning',
    since: '0.1.0',
    fix: 'always',
    equivalents: ['hadolint/DL4000', 'buildkit/MaintainerDeprecated', 'trivy/DS-0022'],
  },
  docs: {
    summary: 'Name the author in a label; MAINTAINER is deprecated',
    lesson: `\`MAINTAINER\` writes a single field of the image that hardly any tool reads, and the builder has called it deprecated for years.
A label says the same, can be queried (\`docker image ls --filter label=…\`), and stands beside what else there is to say: the
source, the licence, the version. The Open Container Initiative gives the names: \`org.opencontainers.image.authors\`.`,
    examples: {
      bad: ['FROM alpine:3.20\nMAINTAINER Jane Doe <jane@example.org>\nUSER nobody\n'],
      good: [
        'FROM alpine:3.20\nLABEL org.opencontainers.image.authors="Jane Doe <jane@example.org>"\nUSER nobody\n',
      ],
    },
    whenNotToUse: 'When something of yours still reads the image field `Author`.',
    references: [
      'https://docs.docker.com/reference/dockerfile/#maintainer-deprecated',
      'https://docs.docker.com/reference/build-checks/maintainer-deprecated/',
    ],
  },
  messages: { deprecated: 'MAINTAINER is deprecated; name the author in a label.' },
  check(instruction) {
    return [{ at: at(instruction, instruction.keywordSpan), message: 'deprecated', tag: 'deprecated' }];
  },
  fix({ at: { node } }) {
    if (node?.kind !== 'instruction') return [];
    const where = { start: node.keywordSpan.start, end: Math.max(node.keywordSpan.end, node.body.end) };
    return [
      {
        title: 'Change to LABEL org.opencontainers.image.authors',
        safety: 'safe',
        edits: [{ at: at(node, where), newText: label(node) }],
      },
    ];
  },
});

/** The words are taken as they stand (BuildKit: parseString), so quotes around them were part of the name. */
function label(instruction: Instruction): string {
  const written = wordAt(instruction, instruction.body).text.trim();
  const name = /^(["'])(.*)\1$/s.exec(written)?.[2] ?? written;
  const { escape } = instruction;
  const quoted = [...name]
    .map((character) =>
      character === '"' || character === '$' || character === escape ? escape + character : character,
    )
    .join('');
  return `LABEL org.opencontainers.image.authors="${quoted}"`;
}
