/** Paths as the command line shows them: forward slashes, as short as they were typed. */

/** `./a//b/` becomes `a/b`; `.` and `/` stay. Parent steps are kept, since links make them meaningful. */
export function tidy(path: string): string {
  const parts = path.split('/').filter((part, index) => part !== '.' && (part !== '' || index === 0));
  const tidied = parts.join('/');
  if (tidied === '') return path.startsWith('/') ? '/' : '.';
  return tidied;
}

export function join(folder: string, name: string): string {
  if (folder === '.') return name;
  return folder.endsWith('/') ? folder + name : `${folder}/${name}`;
}

export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  if (slash === -1) return '.';
  return slash === 0 ? '/' : path.slice(0, slash);
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** From one absolute folder to an absolute path, with `..` where it lies outside; undefined on another drive. */
export function relativePath(folder: string, path: string): string | undefined {
  const from = folder.split('/').filter((part) => part !== '');
  const to = path.split('/').filter((part) => part !== '');
  let shared = 0;
  while (shared < from.length && shared < to.length && from[shared] === to[shared]) shared++;
  if (shared === 0 && /^[a-z]:$/i.test(to[0] ?? '')) return undefined;
  const steps = [...from.slice(shared).map(() => '..'), ...to.slice(shared)];
  return steps.length === 0 ? '.' : steps.join('/');
}

/** True for what `relativePath` gives for a path inside the folder. */
export function isInside(relative: string): boolean {
  return relative !== '..' && !relative.startsWith('../');
}
