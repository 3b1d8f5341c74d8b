/** What every command of the smoke build does first, and how it waits: may it run, of which stage, with which values. */
import * as vscode from 'vscode';
import type { SmokeGivenValues } from '../../../server/src/protocol';
import { messageOf } from '../errors';
import type { Session } from '../languageClient';
import type { ValueMemory } from './rememberedValues';
import { admit, type Obstacle, type SmokeListener, type SmokeRuns } from './run';
import { chooseStage } from './stageChoice';
import { askForValues } from './values';

/** There is no report, and why. */
export type Stopped = { readonly kind: 'dismissed' } | { readonly kind: 'refused'; readonly message: string };

export interface Begun {
  readonly session: Session;
  readonly document: vscode.TextDocument;
  /** As the server takes a target. */
  readonly stage: string;
  readonly values: SmokeGivenValues;
  /** Somebody has typed some of them. */
  readonly hasValues: boolean;
}

export interface Beginning {
  readonly starting: Promise<Session>;
  readonly runs: SmokeRuns;
  readonly memory: ValueMemory;
}

/** Never rejects: what goes wrong is told and in the outcome. */
export async function beginSmoke<R>(
  { starting, runs, memory }: Beginning,
  uri: unknown,
  target: unknown,
  question: string,
  work: (begun: Begun) => Promise<R | Stopped>,
): Promise<R | Stopped> {
  const admission = admit(await documentOf(uri));
  if (admission.kind === 'refused') return refuse(admission);
  const { document } = admission;
  if (runs.isRunning(document)) return refuse(IS_RUNNING);
  try {
    const session = await starting;
    const stage = typeof target === 'string' ? target : await chooseStage(session, document, question);
    if (stage === undefined) return { kind: 'dismissed' };
    const values = await askForValues(session, memory, document, stage);
    if (values === undefined) return { kind: 'dismissed' };
    const hasValues = Object.keys(values).length > 0;
    // Meanwhile another window's keyboard may have been quicker.
    if (runs.isRunning(document)) return refuse(IS_RUNNING);
    return await work({ session, document, stage, values, hasValues });
  } catch (error) {
    const message = `The smoke build could not begin: ${messageOf(error)}`;
    (await starting).output.error(message);
    return refuse({ message, remedy: SHOW_OUTPUT });
  }
}

const SHOW_OUTPUT = { title: 'Show Output', command: 'stagewright.showOutput' };

const IS_RUNNING: Obstacle = { message: 'A smoke build of this Dockerfile is running already.' };

/** A code lens names the document; the command palette means the one in the editor; a menu hands over a URI object. */
async function documentOf(uri: unknown): Promise<vscode.TextDocument | undefined> {
  if (typeof uri === 'string') return vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  if (uri instanceof vscode.Uri) return vscode.workspace.openTextDocument(uri);
  return vscode.window.activeTextEditor?.document;
}

function refuse({ message, remedy }: Obstacle): Stopped {
  const titles = remedy === undefined ? [] : [remedy.title];
  void vscode.window.showWarningMessage(message, ...titles).then((chosen) => {
    if (remedy !== undefined && chosen === remedy.title) void vscode.commands.executeCommand(remedy.command);
  });
  return { kind: 'refused', message };
}

/** Cancelling asks the server to stop; the report of what was removed still comes. */
export function runWithProgress<R>(
  { document, stage }: Begun,
  work: (listener: SmokeListener, cancellation: vscode.CancellationToken) => Promise<R>,
): Promise<R> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: `Smoke build of ${vscode.workspace.asRelativePath(document.uri)}, stage ${stage}`,
    cancellable: true,
  };
  const task = vscode.window.withProgress(options, (progress, cancellation) =>
    work(
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
