/** Matches paths as the sources of COPY do: Go's `filepath.Match`, where `*` and `?` never take a slash. */

/** True for a word that stands for more than one path. */
export function isPattern(text: string): boolean {
  return /[*?[]/.test(text);
}

/** An absolute pattern as a test of absolute, clean paths. */
export function pathMatcher(pattern: string): (path: string) => boolean {
  const source = pattern.replace(/\*+|\?|\[\^?[^\]/]*\]|[^*?[]+|\[/g, (part) => {
    if (part.startsWith('*')) return '[^/]*';
    if (part === '?') return '[^/]';
    if (/^\[\^?[^\]/]+\]$/.test(part)) return part;
    return part.replace(/[\\^$.|+()[\]{}]/g, '\\$&');
  });
  try {
    const regex = new RegExp(`^${source}$`);
    return (path) => regex.test(path);
  } catch {
    return () => false;
  }
}
