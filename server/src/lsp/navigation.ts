/** Getting around in a Dockerfile: definitions, references, highlights, folding, growing selections, links. */
import type {
  DefinitionParams,
  DocumentHighlightParams,
  ReferenceParams,
  SelectionRangeParams,
  DocumentLink,
} from 'vscode-languageserver';
import { definitionsAt, type Fold, folds, linksIn, occurrencesAt, selectionsAt } from '../core/index';
import type { ClientFeatures } from './clientFeatures';
import type { OpenDocument } from './documents';
import { join } from './uris';
import {
  DocumentHighlight,
  DocumentHighlightKind,
  FoldingRange,
  FoldingRangeKind,
  Location,
  LocationLink,
  SelectionRange,
} from './library';

export function definitions(
  document: OpenDocument,
  { position }: DefinitionParams,
  features: ClientFeatures,
): LocationLink[] | Location[] {
  const { facts, surroundings } = document.analysis;
  const found = definitionsAt(facts, surroundings, document.offsetAt(position));
  if (!features.definitionLinks)
    return found.map(({ name }) => Location.create(document.uri, document.rangeOf(name)));
  return found.map(({ name, whole, origin }) =>
    LocationLink.create(
      document.uri,
      document.rangeOf(whole),
      document.rangeOf(name),
      origin && document.rangeOf(origin),
    ),
  );
}

export function references(document: OpenDocument, { position, context }: ReferenceParams): Location[] {
  return occurrencesAt(document.analysis.facts, document.offsetAt(position))
    .filter(({ kind }) => kind === 'use' || context.includeDeclaration)
    .map(({ span }) => Location.create(document.uri, document.rangeOf(span)));
}

export function highlights(
  document: OpenDocument,
  { position }: DocumentHighlightParams,
): DocumentHighlight[] {
  return occurrencesAt(document.analysis.facts, document.offsetAt(position)).map(({ span, kind }) =>
    DocumentHighlight.create(
      document.rangeOf(span),
      kind === 'definition' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
    ),
  );
}

export function foldingRanges(document: OpenDocument): FoldingRange[] {
  return folds(document.analysis.facts).flatMap(({ span, kind }) => {
    const { start, end } = document.rangeOf(span);
    return end.line > start.line
      ? [FoldingRange.create(start.line, end.line, undefined, undefined, FOLDING_KINDS[kind])]
      : [];
  });
}

const FOLDING_KINDS: Readonly<Record<Fold['kind'], FoldingRangeKind | undefined>> = {
  stage: FoldingRangeKind.Region,
  instruction: undefined,
  comment: FoldingRangeKind.Comment,
};

export function selectionRanges(
  document: OpenDocument,
  { positions }: SelectionRangeParams,
): SelectionRange[] {
  return positions.map((position) => {
    const spans = selectionsAt(document.analysis.facts, document.offsetAt(position));
    let range: SelectionRange | undefined;
    for (const span of spans.toReversed()) range = SelectionRange.create(document.rangeOf(span), range);
    return range ?? SelectionRange.create({ start: position, end: position });
  });
}

export function documentLinks(document: OpenDocument): DocumentLink[] {
  const { facts, surroundings } = document.analysis;
  return linksIn(facts, surroundings).flatMap((link): DocumentLink[] => {
    const range = document.rangeOf(link.span);
    if (link.kind === 'page') return [{ range, target: link.address, tooltip: link.title }];
    return document.context === undefined
      ? []
      : [{ range, target: join(document.context, link.path), tooltip: `Open ${link.path}` }];
  });
}
