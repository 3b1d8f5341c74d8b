/** Finds --platform=$TARGETPLATFORM, which is what the builder takes anyhow. */
import { at, defineRule, type Match } from '../../lint/rule';
import { withoutFlag } from '../../model/flagEdits';
import type { StageFacts } from '../../model/facts';
import { pairsOf } from '../../syntax/views';

export default defineRule({
  id: 'no-redundant-target-platform',
  scope: 'file',
  meta: {
    category: 'stages',
    level: 'information',
    since: '0.1.0',
    fix: 'always',
    equivalents: ['hadolint/DL3065', 'buildkit/RedundantTargetPlatform'],
  },
  docs: {
    summary: 'Leave out --platform=$TARGETPLATFORM',
    lesson: `Without a flag every \`FROM\` takes the image for the target platform, the one that \`--platform\` of the build command asks for.
\`--platform=$TARGETPLATFORM\` says the same in more words, and looks as if something else happened where it is missing.

The flag is worth its place where it says something else: \`--platform=$BUILDPLATFORM\` for a stage that compiles for the target
while it runs on the machine that builds.`,
    examples: {
      bad: ['FROM --platform=$TARGETPLATFORM alpine:3.20\nUSER nobody\n'],
      good: ['FROM alpine:3.20\nUSER nobody\n'],
    },
    whenNotToUse: 'Where the same file is built by a builder that takes the platform of the machine.',
    references: ['https://docs.docker.com/reference/build-checks/redundant-target-platform/'],
  },
  messages: {
    redundant: 'The target platform is what FROM takes without a flag; leave it out.',
  },
  concerns: (stage) => asksForTarget(stage),
  check({ globalArguments }, { parity }, stages) {
    const found: Match[] = [];
    if (stages.length === 0) return found;
    // A default of the file's own takes the place of the platform that the build asks for.
    const isOwn = globalArguments.some((instruction) =>
      pairsOf(instruction).some(({ name, value }) => name === 'TARGETPLATFORM' && value !== undefined),
    );
    if (isOwn) return found;
    for (const { from, platform, base } of stages) {
      // Before a stage the flag does nothing at all, which no-platform-on-stage-reference says.
      if (platform === undefined || (base.kind === 'stage' && parity === undefined)) continue;
      found.push({ at: at(from, platform.span), message: 'redundant' });
    }
    return found;
  },
  fix(_match, { stage }) {
    const { platform, from } = stage ?? {};
    if (platform === undefined || from === undefined) return [];
    return [
      {
        title: 'Remove --platform',
        safety: 'safe',
        edits: [{ at: at(from, withoutFlag(from, platform)), newText: '' }],
      },
    ];
  },
});

function asksForTarget({ platform }: StageFacts): boolean {
  return (
    platform?.value !== undefined &&
    /^["']?\$(?:TARGETPLATFORM|\{TARGETPLATFORM\})["']?$/.test(platform.value)
  );
}
