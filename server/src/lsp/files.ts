/** Reads what lies around a Dockerfile: from the server's own file system, or through the client where that holds the file. */
import type { Connection } from 'vscode-languageserver';
import {
  FILE_STAT_REQUEST,
  type FileStatResult,
  READ_DIRECTORY_REQUEST,
  READ_FILE_REQUEST,
  type ReadDirectoryResult,
  type ReadFileResult,
  type ReadParams,
} from '../protocol/index';
import type { ClientFeatures } from './clientFeatures';
import type { Files } from './platform';

const NO_FILES: Files = {
  readText: () => Promise.resolve(undefined),
  readDirectory: () => Promise.resolve(undefined),
  stat: () => Promise.resolve(undefined),
};

export function chooseFiles(own: Files | undefined, connection: Connection, features: ClientFeatures): Files {
  const elsewhere = features.options.readsFiles === true ? clientFiles(connection) : NO_FILES;
  const readerOf = (uri: string): Files => (own !== undefined && uri.startsWith('file:') ? own : elsewhere);
  return {
    readText: (uri) => readerOf(uri).readText(uri),
    readDirectory: (uri) => readerOf(uri).readDirectory(uri),
    stat: (uri) => readerOf(uri).stat(uri),
  };
}

function clientFiles(connection: Connection): Files {
  return {
    async readText(uri) {
      const params: ReadParams = { uri };
      return (await connection.sendRequest<ReadFileResult>(READ_FILE_REQUEST, params)) ?? undefined;
    },
    async readDirectory(uri) {
      const params: ReadParams = { uri };
      const entries = await connection.sendRequest<ReadDirectoryResult>(READ_DIRECTORY_REQUEST, params);
      return entries === null ? undefined : new Map(entries.map(({ name, kind }) => [name, kind]));
    },
    async stat(uri) {
      const params: ReadParams = { uri };
      const found = await connection.sendRequest<FileStatResult>(FILE_STAT_REQUEST, params);
      return found === null ? undefined : { bytes: found.bytes, isExecutable: undefined };
    },
  };
}
