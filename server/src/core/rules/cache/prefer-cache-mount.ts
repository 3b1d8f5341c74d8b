/** Finds installs and builds that fetch and compile everything anew although a cache mount could keep it. */
import { at, defineRule, type Match } from '../../lint/rule';
import {
  CACHE_USE_WORDS,
  cacheFolders,
  cacheUseOf,
  isCacheOffBy,
  type CacheUse,
} from '../../model/commands/cacheFolders';
import { isTakenFrom } from '../../model/artifacts/takenFolder';
import { keepsPackages } from '../../model/dockerClean';
import { cacheSurroundings } from '../../model/cacheSurroundings';
import { effectiveUser } from '../../model/effectiveUser';
import type { FileFacts, StageFacts } from '../../model/facts';
import type { ShellCommand } from '../../shell/nodes';
import type { Instruction } from '../../syntax/nodes';
import type { Dockerfile } from '../../syntax/dockerfile';
import { flagOf } from '../../syntax/views';
import { memoized } from '../../text/memoized';
import type { Span } from '../../text/span';

export default defineRule({
  id: 'prefer-cache-mount',
  scope: 'file',
  keywords: ['RUN'],
  words: CACHE_USE_WORDS,
  meta: {
    category: 'cache',
    level: 'hint',
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: ['tally/prefer-package-cache-mounts'],
  },
  docs: {
    summary: 'Keep what an install downloads or a build compiles in a cache mount',
    lesson: `When a step runs again it starts from nothing: one more package in the list, and all of them are downloaded again. A cache mount is
a folder that the builder keeps between builds and that is in no layer: \`RUN --mount=type=cache,target=/root/.npm npm ci\` fetches
only what is new, and the image is none the larger.

The target is the folder where the tool keeps its downloads or its compiled parts. The mount stays on the machine that builds, so
a CI runner that starts empty gains nothing by it.`,
    examples: {
      bad: [
        'FROM node:22-alpine AS build\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nFROM nginx:1.27\nCOPY --from=build /app/dist /usr/share/nginx/html\nUSER nginx\n',
      ],
      good: [
        'FROM node:22-alpine AS build\nWORKDIR /app\nCOPY package*.json ./\nRUN --mount=type=cache,target=/root/.npm npm ci\nFROM nginx:1.27\nCOPY --from=build /app/dist /usr/share/nginx/html\nUSER nginx\n',
      ],
    },
    whenNotToUse: 'When the file is built on machines that keep nothing, or by a builder without BuildKit.',
    references: [
      'https://docs.docker.com/build/cache/optimize/#use-cache-mounts',
      'https://docs.docker.com/reference/dockerfile/#run---mounttypecache',
    ],
  },
  messages: {
    cold: '{manager} fetches or builds everything anew each time this runs; a cache mount keeps it between builds.',
  },
  concerns: (stage) => coldRuns(stage).length > 0,
  check({ dockerfile }, _surroundings, stages) {
    const found: Match[] = [];
    if (stages.length > 0 && allowsMounts(dockerfile))
      for (const stage of stages) for (const one of coldRuns(stage)) found.push(one);
    return found;
  },
  fix(match, { file, stage }) {
    const { node } = match.at;
    if (stage === undefined || node?.kind !== 'instruction') return [];
    const mounts = mountsFor(file, stage, node);
    if (mounts === undefined) return [];
    const { start } = node.body;
    return [
      {
        title: `Add ${mounts.flags.join(' ')}`,
        safety: 'suggestion',
        edits: [
          {
            at: at(node, { start, end: start }),
            newText: `${mounts.flags.join(' ')} ${mounts.before}`,
          },
        ],
      },
    ];
  },
});

/** `--mount` came with version 1.2 of the syntax; without a directive the builder's own, newer one reads the file. */
function allowsMounts(dockerfile: Dockerfile): boolean {
  for (const node of dockerfile.nodes) {
    if (node.kind !== 'directive') return true;
    if (node.name === 'syntax') return !/dockerfile(?:-upstream)?:1\.[01](?:\.\d+)?$/.test(node.value);
  }
  return true;
}

const NONE: readonly Match[] = [];

/** One match a RUN, at its first command that could use the mount. */
const coldRuns = memoized((stage: StageFacts): readonly Match[] => {
  let found: Match[] | undefined;
  for (const instruction of stage.instructions) {
    const use = coldUse(stage, instruction);
    if (use !== undefined)
      (found ??= []).push({
        at: at(instruction, programSpan(use.command)),
        message: 'cold',
        data: { manager: use.manager },
      });
  }
  return found ?? NONE;
});

/** Without what is set for the program and what runs it: `CGO_ENABLED=0`, `sudo`. */
function programSpan({ words, span }: ShellCommand): Span {
  return { start: words[0]?.span.start ?? span.start, end: words.at(-1)?.span.end ?? span.end };
}

function coldUse(stage: StageFacts, instruction: Instruction): CacheUse | undefined {
  if (instruction.keyword !== 'RUN' || flagOf(instruction, 'mount') !== undefined) return undefined;
  const commands = stage.scriptOf(instruction)?.commands ?? [];
  if (commands.some(clearsCache)) return undefined;
  for (const command of commands) {
    if (command.place === 'function' || command.place === 'branch') continue;
    const use = cacheUseOf(command);
    if (use === undefined || use.isOff || use.isMoved) continue;
    if (isCacheOffBy(use.manager, cacheSurroundings(stage, instruction, undefined))) continue;
    if (SYSTEM_MANAGERS.has(use.manager) && (isShipped(stage) || commands.some(removesLists))) continue;
    return use;
  }
  return undefined;
}

/** In a shipped stage the lists and packages have to go, and require-cache-cleanup says how. */
const SYSTEM_MANAGERS: ReadonlySet<string> = new Set(['apt-get', 'apk']);

function isShipped({ role }: StageFacts): boolean {
  return role === 'final' || role === 'base';
}

/** Who removes the lists has chosen the other way to a small layer. */
function removesLists({ name, args }: ShellCommand): boolean {
  return name === 'rm' && args.some(({ text }) => text.startsWith('/var/'));
}

/** Likewise for a manager's own cache; in a mount the same words would empty it each time. */
function clearsCache({ name, args }: ShellCommand): boolean {
  if (name === 'rm') return args.some(({ text }) => CACHE_PATHS.test(text));
  for (const { text } of args)
    if (!text.startsWith('-'))
      return text === 'cache' && args.some((word) => /^(?:clean|purge|clear)$/.test(word.text));
  return false;
}

const CACHE_PATHS = /(?:^|\/)(?:\.cache|\.npm|\.m2|\.gradle|\.cargo\/registry|pkg\/mod)(?:\/|$)/;

interface Mounts {
  readonly flags: readonly string[];
  /** What must run first, with the `&&` behind it; mostly empty. */
  readonly before: string;
}

function mountsFor(file: FileFacts, stage: StageFacts, run: Instruction): Mounts | undefined {
  const use = coldUse(stage, run);
  const user = effectiveUser(stage, run);
  if (use === undefined || user === undefined || use.manager === 'apk') return undefined;
  if (!user.isRoot && user.uid === undefined) return undefined;
  const folders = cacheFolders(use.manager, cacheSurroundings(stage, run, user.home));
  if (folders === undefined) return undefined;
  // A mount would hide what another stage takes: nothing that is written below it stays.
  if (folders.some((folder) => isTakenFrom(file, stage, folder))) return undefined;
  const isSystem = SYSTEM_MANAGERS.has(use.manager);
  const rest = isSystem ? ',sharing=locked' : user.isRoot ? '' : `,uid=${user.uid ?? ''}`;
  const flags = folders.map((folder) => `--mount=type=cache,target=${folder}${rest}`);
  if (!isSystem || keepsPackages(stage, run)) return { flags, before: '' };
  if (run.exec !== undefined || run.heredocs.length > 0) return undefined;
  return { flags, before: 'rm -f /etc/apt/apt.conf.d/docker-clean && ' };
}
