/** Finds package lists and download caches that stay in a layer of a shipped image. */
import { PACKAGE_MANAGER_WORDS } from '../../model/commands/installs';
import { at, defineRule, type Match } from '../../lint/rule';
import { cleaningEdits } from '../../model/cacheCleaning';
import type { StageFacts } from '../../model/facts';
import { cachesLeft, type CacheKind, type LeftCache } from '../../model/layerCaches';
import { managerCommandsOf } from '../../model/managerCommands';
import { memoized } from '../../text/memoized';

export default defineRule({
  id: 'require-cache-cleanup',
  scope: 'file',
  keywords: ['RUN'],
  words: [...PACKAGE_MANAGER_WORDS, 'pip', 'yarn', 'yarnpkg'],
  meta: {
    category: 'packages',
    level: { final: 'information', base: 'information', target: 'hint', builder: 'off' },
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: [
      'hadolint/DL3009',
      'hadolint/DL3019',
      'hadolint/DL3032',
      'hadolint/DL3036',
      'hadolint/DL3040',
      'hadolint/DL3042',
      'hadolint/DL3060',
      'trivy/DS-0015',
      'trivy/DS-0019',
      'trivy/DS-0020',
      'trivy/DS-0025',
    ],
    concern: 'size',
  },
  docs: {
    summary: 'Leave no package lists and download caches in a shipped layer',
    lesson: `Package managers keep what they download: lists of all packages, archives, wheels. In an image nobody uses them again, yet
everybody pulls them: some 20 MB for apt, often more than 100 MB for dnf, and a copy of every wheel for pip.

They must go in the *same* \`RUN\` that brought them, for a later layer can only hide them. Better still, they never reach the
layer: \`apk add --no-cache\`, \`pip install --no-cache-dir\`, or a cache mount, which also makes the next build faster:
\`RUN --mount=type=cache,target=/root/.cache/pip pip install …\`. In a build stage that ships nothing it does not matter.`,
    examples: {
      bad: [
        'FROM debian:12-slim\nRUN apt-get update && apt-get install -y --no-install-recommends curl\nUSER nobody\n',
        'FROM python:3.12-slim\nCOPY requirements.txt ./\nRUN pip install -r requirements.txt\nUSER nobody\nCMD ["python", "-m", "app"]\n',
        'FROM alpine:3.20\nRUN apk update && apk add curl\nUSER nobody\n',
      ],
      good: [
        'FROM debian:12-slim\nRUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\nUSER nobody\n',
        'FROM python:3.12-slim\nCOPY requirements.txt ./\nRUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt\nUSER nobody\nCMD ["python", "-m", "app"]\n',
        'FROM debian:12-slim AS build\nRUN apt-get update && apt-get install -y --no-install-recommends gcc\nRUN gcc --version > /v\nFROM scratch\nCOPY --from=build /v /v\n',
      ],
    },
    whenNotToUse: 'When packages are installed in running containers, which need the lists.',
    references: [
      'https://docs.docker.com/build/building/best-practices/#apt-get',
      'https://docs.docker.com/build/cache/optimize/#use-cache-mounts',
      'https://pip.pypa.io/en/stable/topics/caching/',
    ],
  },
  messages: {
    left: '"{command}" leaves {what} in the layer; {how}.',
    removed: '"{command}" writes an index that is then removed; --no-cache spares both.',
  },
  concerns: (stage) => matchesIn(stage).length > 0,
  check(file, { parity }, stages) {
    const found: Match[] = [];
    const last = file.stages.at(-1);
    for (const stage of stages) {
      const isShipped = parity === undefined || last === stage || isBuiltFrom(last, stage);
      for (const { match, left } of matchesIn(stage))
        // The other tool looks at stages for two of its codes only, and at no stage for triggers.
        if (isShipped || !BY_STAGE.has(left.kind) || left.instruction.keyword === 'ONBUILD')
          found.push(match);
    }
    return found;
  },
  fix(match, { stage }) {
    if (stage === undefined) return [];
    const left = matchesIn(stage).find(
      ({ match: other }) => other.at.node === match.at.node && other.at.span.start === match.at.span.start,
    )?.left;
    if (left === undefined || left.isRemoved) return [];
    const edits = cleaningEdits(left, stage);
    if (edits === undefined) return [];
    if (left.kind === 'apt-lists' && usesLists(stage, left)) return [];
    const isBase = left.kind === 'apt-lists' && stage.consumers.some(({ kind }) => kind === 'from');
    return [
      {
        title: HOW[left.kind].title,
        safety: isBase ? 'suggestion' : 'safe',
        edits: edits.map((edit) => ({ at: at(left.instruction, edit.span), newText: edit.newText })),
      },
    ];
  },
});

const BY_STAGE: ReadonlySet<CacheKind> = new Set(['apt-lists', 'apt-archives', 'yarn']);

interface FoundMatch {
  readonly match: Match;
  readonly left: LeftCache;
}

const matchesIn = memoized((stage: StageFacts): readonly FoundMatch[] => {
  const found = cachesLeft(stage);
  return found.length === 0 ? NONE : found.flatMap((left) => toMatch(left) ?? []);
});

const NONE: readonly FoundMatch[] = [];

function toMatch(left: LeftCache): FoundMatch | undefined {
  const { kind, instruction, fills, isRemoved } = left;
  const [fill] = fills;
  if (fill === undefined) return undefined;
  const start = fill.command.words[0]?.span.start ?? fill.verb.span.start;
  const end = Math.max(fill.verb.span.end, start);
  const { what, how, codes } = HOW[kind];
  const isKnownThere = (kind !== 'apk' || fills.some(({ verb }) => verb.value === 'add')) && !isLesser(left);
  const match: Match = {
    at: at(instruction, { start, end }),
    message: isRemoved ? 'removed' : 'left',
    data: {
      command: fill.verb === fill.command.words[0] ? fill.program : `${fill.program} ${fill.verb.text}`,
      what,
      how: how.replace('{program}', fill.program),
    },
    equivalents: isKnownThere ? codes : [],
  };
  return { match: isRemoved ? { ...match, onlyIn: 'hadolint' } : match, left };
}

/** Commands that the other tool does not count: tdnf, and metadata without an install. */
function isLesser({ kind, fills }: LeftCache): boolean {
  if (kind === 'dnf' || kind === 'yum')
    return fills.every(({ program, verb }) => program === 'tdnf' || METADATA.has(verb.value ?? ''));
  if (kind === 'zypper') return fills.every(({ verb }) => /^(?:ref|refresh)$/.test(verb.value ?? ''));
  return kind === 'yarn' && fills.every(({ verb }) => verb.value !== 'install');
}

const METADATA: ReadonlySet<string> = new Set(['makecache', 'check-update']);

const HOW: Readonly<
  Record<
    CacheKind,
    { readonly what: string; readonly how: string; readonly codes: readonly string[]; readonly title: string }
  >
> = {
  'apt-lists': {
    what: 'the package lists',
    how: 'remove /var/lib/apt/lists/* in the same RUN, or mount a cache there',
    codes: ['hadolint/DL3009'],
    title: 'Remove the package lists in the same RUN',
  },
  'apt-archives': {
    what: 'the downloaded archives, since docker-clean is gone,',
    how: 'mount a cache at /var/cache/apt, or run apt-get clean in the same RUN',
    codes: ['hadolint/DL3009'],
    title: 'Run apt-get clean in the same RUN',
  },
  apk: {
    what: 'the package index',
    how: 'add --no-cache',
    codes: ['hadolint/DL3019', 'trivy/DS-0025'],
    title: 'Add --no-cache',
  },
  yum: {
    what: 'metadata and packages',
    how: 'run yum clean all in the same RUN',
    codes: ['hadolint/DL3032', 'trivy/DS-0015'],
    title: 'Run yum clean all in the same RUN',
  },
  dnf: {
    what: 'metadata and packages',
    how: 'run {program} clean all in the same RUN',
    codes: ['hadolint/DL3040', 'trivy/DS-0019'],
    title: 'Clean the cache in the same RUN',
  },
  zypper: {
    what: 'metadata and packages',
    how: 'run zypper clean --all in the same RUN',
    codes: ['hadolint/DL3036', 'trivy/DS-0020'],
    title: 'Run zypper clean in the same RUN',
  },
  pip: {
    what: 'the cache of pip',
    how: 'add --no-cache-dir, or mount a cache at its place',
    codes: ['hadolint/DL3042'],
    title: 'Add --no-cache-dir',
  },
  yarn: {
    what: 'the cache of yarn',
    how: 'run yarn cache clean in the same RUN, or mount a cache at its place',
    codes: ['hadolint/DL3060'],
    title: 'Run yarn cache clean in the same RUN',
  },
};

function isBuiltFrom(stage: StageFacts | undefined, ancestor: StageFacts): boolean {
  for (let at = stage?.parent; at !== undefined; at = at.parent) if (at === ancestor) return true;
  return false;
}

/** A later RUN of the stage installs by the lists that this one would take away. */
function usesLists(stage: StageFacts, left: LeftCache): boolean {
  const from = stage.instructions.indexOf(left.instruction) + 1;
  return stage.instructions.slice(from).some((instruction) => {
    const first = managerCommandsOf(instruction).find(({ family }) => family === 'debian');
    return first !== undefined && first.task !== 'update' && first.task !== 'clean';
  });
}
