/** Patterns that a shell did not expand: on Windows, or in quotes. */
import ignore from 'ignore';

export interface Glob {
  /** The folder above the first part with a wildcard, as typed. */
  readonly folder: string;
  /** `path` is below the folder and relative to it. */
  matches(path: string): boolean;
  /** True for a pattern such as `docker/*`, which says nothing of the name: then only names of Dockerfiles are meant. */
  readonly isOpen: boolean;
}

/** True for `**`, `*`, `?`, `[ab]` and `{a,b}`. */
export function isGlob(path: string): boolean {
  return /[*?]|\[[^\]]+\]|\{[^}]*,[^}]*\}/.test(path);
}

/** `*` and `?` stop at a slash, `**` as a whole part does not. */
export function globOf(pattern: string): Glob {
  const parts = pattern.split('/');
  const first = parts.findIndex(isGlob);
  const head = parts.slice(0, first).join('/');
  const alternatives = withoutBraces(parts.slice(first).join('/'));
  // The words of a .gitignore: anchored, and no pattern is taken for a comment or a negation.
  const matcher = ignore({ ignorecase: false }).add(alternatives.map((each) => `/${each}`));
  const last = parts.at(-1) ?? '';
  return {
    folder: head === '' && !pattern.startsWith('/') ? '.' : head || '/',
    matches: (path) => matcher.ignores(path),
    isOpen: /^\*+$/.test(last),
  };
}

/** `a.{b,c}` becomes `a.b` and `a.c`. */
function withoutBraces(pattern: string): readonly string[] {
  const match = /\{([^{}]*,[^{}]*)\}/.exec(pattern);
  if (match === null) return [pattern];
  const before = pattern.slice(0, match.index);
  const after = pattern.slice(match.index + match[0].length);
  return (match[1] ?? '').split(',').flatMap((choice) => withoutBraces(before + choice + after));
}
