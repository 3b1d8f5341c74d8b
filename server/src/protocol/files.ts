/** How a server without a file system asks its client for what lies around a Dockerfile. */

/** `ReadParams` → `ReadFileResult` */
export const READ_FILE_REQUEST = 'stagewright/fs/readFile';

/** `ReadParams` → `ReadDirectoryResult` */
export const READ_DIRECTORY_REQUEST = 'stagewright/fs/readDirectory';

export interface ReadParams {
  readonly uri: string;
}

/** The text of a UTF-8 file; null when there is none or it cannot be read. */
export type ReadFileResult = string | null;

/** The names directly in a folder; null when it cannot be listed. */
export type ReadDirectoryResult = readonly string[] | null;
