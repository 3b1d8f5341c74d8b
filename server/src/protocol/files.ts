/** How a server without a file system asks its client for what lies around a Dockerfile. */

/** `ReadParams` → `ReadFileResult` */
export const READ_FILE_REQUEST = 'stagewright/fs/readFile';

/** `ReadParams` → `ReadDirectoryResult` */
export const READ_DIRECTORY_REQUEST = 'stagewright/fs/readDirectory';

/** `ReadParams` → `FileStatResult` */
export const FILE_STAT_REQUEST = 'stagewright/fs/stat';

export interface ReadParams {
  readonly uri: string;
}

/** The text of a UTF-8 file; null when there is none or it cannot be read. */
export type ReadFileResult = string | null;

/** What lies directly in a folder; null when it cannot be listed. */
export type ReadDirectoryResult = readonly DirectoryEntry[] | null;

export interface DirectoryEntry {
  readonly name: string;
  /** A symbolic link is a `link`, whatever it leads to. */
  readonly kind: 'file' | 'folder' | 'link';
}

/** Null when there is no such file or nothing is known of it. */
export type FileStatResult = { readonly bytes: number } | null;
