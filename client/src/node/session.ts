/** The session of the desktop: the server is a process, spoken to over IPC. */
import type * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { Session } from '../languageClient';

export function startSession(context: vscode.ExtensionContext): Session {
  const server = { module: context.asAbsolutePath('dist/server.js'), transport: TransportKind.ipc };
  return Session.start({
    runsSmokeBuilds: true,
    connect: (options) => new LanguageClient('stagewright', 'Stagewright', server, options),
  });
}
