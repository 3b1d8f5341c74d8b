/** The build graph as a Mermaid flowchart, for a README or a pull request. */
import type { BuildGraph, GraphEdge, GraphStage, Role } from '../../core/index';
import { harmless } from './terminalText';

const STYLES: Readonly<Record<Role | 'image', string>> = {
  final: 'fill:#d7f5dd,stroke:#1a7f37,color:#10331b',
  base: 'fill:#d7f5dd,stroke:#1a7f37,color:#10331b,stroke-dasharray:4 2',
  builder: 'fill:#dbeafe,stroke:#1d4ed8,color:#12264f',
  target: 'fill:#f3e8ff,stroke:#7e22ce,color:#3b0f60',
  unreachable: 'fill:#eeeeee,stroke:#777777,color:#444444',
  image: 'fill:#ffffff,stroke:#999999,color:#333333',
};

/** Arrows point where the files go. A FROM is a thick arrow, a COPY a thin one, a mount and a possible base are dotted. */
export function graphMermaid(graph: BuildGraph): string {
  const images = [
    ...new Set(graph.edges.map((edge) => edge.from).filter((from) => typeof from === 'string')),
  ];
  const idOf = (source: number | string): string =>
    typeof source === 'number' ? `stage${String(source)}` : `image${String(images.indexOf(source))}`;
  const classes = [
    ...new Set([...graph.stages.map(({ role }) => role), ...(images.length > 0 ? ['image' as const] : [])]),
  ];

  return [
    'flowchart LR',
    ...images.map((image) => `  ${idOf(image)}(["${escaped(image)}"]):::image`),
    ...graph.stages.map((stage) => `  ${idOf(stage.index)}["${labelOf(stage)}"]:::${stage.role}`),
    ...graph.edges.map((edge) => `  ${idOf(edge.from)} ${arrowOf(edge)} ${idOf(edge.to)}`),
    ...classes.map((name) => `  classDef ${name} ${STYLES[name]}`),
    '',
  ].join('\n');
}

function labelOf(stage: GraphStage): string {
  const name = stage.name ?? `stage ${String(stage.index)}`;
  return `${escaped(name)}<br/>${stage.role}`;
}

function arrowOf(edge: GraphEdge): string {
  const line = `line ${String(edge.line + 1)}`;
  switch (edge.kind) {
    case 'from':
      return edge.possible === true ? `-. "FROM, possibly, ${line}" .->` : `== "FROM ${line}" ==>`;
    case 'copy':
      return `-- "COPY ${line}" -->`;
    case 'mount':
      return `-. "mount ${line}" .->`;
  }
}

/** In a quoted label only these could end it, start markup or start an entity. */
function escaped(text: string): string {
  return harmless(text).replace(/[#"<>&`\\]/g, (character) => `#${String(character.charCodeAt(0))};`);
}
