/** Replaces the language server, for the day it misbehaves. */
import * as vscode from 'vscode';
import type { Session } from '../languageClient';

export function registerRestartServer(session: Promise<Session>): vscode.Disposable {
  return vscode.commands.registerCommand('stagewright.restartServer', async () => (await session).restart());
}
