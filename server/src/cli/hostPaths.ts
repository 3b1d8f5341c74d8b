/** Paths as the host of a repository knows them, wherever in it a run was started. */
import { repositoryAbove } from './gitIgnore';
import type { CliFiles } from './io';
import { folderOf, isInside, relativePath } from './paths';

/** From the repository's root, for files in one; as they were typed for others. Each folder is looked at once. */
export function hostPaths(files: CliFiles): (path: string) => string {
  const roots = new Map<string, string | undefined>();
  return (path) => {
    const absolute = files.absolute(path);
    const folder = folderOf(absolute);
    if (!roots.has(folder)) roots.set(folder, repositoryAbove(folder, files));
    const root = roots.get(folder);
    const relative = root === undefined ? undefined : relativePath(root, absolute);
    return relative !== undefined && isInside(relative) ? relative : path;
  };
}
