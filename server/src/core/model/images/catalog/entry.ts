/** The shape of the catalogue: which repositories an entry answers for, and how a tag becomes facts. */
import type { BaseImage } from '../baseImage';
import type { ImageTag } from '../imageTag';

export interface CatalogEntry {
  /** Familiar names: `node`, `gcr.io/distroless/static`. */
  readonly repositories: readonly string[];
  /**
   * Beginnings of familiar names, with the last slash, for publishers whose whole namespace follows one pattern. The
   * repositories above are then examples for completion.
   */
  readonly namespaces?: readonly string[];
  /**
   * Tags that differ in every way the publisher's tags can differ, for when a tag is not known. A number at their
   * start is left out, so that nothing is told that depends on the version.
   */
  readonly samples: readonly string[];
  /**
   * What a variable at the start of a tag (`${VERSION}-alpine`) can stand for, besides a version, as text to put in
   * its place: `x-fpm` for PHP, as `8.3-fpm-alpine` may be meant.
   */
  readonly leading?: readonly string[];
  /** What a variable as the last part of a tag (`nonroot-${ARCH}`) can stand for; missing where that is too much. */
  readonly trailing?: readonly string[];
  /** The facts of a tag; undefined when this repository of a namespace is not known. `repository` is the familiar name. */
  describe(tag: ImageTag, repository: string): BaseImage | undefined;
}
