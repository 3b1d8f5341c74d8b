/** What the rules want to know of a file in a build context, from what a file system says of it. */
import { type ContextFile, holdsCredential } from '../core/index';

export interface FileFacts {
  readonly bytes: number;
  /** For anybody; undefined where the file system keeps no such bit. */
  readonly isExecutable: boolean | undefined;
}

/** In bytes: entry scripts and files with logins are smaller. */
export const LARGEST_TEXT = 64 * 1024;

/** In bytes: manifests, lock files of usual size, and the configuration of build tools. */
export const LARGEST_MANIFEST = 512 * 1024;

export function toContextFile(
  path: string,
  { bytes, isExecutable }: FileFacts,
  text: string | undefined,
): ContextFile {
  const firstEnd = text?.indexOf('\n') ?? -1;
  return {
    bytes,
    isExecutable,
    endsLinesWithCrLf: text === undefined || firstEnd === -1 ? undefined : text.charAt(firstEnd - 1) === '\r',
    holdsCredential: text === undefined ? undefined : holdsCredential(path, text),
  };
}
