/** Two builds beside each other: another Dockerfile, stage or revision, or the same one twice. Lines are zero-based. */
import type { SmokeParams, SmokeResult } from './smoke';

/** `SmokeCompareParams` → `SmokeComparison`; progress and cancellation are those of a smoke build. */
export const SMOKE_COMPARE_REQUEST = 'stagewright/smoke/compare';

/** `SmokeParams` → `SmokeReproduction`. */
export const SMOKE_REPRODUCE_REQUEST = 'stagewright/smoke/reproduce';

export interface SmokeCompareParams extends SmokeParams {
  readonly other: SmokeOther;
}

/** What the document is compared with, in the same build context and with the same values. */
export type SmokeOther =
  /** Another Dockerfile. */
  | { readonly kind: 'file'; readonly uri: string }
  /** Another stage of the document: its name, or its zero-based index as text. */
  | { readonly kind: 'stage'; readonly target: string }
  /** The document as git has it: `HEAD`, a branch, a commit. */
  | { readonly kind: 'revision'; readonly revision: string };

export type SmokeVerdict = SmokeResult['verdict'];

export interface SmokeComparison {
  /** `passed`: both were built, and every probe has the same answer. */
  readonly verdict: SmokeVerdict;
  /** One sentence: the sizes, and what differs in behaviour. */
  readonly summary: string;
  readonly labels: { readonly before: string; readonly after: string };
  readonly configuration: readonly {
    readonly field: string;
    readonly before: string;
    readonly after: string;
  }[];
  readonly probes: readonly {
    readonly what: string;
    /** Left out where this side has no such probe. */
    readonly before?: string | undefined;
    readonly after?: string | undefined;
    readonly isSame: boolean;
  }[];
  readonly packages: {
    readonly added: readonly SmokeComparedPackage[];
    readonly removed: readonly SmokeComparedPackage[];
    readonly changed: readonly SmokeComparedPackage[];
  };
  readonly before: SmokeResult;
  readonly after: SmokeResult;
}

export interface SmokeComparedPackage {
  readonly name: string;
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}

export interface SmokeReproduction {
  /** `passed`: both clean builds made the same files. */
  readonly verdict: SmokeVerdict;
  /** One sentence. */
  readonly summary: string;
  /** Left out when there is none, and when it could not be found out. */
  readonly difference?: SmokeDifference | undefined;
  /** Of the image. */
  readonly layers: number;
  /** How the builds went. */
  readonly build: SmokeResult;
}

/** The first layer in which the builds differ. */
export interface SmokeDifference {
  /** Zero-based, from the lowest. */
  readonly layer: number;
  readonly line?: number | undefined;
  readonly isBase: boolean;
  /** At most twenty. */
  readonly files: readonly { readonly path: string; readonly how: string }[];
  /** Of all differing files. */
  readonly count: number;
  /** The most telling first. */
  readonly causes: readonly {
    readonly kind: string;
    readonly paths: readonly string[];
    readonly advice: string;
  }[];
}
