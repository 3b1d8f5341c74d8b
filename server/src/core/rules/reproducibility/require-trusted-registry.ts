/** Finds images that come from a registry outside the list that somebody has agreed on. */
import { at, defineRule, type Anchor, type Match } from '../../lint/rule';
import type { StageFacts } from '../../model/facts';
import { parseImageReference } from '../../model/images/index';

export default defineRule({
  id: 'require-trusted-registry',
  scope: 'stage',
  meta: {
    category: 'reproducibility',
    level: 'warning',
    since: '0.1.0',
    fix: 'none',
    equivalents: ['hadolint/DL3026'],
  },
  docs: {
    summary: 'Take images only from the registries on your list',
    lesson: `Whoever controls a registry, or a name in it, decides what your build runs and ships. Many teams therefore allow few of them: their own
mirror, which keeps what was once pulled and scans it, and one or two publishers.

List them in \`trustedRegistries\`, with \`*\` for any part of a host name: \`["docker.io", "*.example.com"]\`. A name without a host, such
as \`alpine\` or \`bitnami/redis\`, is on \`docker.io\`. The rule looks at \`FROM\`, \`COPY --from\` and \`RUN --mount=from\`, for a file copied out
of an image is as foreign as the image. Without a list it says nothing.`,
    examples: {
      bad: [
        {
          dockerfile: 'FROM quay.io/acme/base:1\nUSER nobody\n',
          surroundings: {
            policy: { trustedRegistries: ['docker.io'], labels: undefined, pinnedManagers: undefined },
          },
        },
      ],
      good: [
        'FROM quay.io/acme/base:1\nUSER nobody\n',
        {
          dockerfile: 'FROM registry.example.com/base:1\nUSER nobody\n',
          surroundings: {
            policy: { trustedRegistries: ['*.example.com'], labels: undefined, pinnedManagers: undefined },
          },
        },
      ],
    },
    whenNotToUse: 'It is silent until `trustedRegistries` is set.',
    references: [
      'https://docs.docker.com/build/building/best-practices/#choose-the-right-base-image',
      'https://docs.docker.com/reference/dockerfile/#from',
    ],
  },
  messages: {
    untrusted: '"{image}" comes from {registry}, which is not on the list of trusted registries.',
  },
  check(stage, { policy: { trustedRegistries } }) {
    const found: Match[] = [];
    if (trustedRegistries === undefined) return found;
    for (const { where, reference } of imagesOf(stage)) {
      const parsed = parseImageReference(reference);
      if (parsed === undefined || trustedRegistries.some((pattern) => matches(pattern, parsed.registry)))
        continue;
      found.push({ at: where, message: 'untrusted', data: { image: reference, registry: parsed.registry } });
    }
    return found;
  },
});

interface ImageUse {
  readonly where: Anchor;
  readonly reference: string;
}

function imagesOf(stage: StageFacts): readonly ImageUse[] {
  const { base, baseText, baseWord, edges } = stage;
  const isImage = base.kind === 'image' || base.kind === 'forward';
  const own =
    isImage && baseText !== undefined && baseWord !== undefined
      ? [{ where: at(stage.from, baseWord.span), reference: baseText }]
      : [];
  return [
    ...own,
    ...edges.flatMap(({ to, instruction, reference }) =>
      to.kind === 'image' ? [{ where: at(instruction, reference.span), reference: to.reference }] : [],
    ),
  ];
}

/** `*` stands for any part of a host name; upper and lower case are one there. */
function matches(pattern: string, registry: string): boolean {
  const parts = pattern.toLowerCase().split('*');
  const host = registry.toLowerCase();
  const [first = ''] = parts;
  if (parts.length === 1) return host === first;
  let rest = host;
  for (const [index, part] of parts.entries()) {
    const found = index === 0 ? (rest.startsWith(part) ? 0 : -1) : rest.indexOf(part);
    if (found === -1) return false;
    rest = rest.slice(found + part.length);
  }
  return host.endsWith(parts.at(-1) ?? '');
}
