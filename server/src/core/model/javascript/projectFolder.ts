/** A folder of the build context with a JavaScript project in it, whose files are read by name. */
import { kindAt, type BuildContext } from '../context/buildContext';
import { cleanPath } from '../context/ignorePatterns';
import { readJsonValue, textAt, valueAt, keysAt } from './jsonValue';

export type FileText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing' }
  /** It may be there: nobody has looked, or it cannot be read. */
  | { readonly kind: 'unknown' };

export interface ProjectFolder {
  readonly context: BuildContext;
  /** Relative to the context's root; the root itself is `''`. */
  readonly path: string;
}

export interface Manifest {
  readonly scripts: ReadonlyMap<string, string>;
  readonly dependencies: ReadonlySet<string>;
  readonly devDependencies: ReadonlySet<string>;
  /** `pnpm@9.1.0`, as written. */
  readonly packageManager: string | undefined;
  readonly hasWorkspaces: boolean;
  /** By package, over all kinds of dependencies: the range as written. */
  versionOf(name: string): string | undefined;
}

/** `path` may be relative to the folder; undefined when it leads out of the context. */
export function folderWithin(
  { context, path: folder }: ProjectFolder,
  path: string,
): ProjectFolder | undefined {
  const inner = cleanPath(folder === '' ? path : `${folder}/${path}`);
  if (inner.startsWith('..') || inner.startsWith('/')) return undefined;
  return { context, path: inner === '.' ? '' : inner };
}

export function readFile(folder: ProjectFolder, name: string): FileText {
  const within = folderWithin(folder, name);
  if (within === undefined) return { kind: 'unknown' };
  const kind = kindAt(within.context, within.path);
  if (kind === 'missing') return { kind: 'missing' };
  const text = kind === 'file' ? within.context.textAt(within.path) : undefined;
  return text === undefined ? { kind: 'unknown' } : { kind: 'text', text };
}

/** Undefined when there is none or when it is not known. */
export function manifestOf(folder: ProjectFolder): Manifest | undefined {
  const file = readFile(folder, 'package.json');
  const value = file.kind === 'text' ? readJsonValue(file.text) : undefined;
  if (value === undefined) return undefined;
  const scripts = keysAt(value, 'scripts').flatMap((name): (readonly [string, string])[] => {
    const text = textAt(value, 'scripts', name);
    return text === undefined ? [] : [[name, text]];
  });
  return {
    scripts: new Map(scripts),
    dependencies: new Set([...keysAt(value, 'dependencies'), ...keysAt(value, 'optionalDependencies')]),
    devDependencies: new Set(keysAt(value, 'devDependencies')),
    packageManager: textAt(value, 'packageManager'),
    hasWorkspaces: valueAt(value, 'workspaces') !== undefined,
    versionOf: (name) =>
      textAt(value, 'dependencies', name) ??
      textAt(value, 'devDependencies', name) ??
      textAt(value, 'optionalDependencies', name),
  };
}
