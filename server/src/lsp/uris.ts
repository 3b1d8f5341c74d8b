/** The little that is needed to know of URIs: folders, names and what lies in them. */

/** Without a slash at the end; undefined for a URI that has no folder, such as `untitled:Untitled-1`. */
export function folderOf(uri: string): string | undefined {
  const match = /^([a-zA-Z][\w+.-]*:\/\/[^/?#]*.*)\/[^/]*$/s.exec(uri);
  return match?.[1];
}

/** The last part as a person reads it. */
export function nameOf(uri: string): string {
  return decode(uri.slice(uri.lastIndexOf('/') + 1));
}

/** `path` is relative, with forward slashes; it may begin with steps upwards. */
export function join(folder: string, path: string): string {
  const [first = '', ...rest] = path.split('/');
  if (first === '..') return join(folderOf(withoutTrailingSlash(folder)) ?? folder, rest.join('/'));
  return `${withoutTrailingSlash(folder)}/${path.split('/').map(encodeURIComponent).join('/')}`;
}

/** The path as a person reads it, beginning with a slash; undefined for a URI that has none, such as `untitled:Untitled-1`. */
export function pathOf(uri: string): string | undefined {
  const path = /^[a-zA-Z][\w+.-]*:\/\/[^/?#]*(\/[^]*)$/.exec(uri)?.[1];
  return path === undefined ? undefined : decode(path.length > 1 ? withoutTrailingSlash(path) : path);
}

/** The URI of an absolute path in the same file system as `beside`. */
export function toUri(beside: string, path: string): string {
  const start = /^[a-zA-Z][\w+.-]*:\/\/[^/?#]*/.exec(beside)?.[0] ?? 'file://';
  return start + (path.startsWith('/') ? '' : '/') + path.split('/').map(encodeURIComponent).join('/');
}

/** Percent signs may be spelled differently by client and server. */
export function isSame(one: string, other: string): boolean {
  return one === other || decode(one) === decode(other);
}

function withoutTrailingSlash(uri: string): string {
  return uri.endsWith('/') ? uri.slice(0, -1) : uri;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not percent-encoded after all.
    return text;
  }
}
