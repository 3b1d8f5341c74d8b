/** An image as its saved archive tells it, entry by entry, so that no layer is ever held whole. */
import type { CancelSignal } from '../cancellation';
import type { EngineCommand } from '../engineCommand';

/** An entry of a layer. The layer format is that of the OCI image specification (layer.md). */
export interface ArchiveEntry {
  /** Relative to the root, with `/`, neither leading nor trailing: `usr/bin/env`. */
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'symbolic-link' | 'hard-link' | 'other';
  /** Of the content; 0 for all but files. */
  readonly bytes: number;
  /** Permission bits with set-uid (0o4000), set-gid (0o2000) and sticky (0o1000). */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Seconds since the epoch. */
  readonly modified: number;
  /** What a link names, as written; undefined for all but links. */
  readonly target: string | undefined;
}

/** What is wanted of a file's content besides its entry. */
export type Wish = 'nothing' | 'hash' | 'content';

export interface ArchiveRequest {
  /** Writes a docker or OCI archive to standard output; or the absolute path of one. */
  readonly source: EngineCommand | string;
  readonly signal: CancelSignal;
  readonly timeoutMs: number;
  /** Asked once for each file with content. */
  readonly wants: (entry: ArchiveEntry) => Wish;
  /**
   * Called for each entry, in the order of the archive, in which layers need not stand in the order of the image. Reading
   * goes on once it has resolved.
   *
   * @param layer the layer's name in the archive
   * @param hash base64 of the content's SHA-256, when wished for
   * @param content the whole of it, when wished for
   */
  readonly onEntry: (
    layer: string,
    entry: ArchiveEntry,
    hash: string | undefined,
    content: Uint8Array | undefined,
  ) => Promise<void> | undefined;
}

export type ArchiveOutcome =
  | {
      readonly kind: 'read';
      /** Names of the layers, the lowest first. */
      readonly layers: readonly string[];
      /** The image's configuration, JSON. */
      readonly configuration: string;
      /** Of the layers, unpacked. */
      readonly bytes: number;
      /** Of the image's manifest, `sha256:…`; undefined for an archive of Docker's own form. */
      readonly digest: string | undefined;
    }
  | { readonly kind: 'unreadable'; readonly message: string }
  | { readonly kind: 'cancelled' };
