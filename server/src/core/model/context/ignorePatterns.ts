/**
 * Docker's own matching of ignore files, which is not git's. Written here because the library for it needs Node's `path`,
 * while the core also runs in a browser; a test holds the two to one another.
 */

export interface IgnorePatterns {
  /** True for a path that is not sent, because it or a folder that it lies in matches. Relative, with `/`, without `./`. */
  ignores(path: string): boolean;
  /** True when a `!` pattern takes something back: then an ignored folder may still hold files that are sent. */
  readonly hasExceptions: boolean;
  /** The line that decides that the path is ignored, as written and trimmed; undefined when it is sent. */
  deciding(path: string): string | undefined;
}

/** Patterns that Docker refuses are passed over. Source: moby/patternmatcher (patternmatcher.go, ignorefile/ignorefile.go). */
export function readIgnorePatterns(text: string): IgnorePatterns {
  const patterns = text
    .replace(/^\ufeff/, '')
    .split('\n')
    .flatMap((line) => toPattern(line) ?? []);
  const deciding = (path: string): string | undefined => decidingLine(patterns, path);
  return {
    ignores: (path) => deciding(path) !== undefined,
    hasExceptions: patterns.some((pattern) => pattern.isException),
    deciding,
  };
}

/** As Go's `filepath.Clean` does with forward slashes: `./a//b/../c` becomes `a/c`; `..` that leave the root are kept. */
export function cleanPath(path: string): string {
  const isRooted = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (!isRooted) parts.push(part);
  }
  const cleaned = parts.join('/');
  if (isRooted) return `/${cleaned}`;
  return cleaned === '' ? '.' : cleaned;
}

interface Pattern {
  readonly line: string;
  readonly isException: boolean;
  readonly regex: RegExp;
}

function toPattern(raw: string): Pattern | undefined {
  // A comment is one only at the very start of a line.
  const line = raw.startsWith('#') ? '' : raw.trim();
  if (line === '') return undefined;
  const isException = line.startsWith('!');
  const written = isException ? line.slice(1).trim() : line;
  if (written === '') return undefined;
  const cleaned = cleanPath(written);
  const pattern = cleaned.length > 1 ? cleaned.replace(/^\//, '') : cleaned;
  const regex = toRegex(pattern);
  return regex && { line, isException, regex };
}

/** The regular expression that moby's `compile` writes for the pattern. */
function toRegex(pattern: string): RegExp | undefined {
  let regex = '';
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at);
    if (character === '*' && pattern.charAt(at + 1) === '*') {
      at += 1;
      // `**/` is also no folder at all.
      if (pattern.charAt(at + 1) === '/') at += 1;
      regex += at + 1 === pattern.length ? '.*' : '(.*/)?';
    } else if (character === '*') regex += '[^/]*';
    else if (character === '?') regex += '[^/]';
    else if (character === '\\') {
      at += 1;
      regex += `\\${pattern.charAt(at).replace(/[a-z0-9]/i, (letter) => `x${letter.charCodeAt(0).toString(16)}`) || '\\'}`;
    } else if (character === '[' || character === ']') regex += character;
    else regex += character.replace(/[.+()|{}$^]/, String.raw`\$&`);
  }
  try {
    return new RegExp(`^${regex}$`, 's');
  } catch {
    return undefined;
  }
}

function decidingLine(patterns: readonly Pattern[], path: string): string | undefined {
  let line: string | undefined;
  for (const pattern of patterns) {
    // Only what could change the verdict so far is asked.
    if (pattern.isException !== (line !== undefined)) continue;
    if (matchesWithParents(pattern.regex, path)) line = pattern.isException ? undefined : pattern.line;
  }
  return line;
}

function matchesWithParents(regex: RegExp, path: string): boolean {
  if (regex.test(path)) return true;
  for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1))
    if (regex.test(path.slice(0, slash))) return true;
  return false;
}
