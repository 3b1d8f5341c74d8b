/** Finds a platform given to a FROM that starts from a stage, where the builder ignores it. */
import { at, defineRule } from '../../lint/rule';
import { stageLabel } from '../../model/naming';
import { withoutFlag } from '../../model/flagEdits';

export default defineRule({
  id: 'no-platform-on-stage-reference',
  scope: 'stage',
  meta: {
    category: 'stages',
    level: 'warning',
    since: '0.1.0',
    fix: 'always',
    equivalents: [],
  },
  docs: {
    summary: 'Give the platform where the image is named, not where a stage is',
    lesson: `\`--platform\` chooses one of the variants that a registry holds of an image. A stage has been made already, for the platform of
its own \`FROM\`, and a stage that starts from it goes on with that: the builder takes the flag, checks its spelling and ignores it.

\`FROM --platform=$BUILDPLATFORM deps AS build\` therefore runs under emulation when \`deps\` was made for the target. Put the flag on
the \`FROM\` that names the image; for two platforms write two stages.`,
    examples: {
      bad: [
        'FROM golang:1.23 AS deps\nRUN go mod download\nFROM --platform=$BUILDPLATFORM deps AS build\nRUN go build -o /app ./...\nFROM scratch\nCOPY --from=build /app /app\n',
      ],
      good: [
        'FROM --platform=$BUILDPLATFORM golang:1.23 AS deps\nRUN go mod download\nFROM deps AS build\nARG TARGETARCH\nRUN GOARCH=$TARGETARCH go build -o /app ./...\nFROM scratch\nCOPY --from=build /app /app\n',
      ],
    },
    whenNotToUse: 'Never: the flag does nothing there.',
    references: [
      'https://docs.docker.com/reference/dockerfile/#from',
      'https://docs.docker.com/build/building/multi-platform/',
    ],
  },
  messages: {
    ignored:
      'This starts from {parent}, which has its platform already, so the flag is ignored; give the platform at the image that it is built on.',
  },
  check({ platform, base, from, parent }) {
    if (platform === undefined || base.kind !== 'stage') return [];
    // A chain that is too long for its facts has no parent here, and its stage still has a number.
    const label = stageLabel(parent ?? { name: undefined, index: base.index });
    return [{ at: at(from, platform.span), message: 'ignored', data: { parent: label } }];
  },
  fix(_match, { stage }) {
    const { platform, from } = stage ?? {};
    if (platform === undefined || from === undefined) return [];
    return [
      {
        title: 'Remove --platform',
        safety: 'suggestion',
        edits: [{ at: at(from, withoutFlag(from, platform)), newText: '' }],
      },
    ];
  },
});
