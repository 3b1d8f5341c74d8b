/** Finds the build context of a Dockerfile and reads the little of it that the analysis wants to know. */
import { type IgnoreFile, NO_SURROUNDINGS, type Surroundings } from '../core/index';
import type { Files } from './platform';
import { folderOf, isSame, isWithin, join, nameOf } from './uris';

export interface FoundSurroundings {
  readonly surroundings: Surroundings;
  /** URI of the build context's root; undefined for a document that lies in no folder. */
  readonly context: string | undefined;
}

/** Largest number of folders above the Dockerfile that are searched for an ignore file. */
const MAX_FOLDERS = 16;

/**
 * Nobody says from where a Dockerfile will be built. The nearest folder upwards, inside the workspace folder, that holds a
 * `.dockerignore` is a build context by its owner's word; without one the Dockerfile's own folder is taken, as `docker build .` does.
 * An ignore file that is named after the Dockerfile comes first (BuildKit: frontend/dockerui/context.go).
 */
export async function findSurroundings(
  uri: string,
  workspaceFolders: readonly string[],
  files: Files,
): Promise<FoundSurroundings> {
  const folder = folderOf(uri);
  if (folder === undefined) return { surroundings: NO_SURROUNDINGS, context: undefined };

  const [entries, own, inherited] = await Promise.all([
    files.readDirectory(folder),
    files.readText(`${uri}.dockerignore`),
    findIgnoreFile(candidates(folder, workspaceFolders), files),
  ]);
  const context = inherited?.folder ?? folder;
  const contextEntries = isSame(context, folder) ? entries : await files.readDirectory(context);
  return {
    context,
    surroundings: {
      ...NO_SURROUNDINGS,
      contextEntries: contextEntries === undefined ? undefined : new Set(contextEntries),
      ignoreFile: toIgnoreFile(uri, context, entries !== undefined, own, inherited?.text),
    },
  };
}

/** Folders from the Dockerfile's own up to its workspace folder. */
function candidates(folder: string, workspaceFolders: readonly string[]): readonly string[] {
  const found = [folder];
  const root = workspaceFolders.find((candidate) => isWithin(folder, candidate));
  if (root === undefined) return found;
  let at: string | undefined = folder;
  while (found.length < MAX_FOLDERS && !isSame(at, root)) {
    at = folderOf(at);
    if (at === undefined || !isWithin(at, root)) break;
    found.push(at);
  }
  return found;
}

async function findIgnoreFile(
  folders: readonly string[],
  files: Files,
): Promise<{ readonly folder: string; readonly text: string } | undefined> {
  for (const folder of folders) {
    const text = await files.readText(join(folder, '.dockerignore'));
    if (text !== undefined) return { folder, text };
  }
  return undefined;
}

function toIgnoreFile(
  uri: string,
  context: string,
  isFolderKnown: boolean,
  own: string | undefined,
  inherited: string | undefined,
): IgnoreFile {
  if (own !== undefined) return { kind: 'present', path: `${pathIn(uri, context)}.dockerignore`, text: own };
  if (inherited !== undefined) return { kind: 'present', path: '.dockerignore', text: inherited };
  // A folder that cannot be listed cannot be said to lack a file.
  return isFolderKnown ? { kind: 'absent', path: '.dockerignore' } : { kind: 'unknown' };
}

function pathIn(uri: string, context: string): string {
  const folder = folderOf(uri) ?? context;
  const between = folder.slice(context.length + 1);
  return between === '' ? nameOf(uri) : `${between}/${nameOf(uri)}`;
}

/** True when the analysis cannot tell them apart. */
export function areEqual(one: Surroundings, other: Surroundings): boolean {
  return (
    one === other ||
    (one.target === other.target &&
      isSameIgnoreFile(one.ignoreFile, other.ignoreFile) &&
      isSameSet(one.contextEntries, other.contextEntries))
  );
}

function isSameIgnoreFile(one: IgnoreFile, other: IgnoreFile): boolean {
  if (one.kind !== other.kind) return false;
  if (one.kind === 'unknown' || other.kind === 'unknown') return true;
  if (one.path !== other.path) return false;
  return one.kind !== 'present' || other.kind !== 'present' || one.text === other.text;
}

function isSameSet(one: ReadonlySet<string> | undefined, other: ReadonlySet<string> | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return one.size === other.size && [...one].every((entry) => other.has(entry));
}
