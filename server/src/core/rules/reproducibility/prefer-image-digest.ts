/** Finds images that are named by a tag alone, which their publisher may move. */
import { at, defineRule, type Match } from '../../lint/rule';
import { parseImageReference } from '../../model/images/index';
import { isOnRegistry } from '../../model/imageTags';

export default defineRule({
  id: 'prefer-image-digest',
  scope: 'stage',
  meta: {
    category: 'reproducibility',
    level: 'off',
    since: '0.1.0',
    fix: 'none',
    equivalents: ['sonar/S7023'],
  },
  docs: {
    summary: 'Name images by digest beside the tag',
    lesson: `A tag is a name that its publisher moves: \`node:20\` is another image after each release of 20.x, and even \`node:20.11.1\` is built anew
when its base gets a fix. Whoever steals the publisher's account moves it too. The digest is computed from the content: with
\`node:20.11.1@sha256:…\` the builder takes exactly that image, or fails.

The price is that fixes no longer come by themselves. Let a bot such as Renovate or Dependabot raise tag and digest
together, so that every new base image is a change that is tested. \`stagewright pin Dockerfile\` asks the registries through your engine and
writes the digests, those that hold for every platform; in the editor, "Pin … by digest" does.`,
    examples: {
      bad: ['FROM alpine:3.20\nUSER nobody\n'],
      good: [
        'FROM alpine:3.20@sha256:beefdbd8a1da6d2915566fde36db9db0b524eb737fc57cd1367effd16dc0d06d\nUSER nobody\n',
      ],
    },
    whenNotToUse:
      'Where nothing renews the digests: an old image without fixes is worse than a tag that moves.',
    references: [
      'https://docs.docker.com/build/building/best-practices/#pin-base-image-versions',
      'https://docs.docker.com/reference/cli/docker/buildx/imagetools/inspect/',
    ],
  },
  messages: {
    tag: 'The tag of "{image}" can be moved to another image; add its digest.',
  },
  check(stage) {
    const found: Match[] = [];
    const { base, baseText, baseWord, edges } = stage;
    if (base.kind === 'image' && baseText !== undefined && baseWord !== undefined && isMovable(baseText))
      found.push({ at: at(stage.from, baseWord.span), message: 'tag', data: { image: baseText } });
    for (const { to, instruction, reference } of edges)
      if (to.kind === 'image' && isMovable(to.reference))
        found.push({ at: at(instruction, reference.span), message: 'tag', data: { image: to.reference } });
    return found;
  },
});

/** Without a tag there is nothing yet to put a digest beside: that is for require-image-tag. */
function isMovable(reference: string): boolean {
  const parsed = parseImageReference(reference);
  return parsed?.tag !== undefined && parsed.digest === undefined && isOnRegistry(parsed);
}
