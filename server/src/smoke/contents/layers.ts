/** The layers of an image as they were read, each with its entries. */
import type { ArchiveEntry } from './archive';

export interface LayerEntry extends ArchiveEntry {
  /** Base64 of the content's SHA-256; undefined where it was not wished for, and for all but files. */
  readonly hash: string | undefined;
}

export interface Layer {
  readonly entries: readonly LayerEntry[];
  /** Zero-based; undefined for a layer whose instruction is not known. Those of the base image have the line of the FROM. */
  readonly line: number | undefined;
  readonly isBase: boolean;
}
