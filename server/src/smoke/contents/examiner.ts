/** What looks at the contents of an image for one kind of evidence. A new kind is a new file of this form, named in `examination.ts`. */
import type { ArchiveEntry } from './archive';
import type { FileSystem } from './fileSystem';
import type { Layer } from './layers';

export interface Examiner<Evidence> {
  /** Whether it has to read the content of this file, which should be a rare file. Left out when it never does. */
  readonly wants?: (entry: ArchiveEntry) => boolean;
  /** Is given what it wanted, in any order of the layers; `layer` is the layer's name in the archive. */
  readonly read?: (layer: string, entry: ArchiveEntry, content: Uint8Array) => Promise<void> | void;
  /** Called once, when everything was read. */
  readonly conclude: (image: ExaminedImage) => Evidence | Promise<Evidence>;
}

export interface ExaminedImage {
  /** The lowest first. */
  readonly layers: readonly Layer[];
  /** The layers' names in the archive, in the same order. */
  readonly names: readonly string[];
  readonly fileSystem: FileSystem;
}
