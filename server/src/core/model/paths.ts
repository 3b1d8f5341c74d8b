/** What a path's spelling tells. */

/** Linux paths, and Windows paths with a drive. */
export function isAbsolutePath(path: string): boolean {
  return path.startsWith('/') || path.startsWith('\\') || /^[A-Za-z]:/.test(path);
}
