/** What a path's spelling tells. */

/** Linux paths, and Windows paths with a drive. */
export function isAbsolutePath(path: string): boolean {
  return path.startsWith('/') || path.startsWith('\\') || /^[A-Za-z]:/.test(path);
}

/** `/a/` as `/a`, `/` as nothing. A pattern that ends in `\/+$` would take ages for a path that is all slashes. */
export function withoutEndSlashes(path: string): string {
  let end = path.length;
  while (end > 0 && path.charCodeAt(end - 1) === 47) end--;
  return path.slice(0, end);
}
