/** Finds base images without a tag, which mean whatever the registry calls latest on the day of the build. */
import { at, defineRule, type Match } from '../../lint/rule';
import type { StageFacts } from '../../model/facts';
import { describeImage, parseImageReference } from '../../model/images/index';
import { isOnRegistry, tagInUse } from '../../model/imageTags';

export default defineRule({
  id: 'require-image-tag',
  scope: 'stage',
  meta: {
    category: 'reproducibility',
    level: 'warning',
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: ['hadolint/DL3006', 'checkov/CKV_DOCKER_7'],
  },
  docs: {
    summary: 'Name the version of the base image',
    lesson: `Without a tag, \`FROM node\` means \`node:latest\`: today one major version, next year another. The build changes although no file
changed, on one machine and not on the next, where an older copy is still in the cache. The file does not even say which version
it was written for.

Name the version you test with, as far as you want to be moved along: \`node:22\` follows the minor releases, \`node:22.11\` only the
patches. Name the variant too (\`-slim\`, \`-alpine\`), for the default may change. Only a digest, \`node:22@sha256:…\`, is always the same
image; then let a bot raise it.`,
    examples: {
      bad: [
        'FROM alpine\nUSER nobody\n',
        'FROM node:22-alpine AS build\nRUN npm ci\nFROM node\nCOPY --from=build /app /app\nUSER node\n',
      ],
      good: ['FROM alpine:3.20\nUSER nobody\n', 'FROM build-base-${TARGETARCH}\nUSER nobody\n'],
    },
    whenNotToUse: 'For images that you build yourself right before, and that never leave the machine.',
    references: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],
  },
  messages: {
    untagged:
      '"{image}" has no tag, so it means {image}:latest, a different image after each release; name a version.',
    unversioned:
      '"{image}" has no tag; its publisher offers none that names a version, so only a digest keeps the image the same.',
    default: 'By default this is "{image}", which has no tag and so means {image}:latest; name a version.',
  },
  check(stage) {
    const found: Match[] = [];
    const { baseText, baseWord } = stage;
    if (baseWord === undefined || baseText === undefined || !isUntagged(stage, baseText)) return found;
    const where = { at: at(stage.from, baseWord.span), data: { image: baseText } };
    if (describeImage(baseText)?.versionTags === false)
      found.push({ ...where, message: 'unversioned', level: 'information' });
    // The default of an argument is often only a stand-in for the value that the build gives.
    else if (baseWord.text.includes('$')) found.push({ ...where, message: 'default', level: 'information' });
    else if (VERSION_IN_NAME.test(baseText))
      found.push({ ...where, message: 'untagged', level: 'information' });
    else found.push({ ...where, message: 'untagged' });
    return found;
  },
  fix(match, { file, stage }) {
    const tag = stage === undefined || match.message !== 'untagged' ? undefined : tagInUse(file, stage);
    if (tag === undefined) return [];
    const end = { ...match.at, span: { start: match.at.span.end, end: match.at.span.end } };
    return [
      {
        title: `Use the tag of the other stage: ${tag}`,
        safety: 'suggestion',
        edits: [{ at: end, newText: `:${tag}` }],
      },
    ];
  },
});

/** `ubuntu_18_0_4`: the publisher has a repository for each version. */
const VERSION_IN_NAME = /\d+(?:[._]\d+)+$/;

function isUntagged(stage: StageFacts, reference: string): boolean {
  if (stage.base.kind !== 'image') return false;
  const parsed = parseImageReference(reference);
  return (
    parsed !== undefined && parsed.tag === undefined && parsed.digest === undefined && isOnRegistry(parsed)
  );
}
