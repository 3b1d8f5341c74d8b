/** Absolute paths with forward slashes, as a disk or the path of a URI has them. */
import { cleanPath } from '../core/index';

/** Of the root itself: the root. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash <= 0 ? '/' : path.slice(0, slash);
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** `path` may be relative to the folder, or absolute. */
export function resolvePath(folder: string, path: string): string {
  const written = path.replaceAll('\\', '/');
  if (/^(?:\/|[A-Za-z]:\/)/.test(written)) return cleanPath(written);
  return cleanPath(`${folder === '/' ? '' : folder}/${written}`);
}

/** From the folder to the path; `''` for the folder itself. */
export function relativePath(folder: string, path: string): string {
  const from = folder.split('/').filter((part) => part !== '');
  const to = path.split('/').filter((part) => part !== '');
  let shared = 0;
  while (shared < from.length && shared < to.length && from[shared] === to[shared]) shared += 1;
  return [...from.slice(shared).map(() => '..'), ...to.slice(shared)].join('/');
}

export function isWithin(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}
