/** What can be written at the pointer, as the client's list of entries. */
import type { CompletionItem, CompletionList, CompletionParams } from 'vscode-languageserver';
import { type Completion, type CompletionKind, completions } from '../core/index';
import type { ClientFeatures } from './clientFeatures';
import type { OpenDocument } from './documents';
import { CompletionItemKind, InsertTextFormat } from './library';

export function completionsAt(
  document: OpenDocument,
  { position }: CompletionParams,
  features: ClientFeatures,
): CompletionList | null {
  const found = completions(document.analysis, document.offsetAt(position));
  if (found === undefined) return null;
  const range = document.rangeOf(found.replaces);
  const typed = document.analysis.text.slice(found.replaces.start, found.replaces.end);
  const items = found.items.map((item, at) => toItem(item, at, range, typed, features));
  // Paths go on behind a slash, so the next character asks anew.
  return { isIncomplete: found.items.some(({ kind }) => kind === 'folder'), items };
}

function toItem(
  item: Completion,
  at: number,
  range: ReturnType<OpenDocument['rangeOf']>,
  typed: string,
  features: ClientFeatures,
): CompletionItem {
  const snippet = features.completionSnippets ? item.snippet : undefined;
  // Clients compare with what is typed, and a path may be typed without its first slash.
  const filterText =
    item.label.startsWith('/') && typed !== '' && !typed.startsWith('/') ? item.label.slice(1) : item.label;
  return {
    label: item.label,
    kind: KINDS[item.kind],
    detail: item.detail,
    sortText: at.toString().padStart(4, '0'),
    filterText,
    insertTextFormat: snippet === undefined ? InsertTextFormat.PlainText : InsertTextFormat.Snippet,
    textEdit: { range, newText: snippet ?? item.insert },
  };
}

const KINDS: Readonly<Record<CompletionKind, CompletionItemKind>> = {
  instruction: CompletionItemKind.Keyword,
  stage: CompletionItemKind.Module,
  image: CompletionItemKind.Class,
  flag: CompletionItemKind.Property,
  value: CompletionItemKind.Value,
  file: CompletionItemKind.File,
  folder: CompletionItemKind.Folder,
  variable: CompletionItemKind.Variable,
  user: CompletionItemKind.Constant,
  rule: CompletionItemKind.Reference,
};
