/** The disposable smoke build from the editor: may it run, of which stage, how far is it, what did it find. */
import * as vscode from 'vscode';
import {
  GRAPH_REQUEST,
  SMOKE_BUILD_COMMAND,
  type Graph,
  type GraphParams,
  type GraphStage,
  type SmokeResult,
} from '../../../server/src/protocol';
import { messageOf } from '../errors';
import type { Session } from '../languageClient';
import { admit, type Obstacle, type SmokeRun, type SmokeRuns } from '../smoke/run';
import { SmokeReportView } from '../views/smokeReport';
import { ROLE_MEANINGS, stageLabel } from '../views/statusItem';

/** What the command resolves to: the report, or why there is none. Nothing is left to guess for a caller. */
export type SmokeOutcome =
  | { readonly kind: 'reported'; readonly report: SmokeResult }
  | { readonly kind: 'dismissed' }
  | { readonly kind: 'refused'; readonly message: string };

export function registerSmokeBuild(starting: Promise<Session>, runs: SmokeRuns): vscode.Disposable {
  const reports = new SmokeReportView();

  const build = async (document: vscode.TextDocument, target: string | undefined): Promise<SmokeOutcome> => {
    const session = await starting;
    const stage = target ?? (await chooseStage(session, document));
    if (stage === undefined) return { kind: 'dismissed' };
    const { name, text, report } = await runWithProgress(runs, document, stage);
    reports.show(name, text, report);
    return { kind: 'reported', report };
  };

  const smokeBuild = async (uri?: unknown, target?: unknown): Promise<SmokeOutcome> => {
    const admission = admit(await documentOf(uri));
    if (admission.kind === 'refused') return refuse(admission);
    const { document } = admission;
    if (runs.isRunning(document)) return refuse(IS_RUNNING);
    try {
      return await build(document, typeof target === 'string' ? target : undefined);
    } catch (error) {
      const message = `The smoke build could not begin: ${messageOf(error)}`;
      (await starting).output.error(message);
      return refuse({ message, remedy: SHOW_OUTPUT });
    }
  };

  void vscode.commands.executeCommand('setContext', 'stagewright.canSmokeBuild', true);
  return vscode.Disposable.from(
    reports,
    vscode.commands.registerCommand(SMOKE_BUILD_COMMAND, smokeBuild),
    vscode.commands.registerCommand('stagewright.showSmokeReport', () => {
      reports.reveal();
    }),
  );
}

const SHOW_OUTPUT = { title: 'Show Output', command: 'stagewright.showOutput' };

const IS_RUNNING: Obstacle = { message: 'A smoke build of this Dockerfile is running already.' };

/** A code lens names the document; the command palette means the one in the editor; a menu hands over a URI object. */
async function documentOf(uri: unknown): Promise<vscode.TextDocument | undefined> {
  if (typeof uri === 'string') return vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  if (uri instanceof vscode.Uri) return vscode.workspace.openTextDocument(uri);
  return vscode.window.activeTextEditor?.document;
}

function refuse({ message, remedy }: Obstacle): SmokeOutcome {
  const titles = remedy === undefined ? [] : [remedy.title];
  void vscode.window.showWarningMessage(message, ...titles).then((chosen) => {
    if (remedy !== undefined && chosen === remedy.title) void vscode.commands.executeCommand(remedy.command);
  });
  return { kind: 'refused', message };
}

/** Resolves to what the server takes as a target; undefined when the user changed their mind. */
async function chooseStage(session: Session, document: vscode.TextDocument): Promise<string | undefined> {
  const params: GraphParams = { uri: session.uriOf(document) };
  const graph = await session.request<Graph | null>(GRAPH_REQUEST, params);
  // The final stage is what most people mean, so it comes first and Enter takes it.
  const stages = (graph?.stages ?? []).toSorted(
    (a, b) => Number(b.role === 'final') - Number(a.role === 'final'),
  );
  const [only] = stages;
  if (only === undefined || stages.length === 1) return only === undefined ? '0' : targetOf(only);
  const items = stages.map((stage) => ({
    label: stageLabel(stage),
    description: `${stage.role} stage`,
    detail: `FROM ${stage.base ?? '…'}: ${ROLE_MEANINGS[stage.role]}`,
    stage,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: 'Stagewright: Smoke Build',
    placeHolder: 'Which stage shall be built, run and removed again?',
    matchOnDescription: true,
  });
  return chosen === undefined ? undefined : targetOf(chosen.stage);
}

function targetOf({ index, name }: GraphStage): string {
  return name ?? String(index);
}

/** Cancelling asks the server to stop; the report of what was removed still comes. */
function runWithProgress(runs: SmokeRuns, document: vscode.TextDocument, target: string): Promise<SmokeRun> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: `Smoke build of ${vscode.workspace.asRelativePath(document.uri)}, stage ${target}`,
    cancellable: true,
  };
  const task = vscode.window.withProgress(options, (progress, cancellation) =>
    runs.run(
      document,
      { target },
      {
        onProgress: ({ message }) => {
          progress.report({ message });
        },
      },
      cancellation,
    ),
  );
  return Promise.resolve(task);
}
