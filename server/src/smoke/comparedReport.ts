/** What two builds have in common and what not, in the form its JSON has. Lines are zero-based. */
import type { SmokeReport, Verdict } from './report';

/** What two smoke builds have in common and what not. */
export interface ComparisonReport {
  /** `passed`: both were built, and every probe has the same answer. */
  readonly verdict: Verdict;
  /** One sentence: the sizes, and what differs in behaviour. */
  readonly summary: string;
  readonly labels: { readonly before: string; readonly after: string };
  readonly configuration: readonly ConfigurationDifference[];
  readonly probes: readonly ProbeComparison[];
  readonly packages: {
    readonly added: readonly ComparedPackage[];
    readonly removed: readonly ComparedPackage[];
    readonly changed: readonly ComparedPackage[];
  };
  readonly before: SmokeReport;
  readonly after: SmokeReport;
}

export interface ConfigurationDifference {
  /** `user`, `command`, `variable PATH`. */
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

export interface ProbeComparison {
  readonly what: string;
  /** The answer; undefined where this side has no such probe. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly isSame: boolean;
}

export interface ComparedPackage {
  readonly name: string;
  /** A version; undefined where the package is not there. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Whether two clean builds of one text made the same. */
export interface ReproductionReport {
  readonly verdict: Verdict;
  /** One sentence. */
  readonly summary: string;
  /** Undefined when there is none, and when it could not be found out. */
  readonly difference: DifferenceReport | undefined;
  /** Of the image. */
  readonly layers: number;
  /**
   * `digest`: bit for bit, with the times of files set to SOURCE_DATE_EPOCH. `layers`: the same, for the layers alone.
   * `contents`: file by file, times left out, because the engine cannot set them.
   */
  readonly compared: 'digest' | 'layers' | 'contents';
  /** Of both images, where these were compared. */
  readonly digests: { readonly first: string; readonly second: string } | undefined;
  /** How the builds went. */
  readonly build: SmokeReport;
}

/** The first layer in which the builds differ; what differs above it may only follow from that. */
export interface DifferenceReport {
  /** Zero-based, from the lowest. */
  readonly layer: number;
  readonly line: number | undefined;
  readonly isBase: boolean;
  /** At most twenty. */
  readonly files: readonly {
    readonly path: string;
    readonly how: 'content' | 'kind' | 'owner' | 'mode' | 'time' | 'target' | 'only-first' | 'only-second';
  }[];
  /** Of all differing files. */
  readonly count: number;
  /** The most telling first. */
  readonly causes: readonly {
    readonly kind: IrreproducibleCause;
    readonly paths: readonly string[];
    readonly advice: string;
  }[];
}

export type IrreproducibleCause =
  | 'unpinned-base-image'
  | 'package-versions'
  | 'package-lists'
  | 'time-in-content'
  | 'archive-times'
  | 'file-times'
  | 'compiled-python'
  | 'log-files'
  | 'random-content'
  | 'unknown';
