/** Files around a Dockerfile change without the Dockerfile changing: the client says when. */
import type { Connection } from 'vscode-languageserver';
import { isBuildFileName } from '../project/index';
import type { ClientFeatures } from './clientFeatures';
import { type ConfigurationFiles, isConfigurationFile } from './configurationFiles';
import type { Documents, OpenDocument } from './documents';
import type { Platform } from './platform';
import { noticing, unawaited } from './requests';
import { folderOf, nameOf, pathOf } from './uris';
import { DidChangeWatchedFilesNotification, WatchKind } from './library';

/** Installing packages makes thousands of files: they are looked at together. */
const GATHERING_MS = 300;

export function followFiles(
  connection: Connection,
  platform: Platform,
  documents: Documents,
  configurations: ConfigurationFiles,
): void {
  const gathered = new Set<string>();

  function reload(): void {
    const paths = [...gathered].flatMap((uri) => pathOf(uri) ?? []);
    gathered.clear();
    documents.reload(
      (document) => holdsAny(document, paths),
      (document) => holdsAny(document, paths),
    );
  }

  connection.onDidChangeWatchedFiles(
    noticing(connection, 'following files', ({ changes: all }) => {
      const changes = all.filter(({ uri }) => !NOISE.test(uri));
      const telling = changes.map(({ uri }) => uri).filter(isTelling);
      for (const uri of telling)
        if (isConfigurationFile(uri)) unawaited(connection, 'following files', configurations.refresh(uri));
      // What says how and with what a Dockerfile is built matters at once, to the Dockerfiles below it and beside it.
      if (telling.length > 0) documents.reload((document) => telling.some((uri) => concerns(uri, document)));
      const others = changes.filter(({ uri }) => !isTelling(uri));
      if (others.length === 0) return;
      if (gathered.size === 0) platform.after(GATHERING_MS, reload);
      for (const { uri } of others) gathered.add(uri);
    }),
  );
}

/** Git locks its index at every status, and packages come by the thousand: what lies in there is weighed, not read. */
const NOISE = /\/(?:\.git|node_modules)\//;

function isTelling(uri: string): boolean {
  const name = nameOf(uri);
  return name.endsWith('.dockerignore') || isBuildFileName(name) || isConfigurationFile(uri);
}

/** An ignore file counts in its folder; a build file may name any Dockerfile, and a configuration file has many below it. */
function concerns(uri: string, document: OpenDocument): boolean {
  if (isBuildFileName(nameOf(uri)) || isConfigurationFile(uri)) return true;
  const folder = pathOf(folderOf(uri) ?? '');
  return [document.context, folderOf(document.uri)].some(
    (each) => each !== undefined && folder !== undefined && pathOf(each) === folder,
  );
}

function holdsAny(document: OpenDocument, paths: readonly string[]): boolean {
  const context = document.context === undefined ? undefined : pathOf(document.context);
  return context !== undefined && paths.some((path) => path.startsWith(`${context}/`));
}

/** To be called once the client is initialized. */
export function watchFiles(connection: Connection, features: ClientFeatures): void {
  if (!features.registersFileWatchers) return;
  const registration = connection.client.register(DidChangeWatchedFilesNotification.type, {
    watchers: [
      { globPattern: '**/.dockerignore' },
      { globPattern: '**/*.dockerignore' },
      { globPattern: '**/{docker-compose,compose}*.{yml,yaml}' },
      { globPattern: '**/docker-bake*.{hcl,json}' },
      { globPattern: '**/{.stagewright.jsonc,.hadolint.yaml,.hadolint.yml}' },
      { globPattern: '**/{.devcontainer,devcontainer}.json' },
      // What says where a build puts its result.
      { globPattern: '**/{package,angular,tsconfig,tsconfig.*}.json', kind: WatchKind.Change },
      { globPattern: '**/*.config.{js,cjs,mjs,ts,cts,mts}', kind: WatchKind.Change },
      // What a build context holds: files that come and go, not those that are written.
      { globPattern: '**/*', kind: WatchKind.Create | WatchKind.Delete },
    ],
  });
  unawaited(connection, 'watching files', registration);
}

export interface OpenFolders {
  /** URIs of the folders that are open now. */
  readonly uris: () => readonly string[];
  /** To be called once the client is initialized. */
  watch(): void;
}

/** A Dockerfile may be built by a Compose file of another open folder. */
export function openFolders(
  connection: Connection,
  features: ClientFeatures,
  onChanged: () => void,
): OpenFolders {
  let uris = features.folders;
  return {
    uris: () => uris,
    watch() {
      if (!features.tellsOfFolders) return;
      connection.workspace.onDidChangeWorkspaceFolders(
        noticing(connection, 'following open folders', ({ added, removed }) => {
          const gone = new Set(removed.map(({ uri }) => uri));
          uris = [...uris.filter((uri) => !gone.has(uri)), ...added.map(({ uri }) => uri)];
          onChanged();
        }),
      );
    },
  };
}
