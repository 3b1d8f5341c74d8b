/** Files of building that a finished image does not need: sources, tests, histories, caches and tools that a layer of it brought. */
import type { LeakKind, LeakReport } from '../contentsReport';
import type { Examiner } from './examiner';
import { toolKindOf } from './tools';

/** What the base image brings is its maker's business; what this Dockerfile adds to it is told. */
export function leakExaminer(): Examiner<readonly LeakReport[]> {
  return {
    conclude({ layers, fileSystem }) {
      const groups = new Map<string, Group>();
      for (const { entry, layer } of fileSystem.seen.values()) {
        const place = layers[layer];
        if (place === undefined || place.isBase || entry.kind === 'folder') continue;
        const found = leakOf(entry.path);
        if (found === undefined) continue;
        const key = `${found.kind} ${layer} ${found.root}`;
        const group = groups.get(key);
        if (group === undefined)
          groups.set(key, { ...found, line: place.line, path: entry.path, files: 1, bytes: entry.bytes });
        else {
          group.files++;
          group.bytes += entry.bytes;
          group.path = commonFolder(group.path, entry.path);
        }
      }
      return [...groups.values()]
        .map(({ kind, path, files, bytes, line }) => ({ kind, path: `/${path}`, files, bytes, line }))
        .sort((a, b) => b.bytes - a.bytes);
    },
  };
}

interface Group extends Leak {
  path: string;
  files: number;
  bytes: number;
  readonly line: number | undefined;
}

export interface Leak {
  readonly kind: LeakKind;
  /** What is told as one: the folder that all of it lies in, as far down as the kind says. */
  readonly root: string;
}

/** @param path relative to the root */
export function leakOf(path: string): Leak | undefined {
  const history = HISTORY.exec(path)?.[0];
  if (history !== undefined) return { kind: 'version-control', root: history };
  const cache = CACHE.exec(path)?.[0];
  if (cache !== undefined) return { kind: 'cache', root: cache };
  const tool = toolKindOf(path);
  if (tool !== undefined && TOOLS.has(tool)) return { kind: 'tool', root: folderOf(path) };
  if (DEPENDENCY.test(path)) return undefined;
  const test = TEST_FOLDER.exec(path)?.[0] ?? (TEST_FILE.test(path) ? folderOf(path) : undefined);
  if (test !== undefined) return { kind: 'test', root: test };
  if (SOURCE.test(path)) return { kind: 'source', root: path.split('/').slice(0, 2).join('/') };
  return undefined;
}

const TOOLS: ReadonlySet<string> = new Set([
  'compiler',
  'build-system',
  'package-manager',
  'version-control',
]);

const HISTORY = /^(?:.*\/)?\.(?:git|hg|svn)(?=\/)/u;

/** Where package managers, compilers and linters keep what they fetched or found out. */
const CACHE = new RegExp(
  [
    String.raw`^var/cache/(?:apt/archives(?=/[^/]+\.deb$)|apk(?=/.)|dnf(?=/.)|yum(?=/.))`,
    String.raw`^var/lib/apt/lists(?=/[^/]+_)`,
    String.raw`^(?:root|home/[^/]+)/(?:\.npm/_cacache|\.cache|\.m2/repository|\.gradle/caches|\.cargo/registry|\.nuget/packages|\.composer/cache|\.bundle/cache|\.ivy2|\.sbt|\.hex|\.node-gyp)(?=/)`,
    String.raw`^usr/local/(?:cargo/registry|share/\.cache)(?=/)`,
    String.raw`^go/pkg/mod(?=/)`,
    String.raw`^(?:.*/)?(?:\.pytest_cache|\.mypy_cache|\.ruff_cache|\.parcel-cache|\.turbo|node_modules/\.cache|\.next/cache|\.gradle|\.sass-cache)(?=/)`,
    String.raw`^(?:.*/)?\.(?:eslintcache|stylelintcache)$`,
  ].join('|'),
  'u',
);

/** Installed dependencies and the system's own files: what lies there was not written for this image. */
const DEPENDENCY =
  /(?:^|\/)(?:node_modules|site-packages|dist-packages|vendor|gems|bower_components|\.venv|deps)\/|^(?:usr|lib|lib64|etc|var|opt\/venv)\//u;

const TEST_FOLDER = /^(?:.*\/)?(?:tests?|__tests__|spec|e2e|cypress|testdata)(?=\/)/u;
const TEST_FILE =
  /(?:\.(?:test|spec)\.[cm]?[jt]sx?|_test\.(?:go|py|exs)|(?:^|\/)test_[^/]+\.py|(?:Test|Tests|IT)\.(?:java|kt|cs)|_spec\.rb)$/u;

/** Languages that are compiled, so that their text is of no use where the image runs. Declarations of TypeScript are no source. */
const SOURCE =
  /(?<!\.d)\.(?:go|rs|c|cc|cpp|cxx|h|hpp|java|kt|scala|cs|fs|vb|tsx?|mts|cts|swift|hs|ml|zig|d|erl|ex|vue|svelte|scss|sass|less)$/u;

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function commonFolder(one: string, other: string): string {
  const [a, b] = [one.split('/'), other.split('/')];
  let count = 0;
  while (count < a.length && count < b.length - 1 && a[count] === b[count]) count++;
  return a.slice(0, count).join('/');
}
