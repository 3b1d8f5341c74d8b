/** Renames a stage or a variable in the Dockerfile, and in the files of the workspace that build it by that name. */
import type {
  PrepareRenameParams,
  PrepareRenameResult,
  RenameParams,
  TextEdit as LspTextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import { LineIndex, renamableAt, renamedAt } from '../core/index';
import { fetchBuildFiles, type Mention, mentionsOf, type Mentions, type Named } from '../project/index';
import { LSPErrorCodes, ResponseError, TextDocumentEdit } from './library';
import type { ClientFeatures } from './clientFeatures';
import type { OpenDocument } from './documents';
import type { Files, Platform } from './platform';
import { type Answer, contentModified } from './requests';
import { fetcherOf } from './surroundings';
import { toTextEdit } from './toLsp';
import { pathOf, toUri } from './uris';

export interface Workspace {
  readonly files: Files;
  readonly platform: Platform;
  /** URIs of the open folders. */
  readonly roots: () => readonly string[];
}

export function prepareRename(
  document: OpenDocument,
  { position }: PrepareRenameParams,
): Answer<PrepareRenameResult | null> {
  const renamable = renamableAt(document.analysis.facts, document.offsetAt(position));
  if (renamable === undefined) return null;
  if (renamable.kind === 'refused') return refusal(renamable.message);
  return { range: document.rangeOf(renamable.at), placeholder: renamable.name };
}

export async function rename(
  document: OpenDocument,
  { position, newName }: RenameParams,
  features: ClientFeatures,
  workspace: Workspace,
): Promise<Answer<WorkspaceEdit | null>> {
  const { facts, surroundings } = document.analysis;
  const offset = document.offsetAt(position);
  const renamable = renamableAt(facts, offset);
  const renamed = renamedAt(facts, surroundings, offset, newName.trim());
  if (renamable === undefined || renamed === undefined) return refusal('Nothing of this file is named here.');
  if (renamable.kind === 'refused') return refusal(renamable.message);
  if (renamed.kind === 'refused') return refusal(renamed.message);
  const edits = renamed.edits.map((edit) => toTextEdit(document, edit));
  const { version } = document;
  const named: Named | undefined =
    renamable.what === 'variable'
      ? undefined
      : { kind: renamable.what === 'stage' ? 'target' : 'argument', name: renamable.name };
  const { found, obstacle } =
    named === undefined ? NO_MENTIONS : await mentionsIn(document, named, workspace);
  if (obstacle !== undefined) return refusal(obstacle);
  if (document.version !== version) return contentModified();
  const others = byFile(document.uri, found, newName.trim());
  if (!features.versionedEdits) return { changes: { [document.uri]: edits, ...Object.fromEntries(others) } };
  return {
    documentChanges: [
      TextDocumentEdit.create({ uri: document.uri, version }, edits),
      ...others.map(([uri, changes]) => TextDocumentEdit.create({ uri, version: null }, changes)),
    ],
  };
}

const NO_MENTIONS: Mentions = { found: [], obstacle: undefined };

async function mentionsIn(
  { uri }: OpenDocument,
  named: Named,
  { files, platform, roots }: Workspace,
): Promise<Mentions> {
  const path = pathOf(uri);
  if (path === undefined) return NO_MENTIONS;
  const bounds = { roots: roots().flatMap((root) => pathOf(root) ?? []) };
  const folders = await fetchBuildFiles(path, bounds, fetcherOf(uri, files, platform));
  // Loaded with the first file that may name the stage.
  return folders.length === 0 ? NO_MENTIONS : mentionsOf(path, named, folders, await import('./yaml.js'));
}

function byFile(
  beside: string,
  mentions: readonly Mention[],
  newText: string,
): readonly (readonly [uri: string, changes: LspTextEdit[]])[] {
  const found = new Map<string, LspTextEdit[]>();
  for (const { file, span } of mentions) {
    const uri = toUri(beside, file.path);
    const range = new LineIndex(file.text).rangeOf(span);
    found.set(uri, [...(found.get(uri) ?? []), { range, newText }]);
  }
  return [...found];
}

function refusal(message: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, message);
}
