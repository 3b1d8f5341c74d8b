/** The desktop root: a server in a process of its own, and the smoke build. */
import type * as vscode from 'vscode';
import { activateWith } from '../activation';
import { registerSmokeBuild } from '../commands/smokeBuild';
import { registerSmokeTwice } from '../commands/smokeTwice';
import { registerSmokeValues } from '../commands/smokeValues';
import type { Session } from '../languageClient';
import { ValueMemory } from '../smoke/rememberedValues';
import { SmokeRuns } from '../smoke/run';
import { SmokeReportView } from '../views/smokeReport';
import { rememberMeasurements } from '../views/measurements';

let session: Promise<Session> | undefined;

export function activate(context: vscode.ExtensionContext): void {
  session = activateWith(context, async () => {
    const { startSession } = await import('./session.js');
    return startSession(context);
  });
  const reports = new SmokeReportView();
  const memory = new ValueMemory(context.secrets, context.workspaceState);
  const workplace = { starting: session, runs: new SmokeRuns(session), memory, reports };
  context.subscriptions.push(
    reports,
    registerSmokeBuild(workplace),
    registerSmokeTwice(workplace),
    registerSmokeValues(session, memory),
  );
  rememberMeasurements(context, session);
}

/** VS Code waits for it, so that a smoke build that still runs can clean up. */
export async function deactivate(): Promise<void> {
  await (await session)?.dispose();
}
