/** Which files git leaves out, by the .gitignore files on the way from the repository's root down to them. */
import ignore, { type Ignore } from 'ignore';
import type { CliFiles } from './io';
import { folderOf, join } from './paths';

interface Layer {
  /** Absolute, with a slash at its end. */
  readonly base: string;
  readonly rules: Ignore;
}

/** The rules that hold in one folder, the deepest last, as the deepest one that speaks of a path decides. */
export type IgnoreLayers = readonly Layer[];

/** The layers that the folders above `folder` (absolute) contribute: none outside a git repository. */
export function layersAbove(folder: string, files: CliFiles): IgnoreLayers {
  const above: string[] = [];
  let current = folder;
  while (!isRepositoryRoot(current, files)) {
    const parent = folderOf(current);
    if (parent === current || parent === '.') return [];
    above.unshift(parent);
    current = parent;
  }
  const layers = above.reduce<IgnoreLayers>((known, each) => withLayer(known, each, files), []);
  // Asked for by name: whoever names an ignored folder wants it searched.
  return isIgnored(layers, folder, 'folder') ? [] : layers;
}

/** The layers inside `folder` (absolute), which holds a .gitignore or is the root of a repository. */
export function withLayer(layers: IgnoreLayers, folder: string, files: CliFiles): IgnoreLayers {
  const isRoot = isRepositoryRoot(folder, files);
  const known = isRoot ? [] : layers;
  const sources = isRoot ? ['.git/info/exclude', '.gitignore'] : ['.gitignore'];
  return sources.reduce<IgnoreLayers>((all, source) => {
    const content = files.read(join(folder, source));
    if (content.kind === 'unreadable') return all;
    const base = folder.endsWith('/') ? folder : `${folder}/`;
    return [...all, { base, rules: ignore({ ignorecase: false }).add(content.text) }];
  }, known);
}

/** `path` is absolute and below every layer's base. */
export function isIgnored(layers: IgnoreLayers, path: string, kind: 'file' | 'folder'): boolean {
  for (const layer of layers.toReversed()) {
    const relative = path.slice(layer.base.length) + (kind === 'folder' ? '/' : '');
    const verdict = layer.rules.test(relative);
    if (verdict.ignored) return true;
    if (verdict.unignored) return false;
  }
  return false;
}

/** The nearest folder with a `.git` at or above an absolute folder; undefined outside a repository. */
export function repositoryAbove(folder: string, files: CliFiles): string | undefined {
  for (let current = folder; ; current = folderOf(current)) {
    if (isRepositoryRoot(current, files)) return current;
    if (folderOf(current) === current || folderOf(current) === '.') return undefined;
  }
}

function isRepositoryRoot(folder: string, files: CliFiles): boolean {
  return files.kindOf(join(folder, '.git')) !== 'missing';
}
