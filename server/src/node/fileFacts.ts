/** What Node says of a file, in our words. */
import type { Dirent, Stats } from 'node:fs';
import type { EntryKind, FileFacts } from '../project/index';

export function kindOfEntry(entry: Dirent): EntryKind {
  if (entry.isSymbolicLink()) return 'link';
  return entry.isDirectory() ? 'folder' : 'file';
}

/** Windows keeps no bit for execution. */
export function factsOf({ size, mode }: Stats): FileFacts {
  return { bytes: size, isExecutable: process.platform === 'win32' ? undefined : (mode & 0o111) !== 0 };
}
