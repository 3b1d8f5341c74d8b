/** Finds ADD where COPY does the same without surprises. */
import { at, defineRule } from '../../lint/rule';
import { contextSources } from '../../model/contextCopies';
import type { Instruction, Word } from '../../syntax/nodes';

export default defineRule({
  id: 'prefer-copy-over-add',
  scope: 'instruction',
  keywords: ['ADD', 'ONBUILD'],
  meta: {
    category: 'instructions',
    level: 'information',
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: ['hadolint/DL3020', 'trivy/DS-0005', 'checkov/CKV_DOCKER_4'],
  },
  docs: {
    summary: 'Use COPY for files and folders; keep ADD for addresses and archives',
    lesson: `\`ADD\` does more than it says: it downloads addresses, clones repositories, and unpacks every local archive it recognises by its
content, whatever its name. \`COPY\` only copies. Whoever reads \`COPY\` knows what happens, and a file that one day turns out to be
an archive still arrives as that file. Use \`ADD\` where you want what only it can do, and \`COPY\` everywhere else.`,
    examples: {
      bad: ['FROM alpine:3.20\nADD config.json /etc/app/\nUSER nobody\n'],
      good: [
        'FROM alpine:3.20\nCOPY config.json /etc/app/\nADD rootfs.tar.gz /\nADD --checksum=sha256:0123456789012345678901234567890123456789012345678901234567890123 https://example.org/a.txt /\nUSER nobody\n',
      ],
    },
    whenNotToUse: 'When a file without the ending of an archive is one, and must be unpacked.',
    references: [
      'https://docs.docker.com/build/building/best-practices/#add-or-copy',
      'https://docs.docker.com/reference/dockerfile/#adding-local-tar-archives',
    ],
  },
  messages: { plain: 'ADD of {source} only copies; COPY says so.' },
  check(instruction) {
    const inner = instruction.trigger ?? instruction;
    const source = plainSource(inner);
    if (source === undefined) return [];
    return [{ at: at(instruction, inner.keywordSpan), message: 'plain', data: { source: source.value } }];
  },
  fix({ at: anchor }) {
    const { node } = anchor;
    if (node?.kind !== 'instruction') return [];
    const inner = node.trigger ?? node;
    // Flags that only ADD has, and sources that are not all plain, would be refused or lose their meaning.
    if (inner.flags.some(({ name }) => !SHARED_FLAGS.has(name))) return [];
    const sources = contextSources(inner);
    if (sources.length < allSources(inner) || sources.some(isArchive)) return [];
    const isLower = inner.source[inner.keywordSpan.start] === 'a';
    // A pattern or a folder may hold archives; those a pattern names would be unpacked.
    const isCertain = sources.every((source) => !/[*?[$]/.test(source.value));
    return [
      {
        title: 'Change to COPY',
        safety: isCertain ? 'safe' : 'suggestion',
        edits: [{ at: anchor, newText: isLower ? 'copy' : 'COPY' }],
      },
    ];
  },
});

const SHARED_FLAGS: ReadonlySet<string> = new Set(['chown', 'chmod', 'link', 'exclude']);

function allSources(instruction: Instruction): number {
  return (instruction.exec ?? instruction.words).length - 1 - instruction.heredocs.length;
}

/** The first source that is a file or folder of the context and no archive; a variable may be anything. */
function plainSource(instruction: Instruction): Word | undefined {
  if (instruction.keyword !== 'ADD' || instruction.flags.some(({ name }) => name === 'unpack'))
    return undefined;
  return contextSources(instruction).find((source) => !isArchive(source) && !source.value.includes('$'));
}

function isArchive({ value }: Word): boolean {
  return /\.(?:tar|tgz|tbz2?|txz|tzst|taz|tz|tlz|gz|bz2|xz|zst|lzma|Z)\*?$/i.test(value);
}
