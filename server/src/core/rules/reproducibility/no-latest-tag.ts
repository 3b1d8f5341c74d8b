/** Finds base images with the tag latest, which names no version. */
import { at, defineRule, type Match } from '../../lint/rule';
import type { StageFacts } from '../../model/facts';
import { describeImage, parseImageReference } from '../../model/images/index';
import { isOnRegistry, tagInUse } from '../../model/imageTags';
import type { Span } from '../../text/span';

export default defineRule({
  id: 'no-latest-tag',
  scope: 'stage',
  meta: {
    category: 'reproducibility',
    level: 'warning',
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: ['hadolint/DL3007'],
  },
  docs: {
    summary: 'Do not build on the tag latest',
    lesson: `\`latest\` is a tag like any other: nothing makes it the newest version, and nothing keeps it from moving. It is what the publisher
pushed last under that name, so the same Dockerfile gives another image next week, a new major version included, and a
machine with an old copy in its cache gives yet another. When the build breaks, the file does not say which version worked.

Name the version you test with, such as \`alpine:3.20\`. A digest behind it, \`alpine:3.20@sha256:…\`, makes it exactly one image.`,
    examples: {
      bad: [
        'FROM alpine:latest\nUSER nobody\n',
        'FROM alpine:3.20 AS build\nRUN touch /app\nFROM alpine:latest\nCOPY --from=build /app /app\nUSER nobody\n',
      ],
      good: [
        'FROM alpine:3.20\nUSER nobody\n',
        'FROM alpine:latest@sha256:beefdbd8a1da6d2915566fde36db9db0b524eb737fc57cd1367effd16dc0d06d\nUSER nobody\n',
      ],
    },
    whenNotToUse: 'In a build whose purpose is to test against the newest version.',
    references: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],
  },
  messages: {
    latest: '"{image}" is a different image after each release; name a version instead of latest.',
    unversioned:
      'The publisher of "{image}" offers no tag that names a version; only a digest keeps the image the same.',
    default: 'By default this is "{image}", a different image after each release; name a version.',
  },
  check(stage) {
    const found: Match[] = [];
    const { baseText, baseWord } = stage;
    if (baseWord === undefined || baseText === undefined || stage.base.kind !== 'image') return found;
    const parsed = baseText.endsWith(':latest') ? parseImageReference(baseText) : undefined;
    if (parsed?.tag !== 'latest' || !isOnRegistry(parsed)) return found;
    const where = { at: at(stage.from, tagSpan(stage) ?? baseWord.span), data: { image: baseText } };
    if (describeImage(baseText)?.versionTags === false)
      found.push({ ...where, message: 'unversioned', level: 'information' });
    // The default of an argument is often only a stand-in for the value that the build gives.
    else if (baseWord.text.includes('$')) found.push({ ...where, message: 'default', level: 'information' });
    else found.push({ ...where, message: 'latest' });
    return found;
  },
  fix(match, { file, stage }) {
    if (stage === undefined || match.message !== 'latest' || tagSpan(stage) === undefined) return [];
    const tag = tagInUse(file, stage);
    if (tag === undefined) return [];
    return [
      {
        title: `Use the tag of the other stage: ${tag}`,
        safety: 'suggestion',
        edits: [{ at: match.at, newText: tag }],
      },
    ];
  },
});

/** Where the word latest stands; undefined when it comes from an argument, or the word is quoted. */
function tagSpan({ baseWord, baseText }: StageFacts): Span | undefined {
  if (
    baseWord === undefined ||
    baseWord.text !== baseText ||
    baseWord.span.end - baseWord.span.start !== baseText.length
  )
    return undefined;
  const tag = parseImageReference(baseText)?.spans.tag;
  return tag && { start: baseWord.span.start + tag.start, end: baseWord.span.start + tag.end };
}
