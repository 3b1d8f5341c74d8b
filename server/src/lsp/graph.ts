/** The build graph of a document, in the shape of the protocol. */
import type { Analysis, Resolution, StageFacts } from '../core/index';
import type { Graph, GraphEdge } from '../protocol/index';
import { spanOfStage } from './documentSymbols';
import type { OpenDocument } from './documents';

export function graphOf(document: OpenDocument): Graph {
  const { analysis } = document;
  const { stages } = analysis.facts;
  return {
    stages: stages.map((stage) => ({
      index: stage.index,
      name: stage.name ?? null,
      role: stage.role,
      base: stage.baseText ?? stage.baseWord?.value ?? null,
      range: document.rangeOf(spanOfStage(analysis, stage)),
    })),
    edges: stages.flatMap((stage) => edgesOf(document, analysis, stage)),
  };
}

function edgesOf(document: OpenDocument, analysis: Analysis, stage: StageFacts): readonly GraphEdge[] {
  const lineOf = (node: StageFacts['from']): number =>
    document.rangeOf(analysis.locate({ node, span: node.span })).start.line;
  const base = toSource(stage.base);
  const from: readonly GraphEdge[] =
    base === undefined ? [] : [{ kind: 'from', from: base, to: stage.index, line: lineOf(stage.from) }];
  const taken = stage.edges.flatMap((edge): readonly GraphEdge[] => {
    const source = toSource(edge.to);
    if (source === undefined) return [];
    return [{ kind: edge.kind, from: source, to: stage.index, line: lineOf(edge.instruction) }];
  });
  return [...from, ...taken];
}

/** Undefined for a reference that leads nowhere that is known. */
function toSource(resolution: Resolution): number | string | undefined {
  switch (resolution.kind) {
    case 'stage':
      return resolution.index;
    case 'image':
      return resolution.reference;
    case 'scratch':
      return 'scratch';
    case 'named-context':
      return resolution.name;
    case 'forward':
    case 'self':
    case 'out-of-range':
    case 'index-in-mount':
    case 'variable':
    case 'unknown':
      return undefined;
  }
}
