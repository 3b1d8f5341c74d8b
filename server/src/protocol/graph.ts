/** The build graph of a document, for a view of it. With its paths it has the shape of `stagewright graph --format json`. */

/** `GraphParams` → `Graph | null`; null for a document that is neither open nor given with its text. */
export const GRAPH_REQUEST = 'stagewright/graph';

export interface GraphParams {
  readonly uri: string;
  /** To tell what crosses each edge, which takes longer than the graph alone. */
  readonly withPaths?: boolean;
  /** Of a document that is not open: then nothing but the text is looked at, and no settings. */
  readonly text?: string;
}

export interface Graph {
  readonly stages: readonly GraphStage[];
  readonly edges: readonly GraphEdge[];
}

export interface GraphStage {
  readonly index: number;
  readonly name: string | null;
  readonly role: 'final' | 'base' | 'builder' | 'target' | 'unreachable';
  /** The base image or the name of the stage that it is built from; null while FROM is half-typed. */
  readonly base: string | null;
  /** From the FROM to the end of the stage's last instruction. */
  readonly range: GraphRange;
}

export interface GraphEdge {
  readonly kind: 'from' | 'copy' | 'mount';
  /** Index of a stage; else an image, `scratch`, a named context, or a reference that names nothing, as written. */
  readonly from: number | string;
  /** Index of the stage that takes. */
  readonly to: number;
  /** Zero-based line of the instruction that takes. */
  readonly line: number;
  /** Present where the base is one of several that a build argument chooses. */
  readonly possible?: true;
  /** What is taken, where it was asked for. Left out for FROM, which takes everything. */
  readonly paths?: readonly GraphPath[];
}

export interface GraphPath {
  /** Absolute, in the stage or image that it comes from, patterns kept; as written where a variable in it is not known. */
  readonly path: string;
  /** Absolute, in the stage that takes; for a mount its target. Null where it is not known. */
  readonly to: string | null;
  /**
   * `measured`: a build has shown it. `certain`: it follows from the file. `likely`: a tool usually puts it there. `unknown`: a
   * line may make it. `missing`: nothing makes it. `mounted`: it was written below a mount, of which nothing stays.
   */
  readonly certainty: 'measured' | 'certain' | 'likely' | 'unknown' | 'missing' | 'mounted';
  /** The instructions that made it, or that may have where it is unknown. Lines are zero-based. */
  readonly made: readonly { readonly stage: number; readonly line: number }[];
  /** How many paths are known at it and below it. */
  readonly known: number;
}

/** Zero-based lines, and zero-based UTF-16 units in them. */
export interface GraphRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}
