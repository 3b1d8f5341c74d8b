/** The lesson of the line under the pointer. */
import type { Hover, HoverParams } from 'vscode-languageserver';
import { hover } from '../core/index';
import type { ClientFeatures } from './clientFeatures';
import type { OpenDocument } from './documents';
import { MarkupKind } from './library';

export function hoverAt(
  document: OpenDocument,
  { position }: HoverParams,
  features: ClientFeatures,
): Hover | null {
  const lesson = hover(document.analysis, document.offsetAt(position), 'shown');
  if (lesson === undefined) return null;
  return {
    contents: {
      kind: features.markdownHovers ? MarkupKind.Markdown : MarkupKind.PlainText,
      value: lesson.markdown,
    },
    range: document.rangeOf(lesson.span),
  };
}
