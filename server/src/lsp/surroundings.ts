/** Finds the build context of a Dockerfile and reads the little of it that the analysis wants to know. */
import {
  ignoreFileNames,
  NO_SURROUNDINGS,
  surroundingsIn,
  type IgnoreFile,
  type Surroundings,
} from '../core/index';
import type { Files } from './platform';
import { folderOf, join, nameOf } from './uris';

export interface FoundSurroundings {
  readonly surroundings: Surroundings;
  /** URI of the build context's root; undefined for a document that lies in no folder. */
  readonly context: string | undefined;
}

/** The Dockerfile's own folder is the build context. */
export async function findSurroundings(uri: string, files: Files): Promise<FoundSurroundings> {
  const context = folderOf(uri);
  if (context === undefined) return { surroundings: NO_SURROUNDINGS, context };
  const name = nameOf(uri);
  const candidates = ignoreFileNames(name);
  const [entries, ...texts] = await Promise.all([
    files.readDirectory(context),
    ...candidates.map((candidate) => files.readText(join(context, candidate))),
  ]);
  const textOf = new Map(candidates.map((candidate, at) => [candidate, texts[at]]));
  const names = entries === undefined ? undefined : new Set(entries);
  return { context, surroundings: surroundingsIn(name, names, (candidate) => textOf.get(candidate)) };
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
