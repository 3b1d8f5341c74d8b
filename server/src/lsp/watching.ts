/** Ignore files and workspace folders change without the Dockerfile changing: the client says when. */
import {
  type Connection,
  DidChangeWatchedFilesNotification,
  DidChangeWorkspaceFoldersNotification,
} from 'vscode-languageserver';
import type { ClientFeatures } from './clientFeatures';
import type { Documents } from './documents';
import { noticing, unawaited } from './requests';
import { folderOf, isWithin } from './uris';

export function followIgnoreFiles(connection: Connection, documents: Documents): void {
  connection.onDidChangeWatchedFiles(
    noticing(connection, 'following ignore files', ({ changes }) => {
      // An ignore file matters to the Dockerfiles beside and below it.
      const folders = changes.map(({ uri }) => folderOf(uri)).filter((folder) => folder !== undefined);
      documents.reload(({ uri }) => folders.some((folder) => isWithin(uri, folder)));
    }),
  );
}

/** The URIs of the workspace folders as they are at the time of the call. */
export function followWorkspaceFolders(
  connection: Connection,
  features: ClientFeatures,
  onChanged: () => void,
): () => readonly string[] {
  let folders = features.workspaceFolders;
  connection.onNotification(
    DidChangeWorkspaceFoldersNotification.type,
    noticing(connection, 'following workspace folders', ({ event: { added, removed } }) => {
      const gone = new Set(removed.map(({ uri }) => uri));
      folders = [...folders.filter((uri) => !gone.has(uri)), ...added.map(({ uri }) => uri)];
      onChanged();
    }),
  );
  return () => folders;
}

/** To be called once the client is initialized. */
export function watchIgnoreFiles(connection: Connection, features: ClientFeatures): void {
  if (!features.registersFileWatchers) return;
  const registration = connection.client.register(DidChangeWatchedFilesNotification.type, {
    watchers: [{ globPattern: '**/.dockerignore' }, { globPattern: '**/*.dockerignore' }],
  });
  unawaited(connection, 'watching ignore files', registration);
}
