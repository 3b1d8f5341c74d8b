/** The lesson of the line under the pointer, and what the last smoke build measured of it. */
import type { Hover, HoverParams } from 'vscode-languageserver';
import { hover } from '../core/index';
import type { ClientFeatures } from './clientFeatures';
import type { OpenDocument } from './documents';
import { MarkupKind } from './library';
import type { Measurements } from './measurements';

export function hoverAt(
  document: OpenDocument,
  { position }: HoverParams,
  features: ClientFeatures,
  measurements: Pick<Measurements, 'sentenceAt'> | undefined,
): Hover | null {
  const offset = document.offsetAt(position);
  const lesson = hover(document.analysis, offset, 'shown');
  if (lesson === undefined) return null;
  const measured = lesson.subject === 'line' ? measurements?.sentenceAt(document, offset) : undefined;
  return {
    contents: {
      kind: features.markdownHovers ? MarkupKind.Markdown : MarkupKind.PlainText,
      value: measured === undefined ? lesson.markdown : `${lesson.markdown}\n\n${measured}`,
    },
    range: document.rangeOf(lesson.span),
  };
}
