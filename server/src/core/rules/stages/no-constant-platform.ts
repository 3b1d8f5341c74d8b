/** Finds a platform written out in FROM, which makes the image the same whatever platform the build asks for. */
import { at, defineRule, type Match } from '../../lint/rule';
import { withoutFlag } from '../../model/flagEdits';
import type { StageFacts } from '../../model/facts';

export default defineRule({
  id: 'no-constant-platform',
  scope: 'stage',
  meta: {
    category: 'stages',
    level: 'information',
    since: '0.1.0',
    fix: 'always',
    equivalents: ['hadolint/DL3029', 'buildkit/FromPlatformFlagConstDisallowed'],
  },
  docs: {
    summary: 'Let the build choose the platform',
    lesson: `\`FROM --platform=linux/amd64\` gives an image for that processor wherever it is built and whatever \`docker build --platform\` asks
for. On an ARM machine or an ARM server every step and then the program run under emulation, several times slower, and an image
for several platforms holds the same one twice under different labels.

Leave the flag out, and choose the platform when you build: \`docker build --platform linux/amd64 .\`. For a stage that
cross-compiles use \`--platform=$BUILDPLATFORM\`. When one image is not there for your platform, say so in a comment.`,
    examples: {
      bad: ['FROM --platform=linux/amd64 alpine:3.20\nUSER nobody\n'],
      good: [
        'FROM alpine:3.20\nUSER nobody\n',
        'FROM --platform=linux/amd64 alpine:3.20 AS build-amd64\nFROM --platform=linux/arm64 alpine:3.20 AS build-arm64\nFROM build-${TARGETARCH}\nUSER nobody\n',
      ],
    },
    whenNotToUse: 'For software that exists for one processor only.',
    references: [
      'https://docs.docker.com/reference/build-checks/from-platform-flag-const-disallowed/',
      'https://docs.docker.com/build/building/multi-platform/',
    ],
  },
  messages: {
    constant:
      'This is {platform} whatever platform the build asks for; leave the flag out and choose when you build.',
    variable: 'This FROM chooses its platform itself; leave the flag out and choose when you build.',
  },
  check(stage, { parity }) {
    const found: Match[] = [];
    const { platform, from } = stage;
    if (platform?.value === undefined) return found;
    const value = platform.value.replace(/^(["'])(.*)\1$/, '$2');
    const match: Match = { at: at(from, platform.span), message: 'constant', data: { platform: value } };
    if (value.includes('$')) {
      if (!/BUILDPLATFORM|TARGETPLATFORM/.test(value))
        found.push({ ...match, message: 'variable', onlyIn: 'hadolint', equivalents: ['hadolint/DL3029'] });
      return found;
    }
    const isChosenByName = isNamedAfter(stage, value);
    if (parity === undefined) {
      // Before a stage the flag does nothing; Windows images exist for their one platform only.
      if (!isChosenByName && stage.base.kind !== 'stage' && !/^windows\b/i.test(value)) found.push(match);
    } else found.push(isChosenByName ? { ...match, equivalents: ['hadolint/DL3029'] } : match);
    return found;
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

/** One of a set of stages that a later FROM chooses from by platform (BuildKit: reportConstPlatformDisallowed). */
function isNamedAfter({ name }: StageFacts, platform: string): boolean {
  if (name === undefined) return false;
  const lower = name.toLowerCase();
  return architecturesOf(platform.toLowerCase()).some((part) => lower.includes(part));
}

/** Operating system and processor as containerd normalises them: `linux/x86_64` is `linux` and `amd64`. */
function architecturesOf(platform: string): readonly string[] {
  const [first = '', second] = platform.split('/');
  const parts = second === undefined ? [first] : [first, second];
  // A processor alone is one of Linux's.
  if (second === undefined && !SYSTEMS.has(first)) parts.push('linux');
  return parts.filter((part) => part !== '').map((part) => SPELLINGS.get(part) ?? part);
}

const SYSTEMS: ReadonlySet<string> = new Set(['linux', 'windows', 'darwin', 'freebsd', 'wasi']);
const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ['x86_64', 'amd64'],
  ['x86-64', 'amd64'],
  ['aarch64', 'arm64'],
  ['armhf', 'arm'],
  ['armel', 'arm'],
  ['i386', '386'],
  ['macos', 'darwin'],
]);
