/** Reads files for a server that cannot: one in a worker, or one whose document lies in a virtual file system. */
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  type DirectoryEntry,
  FILE_STAT_REQUEST,
  type FileStatResult,
  READ_DIRECTORY_REQUEST,
  READ_FILE_REQUEST,
  type ReadDirectoryResult,
  type ReadFileResult,
  type ReadParams,
} from '../../server/src/protocol';

/** Larger files are no ignore files and no manifests; their text would only fill the server's memory. */
const LARGEST_FILE_IN_BYTES = 4 * 1024 * 1024;

export function answerFileRequests(client: BaseLanguageClient): void {
  client.onRequest(READ_FILE_REQUEST, ({ uri }: ReadParams) => readFile(vscode.Uri.parse(uri)));
  client.onRequest(READ_DIRECTORY_REQUEST, ({ uri }: ReadParams) => readDirectory(vscode.Uri.parse(uri)));
  client.onRequest(FILE_STAT_REQUEST, ({ uri }: ReadParams) => fileStat(vscode.Uri.parse(uri)));
}

async function readFile(uri: vscode.Uri): Promise<ReadFileResult> {
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > LARGEST_FILE_IN_BYTES) return null;
    const bytes = await vscode.workspace.fs.readFile(uri);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

async function readDirectory(uri: vscode.Uri): Promise<ReadDirectoryResult> {
  try {
    const entries = await vscode.workspace.fs.readDirectory(uri);
    return entries.map(([name, type]) => ({ name, kind: kindOf(type) }));
  } catch {
    return null;
  }
}

/** A link has a second bit that says what it leads to. */
function kindOf(type: vscode.FileType): DirectoryEntry['kind'] {
  if ((type & vscode.FileType.SymbolicLink) !== 0) return 'link';
  return type === vscode.FileType.Directory ? 'folder' : 'file';
}

async function fileStat(uri: vscode.Uri): Promise<FileStatResult> {
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    return { bytes: size };
  } catch {
    return null;
  }
}
