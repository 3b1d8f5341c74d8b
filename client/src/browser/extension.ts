/** The browser root: a server in a worker, which reads files through the editor; no program can be run here. */
import type * as vscode from 'vscode';
import { activateWith } from '../activation';
import type { Session } from '../languageClient';

let session: Promise<Session> | undefined;

export function activate(context: vscode.ExtensionContext): void {
  session = activateWith(context, async () => {
    const { startSession } = await import('./session.js');
    return startSession(context);
  });
}

export async function deactivate(): Promise<void> {
  await (await session)?.dispose();
}
