/** Finds files taken from an image without a version, which are other files after each release. */
import { at, defineRule, type Match } from '../../lint/rule';
import type { Edge } from '../../model/facts';
import { describeImage, parseImageReference } from '../../model/images/index';
import { isOnRegistry } from '../../model/imageTags';

export default defineRule({
  id: 'no-untagged-copy-source',
  scope: 'stage',
  withEdges: true,
  meta: {
    category: 'stages',
    level: 'warning',
    since: '0.1.0',
    fix: 'none',
    equivalents: [],
  },
  docs: {
    summary: 'Name the version of an image that files are copied from',
    lesson: `\`COPY --from=composer\` takes a file out of \`composer:latest\`: whatever the publisher released last, a new major version
included. Two builds of the same commit then hold two different tools, and the Dockerfile does not say which one worked.

An image in \`--from\` is a base image like any other: name its version, \`COPY --from=composer:2.7\`. Bots that raise versions read
these lines too.`,
    examples: {
      bad: [
        'FROM php:8.3-fpm-alpine\nCOPY --from=composer /usr/bin/composer /usr/bin/composer\nUSER www-data\n',
        'FROM python:3.12-slim\nCOPY --from=ghcr.io/astral-sh/uv:latest /uv /bin/uv\nUSER nobody\n',
      ],
      good: [
        'FROM php:8.3-fpm-alpine\nCOPY --from=composer:2.7 /usr/bin/composer /usr/bin/composer\nUSER www-data\n',
        'FROM alpine:3.20 AS files\nFROM alpine:3.20\nCOPY --from=files /etc/hosts /hosts\nUSER nobody\n',
      ],
    },
    whenNotToUse: 'For images that you build yourself right before.',
    references: [
      'https://docs.docker.com/build/building/multi-stage/#use-an-external-image-as-a-stage',
      'https://docs.docker.com/build/building/best-practices/#pin-base-image-versions',
    ],
  },
  messages: {
    untagged:
      '"{image}" has no tag, so these files come from {image}:latest and change with each release; name a version.',
    latest: '"{image}" is a different image after each release; name a version instead of latest.',
    unversioned:
      'The publisher of "{image}" offers no tag that names a version; only a digest keeps these files the same.',
  },
  check(stage) {
    const found: Match[] = [];
    for (const edge of stage.edges) {
      const match = edge.to.kind === 'image' ? unversioned(edge, edge.to.reference) : undefined;
      if (match !== undefined) found.push(match);
    }
    return found;
  },
});

function unversioned({ instruction, reference }: Edge, image: string): Match | undefined {
  const parsed = parseImageReference(image);
  if (parsed === undefined || parsed.digest !== undefined || !isOnRegistry(parsed)) return undefined;
  if (parsed.tag !== undefined && parsed.tag !== 'latest') return undefined;
  const match: Match = {
    at: at(instruction, reference.span),
    message: parsed.tag === undefined ? 'untagged' : 'latest',
    data: { image },
  };
  if (describeImage(image)?.versionTags === false)
    return { ...match, message: 'unversioned', level: 'information' };
  // `ubuntu_18_0_4`: the publisher has a repository for each version.
  return /\d+(?:[._]\d+)+$/.test(parsed.repository) ? { ...match, level: 'information' } : match;
}
