/** Edits as the client can take them: versioned and with new files where it knows how, plain otherwise. */
import { CreateFile, TextDocumentEdit, type WorkspaceEdit } from 'vscode-languageserver';
import type { NewFile, TextEdit } from '../core/index';
import type { ClientFeatures } from './clientFeatures';
import type { OpenDocument } from './documents';
import { toTextEdit } from './toLsp';
import { join } from './uris';

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
    if (!features.createsFiles || document.context === undefined) return undefined;
    const uri = join(document.context, file.path);
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
