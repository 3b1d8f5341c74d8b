/** The build graph of a document, for a view of it. The same shape as `stagewright graph --format json`. */

/** `GraphParams` → `Graph | null`; null for a document that is not open. */
export const GRAPH_REQUEST = 'stagewright/graph';

export interface GraphParams {
  readonly uri: string;
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
}

/** Zero-based lines, and zero-based UTF-16 units in them. */
export interface GraphRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}
