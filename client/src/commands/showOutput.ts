/** Shows the log, which is where a failing server is explained. */
import * as vscode from 'vscode';
import type { Session } from '../languageClient';

export function registerShowOutput(session: Promise<Session>): vscode.Disposable {
  return vscode.commands.registerCommand('stagewright.showOutput', async () => {
    const { output } = await session;
    output.show(true);
  });
}
