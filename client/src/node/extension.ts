/** The desktop root: a server in a process of its own, and the smoke build. */
import type * as vscode from 'vscode';
import { activateWith } from '../activation';
import { registerSmokeBuild } from '../commands/smokeBuild';
import { registerSmokeTwice } from '../commands/smokeTwice';
import { registerSmokeValues } from '../commands/smokeValues';
import type { Session } from '../languageClient';
import { ValueMemory } from '../smoke/rememberedValues';
import { SmokeRuns } from '../smoke/run';
import { registerTasks } from '../smoke/tasks';
import { rememberMeasurements } from '../views/measurements';
import { SmokeReportView } from '../views/smokeReport';

let session: Promise<Session> | undefined;

export function activate(context: vscode.ExtensionContext): void {
  session = activateWith(context, async () => {
    const { startSession } = await import('./session.js');
    return startSession(context);
  });
  const runs = new SmokeRuns(session);
  const reports = new SmokeReportView();
  const memory = new ValueMemory(context.secrets, context.workspaceState);
  const workplace = { starting: session, runs, memory, reports };
  context.subscriptions.push(
    reports,
    registerSmokeBuild(workplace),
    registerSmokeTwice(workplace),
    registerSmokeValues(session, memory),
    registerTasks(context.asAbsolutePath('dist/cli.js')),
  );
  void session.then(async (started) => {
    const { createSmokeTests } = await import('../smoke/testExplorer.js');
    context.subscriptions.push(createSmokeTests(started, runs, reports, memory));
  });
  rememberMeasurements(context, session);
}

/** VS Code waits for it, so that a smoke build that still runs can clean up. */
export async function deactivate(): Promise<void> {
  await (await session)?.dispose();
}
