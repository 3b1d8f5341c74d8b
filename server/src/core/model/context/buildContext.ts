/** What the core may ask about a build context. It is handed in, and answers only what is known at the time. */

/** A link is not followed: where it leads, and whether that is in the context, is not known. */
export type EntryKind = 'file' | 'folder' | 'link';

/**
 * Paths are relative to the context's root, with `/`, without `./`; the root itself is `''`.
 * Every answer may be undefined: not known, or not known yet. An editor's answers come from a disk or a client, off the
 * path of a keystroke: what was asked for and is not known is fetched, and the analysis is then made anew with a new object.
 */
export interface BuildContext {
  /** What a folder holds, before any ignore file; asked only for folders that exist. */
  entriesIn(folder: string): ReadonlyMap<string, EntryKind> | undefined;
  /** Asked only for files that exist. */
  fileAt(path: string): ContextFile | undefined;
  /** What a small file says, such as a manifest or a tool's configuration; asked only for files that exist, and never of large ones. */
  textAt(path: string): string | undefined;
  /** One bounded walk over everything that is sent, which is the context without what its ignore file leaves out. */
  survey(): ContextSurvey | undefined;
  /** True when nobody says that this is the context: it is taken because most builds are started like that. */
  readonly isAssumed: boolean;
  /** True for what the root's .gitignore names: it comes into being by a build or by hand, so it may be missing now. */
  isGitIgnored(path: string): boolean;
}

export interface ContextFile {
  readonly bytes: number | undefined;
  /** For anybody. Undefined where the file system keeps no such bit. */
  readonly isExecutable: boolean | undefined;
  /** True when its first line ends in CR LF; undefined for a file without a line end at its start. */
  readonly endsLinesWithCrLf: boolean | undefined;
  /** For a file whose name says that it may: undefined when it was not looked into. */
  readonly holdsCredential: boolean | undefined;
}

export interface ContextSurvey {
  /** What usually holds credentials, by path. */
  readonly secrets: readonly FoundSecret[];
  /** What is large and usually no input of a build; the largest first. */
  readonly bulk: readonly FoundBulk[];
  /** False when the walk ended at one of its limits: then there may be more than was found. */
  readonly isComplete: boolean;
}

export interface FoundSecret {
  readonly path: string;
  /** With its article, as a message names it: `a private key`. */
  readonly what: string;
}

export interface FoundBulk {
  readonly path: string;
  readonly kind: 'folder' | 'archive';
  /** At least so many, where `isComplete` is false. */
  readonly bytes: number;
  readonly files: number;
  readonly isComplete: boolean;
}

/** What a path is: undefined when not known, because a folder on the way is not, or is a link. */
export function kindAt(context: BuildContext, path: string): EntryKind | 'missing' | undefined {
  if (path === '' || path === '.') return 'folder';
  let folder = '';
  const parts = path.split('/');
  for (const [index, part] of parts.entries()) {
    const kinds = context.entriesIn(folder);
    if (kinds === undefined) return undefined;
    const kind = kinds.get(part);
    if (kind === undefined) return 'missing';
    if (index === parts.length - 1) return kind;
    if (kind === 'link') return undefined;
    if (kind === 'file') return 'missing';
    folder = folder === '' ? part : `${folder}/${part}`;
  }
  return undefined;
}

/** Go's `filepath.Match` and BuildKit's own `**` take these for more than themselves. */
export function isGlob(path: string): boolean {
  return /[*?[\]\\]/.test(path);
}
