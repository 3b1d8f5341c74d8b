/** Which documents are served; apart from the language client, whose code is loaded later than this is needed. */
import * as vscode from 'vscode';

interface DocumentKind {
  readonly scheme: string;
  readonly language: string;
}

/** Documents that are worked on; not the read-only sides of a comparison, where every finding would appear twice. */
export function documentSelector(): DocumentKind[] {
  const schemes = new Set(['file', 'untitled', 'vscode-remote', 'vscode-vfs']);
  for (const folder of vscode.workspace.workspaceFolders ?? []) schemes.add(folder.uri.scheme);
  return [...schemes].map((scheme) => ({ scheme, language: 'dockerfile' }));
}
