/** The real Dockerfiles that rules are measured on, where the shared folder is present. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { sharedFolder } from './repository';

export interface CorpusFile {
  /** Relative to the corpus. */
  readonly path: string;
  readonly text: string;
}

let read: readonly CorpusFile[] | undefined;

/** Every Dockerfile of the corpus; undefined when it is absent, which the caller has to say. */
export function corpusFiles(): readonly CorpusFile[] | undefined {
  const shared = sharedFolder();
  if (shared === undefined) return undefined;
  const folder = join(shared, 'corpus/dev/files');
  read ??= readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && !entry.name.endsWith('.dockerignore') && entry.name !== '.dockerignore',
    )
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ path: relative(folder, path), text: readFileSync(path, 'utf8') }));
  return read;
}
