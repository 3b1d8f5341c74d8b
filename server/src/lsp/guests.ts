/** Documents that are no Dockerfiles and are followed all the same: registered apart, so that no other feature is asked about them. */
import type { Connection, TextDocumentContentChangeEvent } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { ClientFeatures } from './clientFeatures';
import {
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  TextDocumentSyncKind,
} from './library';
import { unawaited } from './requests';

/** Who follows documents of some kind. */
export interface Guests {
  /** A glob pattern of LSP for the paths of these documents. */
  readonly pattern: string;
  takes(uri: string): boolean;
  opened(document: TextDocument): void;
  changed(uri: string, changes: readonly TextDocumentContentChangeEvent[], version: number): void;
  closed(uri: string): void;
}

/** To be called once the client is initialized. Clients that cannot register send what they like, and are understood too. */
export function registerGuests(
  connection: Connection,
  features: ClientFeatures,
  guests: readonly Guests[],
): void {
  if (!features.registersDocuments) return;
  const documentSelector = guests.map(({ pattern }) => ({ pattern }));
  const { client } = connection;
  for (const registering of [
    client.register(DidOpenTextDocumentNotification.type, { documentSelector }),
    client.register(DidChangeTextDocumentNotification.type, {
      documentSelector,
      syncKind: TextDocumentSyncKind.Incremental,
    }),
    client.register(DidCloseTextDocumentNotification.type, { documentSelector }),
  ])
    unawaited(connection, 'following configuration files', registering);
}
