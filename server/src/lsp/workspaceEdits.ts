/** Edits as the client can take them: versioned and with new files where it knows how, plain otherwise. */
import type { TextEdit as LspTextEdit, WorkspaceEdit } from 'vscode-languageserver';
import { difference, LineIndex, type NewFile, type TextEdit } from '../core/index';
import type { ClientFeatures } from './clientFeatures';
import type { OpenDocument } from './documents';
import { toTextEdit } from './toLsp';
import { join } from './uris';
import { CreateFile, TextDocumentEdit } from './library';

/** Undefined when the client cannot do all of it: half a fix is none. */
export function toWorkspaceEdit(
  document: OpenDocument,
  edits: readonly TextEdit[],
  newFiles: readonly NewFile[],
  features: ClientFeatures,
): WorkspaceEdit | undefined {
  const changes = edits.map((edit) => toTextEdit(document, edit));
  if (!features.versionedEdits) {
    return newFiles.length === 0 ? { changes: { [document.uri]: changes } } : undefined;
  }
  const documentChanges: NonNullable<WorkspaceEdit['documentChanges']> = [];
  for (const file of newFiles) {
    if (document.context === undefined) return undefined;
    if (!features.createsFiles && file.replaces === undefined) return undefined;
    const uri = join(document.context, file.path);
    if (file.replaces !== undefined) {
      documentChanges.push(
        TextDocumentEdit.create({ uri, version: null }, changesOf(file.replaces, file.text)),
      );
      continue;
    }
    // A file that has come into being meanwhile makes the whole edit fail, rather than being written into.
    documentChanges.push(CreateFile.create(uri, { overwrite: false, ignoreIfExists: false }));
    const start = { line: 0, character: 0 };
    documentChanges.push(
      TextDocumentEdit.create({ uri, version: null }, [{ range: { start, end: start }, newText: file.text }]),
    );
  }
  if (changes.length > 0) {
    documentChanges.push(TextDocumentEdit.create({ uri: document.uri, version: document.version }, changes));
  }
  return { documentChanges };
}

function changesOf(before: string, after: string): LspTextEdit[] {
  const lines = new LineIndex(before);
  return difference(before, after).map(({ span, newText }) => ({ range: lines.rangeOf(span), newText }));
}
