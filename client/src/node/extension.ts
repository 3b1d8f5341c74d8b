/** The desktop root: a server in a process of its own, and the smoke build. */
import type * as vscode from 'vscode';
import { activateWith } from '../activation';
import { registerSmokeBuild } from '../commands/smokeBuild';
import type { Session } from '../languageClient';
import { SmokeRuns } from '../smoke/run';
import { rememberMeasurements } from '../views/measurements';

let session: Promise<Session> | undefined;

export function activate(context: vscode.ExtensionContext): void {
  session = activateWith(context, async () => {
    const { startSession } = await import('./session.js');
    return startSession(context);
  });
  context.subscriptions.push(registerSmokeBuild(session, new SmokeRuns(session)));
  rememberMeasurements(context, session);
}

/** VS Code waits for it, so that a smoke build that still runs can clean up. */
export async function deactivate(): Promise<void> {
  await (await session)?.dispose();
}
