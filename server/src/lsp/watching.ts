/** Ignore files change without the Dockerfile changing: the client says when. */
import { type Connection, DidChangeWatchedFilesNotification } from 'vscode-languageserver';
import type { ClientFeatures } from './clientFeatures';
import type { Documents } from './documents';
import { noticing, unawaited } from './requests';
import { folderOf, isSame } from './uris';

export function followIgnoreFiles(connection: Connection, documents: Documents): void {
  connection.onDidChangeWatchedFiles(
    noticing(connection, 'following ignore files', ({ changes }) => {
      // An ignore file matters to the Dockerfiles beside it.
      const folders = changes.map(({ uri }) => folderOf(uri)).filter((folder) => folder !== undefined);
      documents.reload(({ uri }) => {
        const context = folderOf(uri);
        return context !== undefined && folders.some((folder) => isSame(context, folder));
      });
    }),
  );
}

/** To be called once the client is initialized. */
export function watchIgnoreFiles(connection: Connection, features: ClientFeatures): void {
  if (!features.registersFileWatchers) return;
  const registration = connection.client.register(DidChangeWatchedFilesNotification.type, {
    watchers: [{ globPattern: '**/.dockerignore' }, { globPattern: '**/*.dockerignore' }],
  });
  unawaited(connection, 'watching ignore files', registration);
}
