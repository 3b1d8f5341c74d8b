/** Finds Dockerfiles, or other files, below a folder. */
import { isIgnored, type IgnoreLayers, layersAbove, withLayer } from './gitIgnore';
import type { CliFiles, FolderEntry } from './io';
import { join } from './paths';

/** Never looked into, whatever git says of them. */
const NEVER_ENTERED = new Set(['.git', 'node_modules']);

/**
 * `Dockerfile`, `Dockerfile.dev`, `dev.Dockerfile`, `Containerfile`. BuildKit falls back to `dockerfile`, and `.dockerfile` is
 * a common ending; `dockerfile.go` and the like are program sources, so a lower-case name takes no ending.
 */
const DOCKERFILE = /^(?:[Dd]ockerfile|Dockerfile\..+|.+\.[Dd]ockerfile|Containerfile)$/;

export interface SearchResult {
  /** Sorted, as `folder` was typed. */
  readonly paths: readonly string[];
  readonly unreadableFolders: readonly string[];
}

export interface Search {
  /** Relative to the folder that is searched. */
  isWanted(path: string): boolean;
  /** Called with each folder before it is read. */
  onFolder(folder: string): void;
}

/** Leaves out what git ignores; links to folders are not followed. */
export function findFiles(folder: string, files: CliFiles, search: Search): SearchResult {
  const paths: string[] = [];
  const unreadableFolders: string[] = [];

  const visit = (shown: string, absolute: string, relative: string, inherited: IgnoreLayers): void => {
    search.onFolder(shown);
    const entries = files.list(shown);
    if (entries === undefined) {
      unreadableFolders.push(shown);
      return;
    }
    const changesLayers = entries.some(({ name }) => name === '.gitignore' || name === '.git');
    const layers = changesLayers ? withLayer(inherited, absolute, files) : inherited;
    for (const entry of entries) {
      const path = join(relative, entry.name);
      if (!isOfInterest(entry, path, search)) continue;
      const at = join(absolute, entry.name);
      if (isIgnored(layers, at, entry.kind === 'folder' ? 'folder' : 'file')) continue;
      if (entry.kind === 'folder') visit(join(shown, entry.name), at, path, layers);
      else paths.push(join(shown, entry.name));
    }
  };

  const absolute = files.absolute(folder);
  visit(folder, absolute, '.', layersAbove(absolute, files));
  return { paths: paths.sort(byCodeUnit), unreadableFolders: unreadableFolders.sort(byCodeUnit) };
}

export function isDockerfileName(name: string): boolean {
  return DOCKERFILE.test(name) && !name.toLowerCase().endsWith('.dockerignore');
}

/** The same order on every machine, whatever its language. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function isOfInterest(entry: FolderEntry, path: string, search: Search): boolean {
  switch (entry.kind) {
    case 'folder':
      return !NEVER_ENTERED.has(entry.name);
    case 'file':
      return search.isWanted(path);
    case 'other':
      return false;
  }
}
