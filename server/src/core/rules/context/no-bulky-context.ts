/** Finds a COPY of everything that sends what no image needs: version history, installed packages, local builds, archives. */
import { at, defineRule, type Match } from '../../lint/rule';
import type { FoundBulk } from '../../model/context/buildContext';
import { withIgnoreLines } from '../../model/context/ignoreLines';
import { listedContext } from '../../model/context/listedContext';
import { bulkNameOf } from '../../model/context/notable';
import { contextPaths } from '../../model/context/sources';
import { enumerated, sizeText } from '../../model/context/wording';
import { broadSource } from '../../model/contextCopies';
import type { FileFacts, StageFacts } from '../../model/facts';
import { buildWorksOf, type BuildWorks } from '../../model/ignoreText';
import { Slot } from '../../text/memoized';

export default defineRule({
  id: 'no-bulky-context',
  scope: 'file',
  keywords: ['COPY', 'ADD'],
  meta: {
    category: 'context',
    level: 'information',
    since: '0.1.0',
    fix: 'always',
    equivalents: [],
    readsContext: true,
    concern: 'size',
  },
  docs: {
    summary: 'Keep version history, installed packages and local builds out of the build context',
    lesson: `Everything in the build context that the ignore file does not name is sent to the builder when \`COPY . .\` asks for it: \`.git\`
with its whole history, \`node_modules\` of your machine, yesterday's build output, a forgotten dump. That costs time at every
build, and any change in it empties the cache of this step and of all below.

It can also be wrong: packages that were installed for your machine overwrite those that the build has just installed for the
image. What the build makes itself does not belong in what it starts from.`,
    examples: {
      bad: [
        {
          dockerfile:
            'FROM node:20-alpine AS build\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\nFROM nginx:alpine\nCOPY --from=build /app/dist /usr/share/nginx/html\n',
          surroundings: {
            ignoreFile: { kind: 'present', path: '.dockerignore', text: '.git\n' },
            context: listedContext(
              {
                'package.json': {},
                'package-lock.json': {},
                'node_modules/a/index.js': { bytes: 90_000_000 },
              },
              '.git\n',
            ),
          },
        },
      ],
      good: [
        {
          dockerfile:
            'FROM node:20-alpine AS build\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\nFROM nginx:alpine\nCOPY --from=build /app/dist /usr/share/nginx/html\n',
          surroundings: {
            ignoreFile: { kind: 'present', path: '.dockerignore', text: '.git\nnode_modules\n' },
            context: listedContext(
              {
                'package.json': {},
                'package-lock.json': {},
                'node_modules/a/index.js': { bytes: 90_000_000 },
              },
              '.git\nnode_modules\n',
            ),
          },
        },
      ],
    },
    whenNotToUse: 'When the build reads these files, for example to compute a version from the history.',
    references: [
      'https://docs.docker.com/build/concepts/context/#dockerignore-files',
      'https://docs.docker.com/build/cache/optimize/#keep-the-context-small',
    ],
  },
  messages: {
    bulk: 'This takes in {paths}, which the build does not need; add it to {file}.',
  },
  concerns: (stage) => stage.instructions.some((instruction) => broadSource(instruction) !== undefined),
  check(file, { context, ignoreFile }, stages) {
    const found: Match[] = [];
    if (context === undefined || ignoreFile.kind === 'unknown') return found;
    const bulk = context.survey()?.bulk ?? [];
    if (bulk.length === 0) return found;
    const works = buildWorksOf(file);
    const named = namedPaths(file);
    const needless = bulk.filter(
      (each) => isNeedless(each, works) && !named.some((path) => touches(path, each)),
    );
    if (needless.length === 0) return found;
    for (const stage of stages) {
      if (stage.role === 'unreachable') continue;
      for (const instruction of stage.instructions) {
        const source = broadSource(instruction);
        if (source === undefined) continue;
        // One finding serves the whole file: the line to add is the same.
        found.push({
          at: at(instruction, source.span),
          message: 'bulk',
          data: {
            paths: described(needless),
            file: ignoreFile.path,
            all: needless.map(({ path }) => path).join('\n'),
          },
        });
        return found;
      }
    }
    return found;
  },
  fix({ data }, { surroundings }) {
    const paths = (data?.['all'] ?? '').split('\n');
    const file = withIgnoreLines(paths, surroundings);
    if (file === undefined) return [];
    const title = `Add ${paths.length === 1 ? (paths[0] ?? '') : `${String(paths.length)} lines`} to ${file.path}`;
    return [{ title, safety: 'suggestion', edits: [], newFiles: [file] }];
  },
});

/** In bytes. A young repository's history is not worth a line. */
const SMALLEST_HISTORY = 1_000_000;

function isNeedless({ path, kind, bytes, files }: FoundBulk, works: BuildWorks): boolean {
  if (kind === 'archive') return true;
  const name = bulkNameOf(path.slice(path.lastIndexOf('/') + 1));
  if (name === undefined || files === 0) return false;
  if (name.kind === 'repository') return bytes >= SMALLEST_HISTORY && !works.usesGit;
  // Somebody else's output may be exactly what the image is for.
  return name.madeBy?.some((maker) => works.installed.has(maker) || works.compiled.has(maker)) !== false;
}

function namedPaths(file: FileFacts): readonly string[] {
  return file.stages.flatMap((stage) => namedIn(stage));
}

const NAMED = new Slot<readonly string[]>();

/** Kept, since the rule looks at the whole file after every edit. */
function namedIn({ own, instructions }: StageFacts): readonly string[] {
  let named = NAMED.get(own);
  if (named === undefined) {
    named = instructions.flatMap((instruction) =>
      contextPaths(instruction).flatMap(({ path }) => (path === '' || path.startsWith('*') ? [] : [path])),
    );
    NAMED.set(own, named);
  }
  return named;
}

/** A file that is copied by name is an input, and so is a folder that one lies in. */
function touches(path: string, { path: bulk }: FoundBulk): boolean {
  return path === bulk || path.startsWith(`${bulk}/`) || bulk.startsWith(`${path}/`);
}

function described(bulk: readonly FoundBulk[]): string {
  return enumerated(
    bulk.map(
      ({ path, bytes, isComplete }) => `${path} (${isComplete ? '' : 'more than '}${sizeText(bytes)})`,
    ),
  );
}
