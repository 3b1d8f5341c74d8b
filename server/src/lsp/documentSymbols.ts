/** The outline: the build stages, and the instructions in each. */
import type { DocumentSymbol } from 'vscode-languageserver';
import { type Analysis, type Instruction, type Span, spanOfStage, type StageFacts } from '../core/index';
import type { ClientFeatures } from './clientFeatures';
import type { OpenDocument } from './documents';
import { toSymbolKind } from './toLsp';
import { SymbolInformation, SymbolKind } from './library';

/** Longer instructions are cut in the outline. */
const MAX_NAME = 60;

export function documentSymbols(
  document: OpenDocument,
  features: ClientFeatures,
): DocumentSymbol[] | SymbolInformation[] {
  const { analysis } = document;
  const { stages, dockerfile } = analysis.facts;
  const global = dockerfile.instructions.filter(
    (instruction) => analysis.facts.stageOf(instruction) === undefined,
  );
  const nested = [
    ...global.map((instruction) => ofInstruction(document, analysis, instruction)),
    ...stages.map((stage) => ofStage(document, analysis, stage)),
  ];
  return features.nestedSymbols ? nested : nested.flatMap((symbol) => flatten(document.uri, symbol));
}

function ofStage(document: OpenDocument, analysis: Analysis, stage: StageFacts): DocumentSymbol {
  return {
    name: nameOfStage(stage),
    detail: stage.role,
    kind: SymbolKind.Module,
    range: document.rangeOf(spanOfStage(stage, analysis)),
    selectionRange: document.rangeOf(placeOf(analysis, stage.from)),
    children: [stage.from, ...stage.instructions].map((instruction) =>
      ofInstruction(document, analysis, instruction),
    ),
  };
}

function ofInstruction(document: OpenDocument, analysis: Analysis, instruction: Instruction): DocumentSymbol {
  const range = document.rangeOf(placeOf(analysis, instruction));
  return {
    name: nameOfInstruction(instruction),
    kind: toSymbolKind(instruction.keyword),
    range,
    selectionRange: range,
  };
}

/** How a person calls a stage: by its name, else by its index. */
export function nameOfStage(stage: StageFacts): string {
  return stage.name ?? `stage ${String(stage.index)}`;
}

function placeOf(analysis: Analysis, instruction: Instruction): Span {
  return analysis.locate({ node: instruction, span: instruction.span });
}

function nameOfInstruction({ source, span }: Instruction): string {
  // Only a little more than what is shown is looked at: an instruction may be a megabyte long.
  const text = source
    .slice(span.start, Math.min(span.end, span.start + 8 * MAX_NAME))
    .replace(/[\\`]\n/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return text.length > MAX_NAME ? `${text.slice(0, MAX_NAME - 1)}…` : text;
}

function flatten(uri: string, symbol: DocumentSymbol, container?: string): SymbolInformation[] {
  return [
    SymbolInformation.create(symbol.name, symbol.kind, symbol.range, uri, container),
    ...(symbol.children ?? []).flatMap((child) => flatten(uri, child, symbol.name)),
  ];
}
