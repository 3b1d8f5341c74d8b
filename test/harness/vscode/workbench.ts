// The other end of the launcher's requests: lets a test in either extension host use keys and mouse and take pictures.

import * as vscode from 'vscode';

/** Where the mouse goes: text that shows in an editor or elsewhere, or a selector as Playwright takes it. */
export type Place =
  | { readonly selectorText: string; readonly nth?: number }
  | { readonly selector: string; readonly nth?: number };

export type Action =
  | { readonly keys: readonly string[] }
  | { readonly type: string }
  | { readonly hover: Place }
  | { readonly move: Place }
  | { readonly click: Place }
  | { readonly waitFor: Place }
  | { readonly wait: number };

/** A part of the window, in CSS pixels. */
export interface Clip {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * A variable of the harness (`STAGEWRIGHT_…`). The worker host has no environment, so the launcher hands the
 * variables over as a setting too, and that one is read in both hosts.
 */
export function harnessVariable(name: string): string | undefined {
  const variables: unknown = vscode.workspace.getConfiguration('stagewrightHarness').get('environment');
  if (typeof variables !== 'object' || variables === null) return undefined;
  const value: unknown = Reflect.get(variables, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Whether the launcher answers: a desktop VS Code, or a run for which no picture folder was named, does not. */
export function canAskWorkbench(): boolean {
  return harnessVariable('STAGEWRIGHT_SCREENSHOTS') !== undefined;
}

/** Does the actions one after the other and then takes the picture NAME.png of the window, or of a part of it. */
export async function takePicture(name: string, actions: readonly Action[] = [], clip?: Clip): Promise<void> {
  await ask(name, clip === undefined ? { actions } : { actions, clip });
}

/** Does the actions one after the other, with no picture. */
export async function useWorkbench(name: string, actions: readonly Action[]): Promise<void> {
  await ask(name, { actions, picture: false });
}

async function ask(name: string, request: Readonly<Record<string, unknown>>): Promise<void> {
  const folder = requestFolder();
  const answerFile = vscode.Uri.joinPath(folder, `${name}.answer`);
  const content = new TextEncoder().encode(JSON.stringify(request));
  await deleteIfThere(answerFile);
  await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, `${name}.request`), content);
  for (let tries = 0; tries < 600; tries++) {
    const answer = await readIfThere(answerFile);
    if (answer === undefined) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      continue;
    }
    if (answer !== '{"ok":true}') throw new Error(`the workbench could not do ${name}: ${answer}`);
    return;
  }
  throw new Error(`the launcher did not answer the request ${name}`);
}

/** The workspace folder's scheme leads to the same disk from both hosts: file in Node, vscode-remote in the worker. */
function requestFolder(): vscode.Uri {
  const path = harnessVariable('STAGEWRIGHT_SCREENSHOTS');
  if (path === undefined) throw new Error('no picture folder was named for this run');
  const workspace = vscode.workspace.workspaceFolders?.[0];
  return workspace === undefined ? vscode.Uri.file(path) : workspace.uri.with({ path });
}

async function deleteIfThere(file: vscode.Uri): Promise<void> {
  try {
    await vscode.workspace.fs.delete(file);
  } catch {
    // There was no earlier answer, which is the usual case.
  }
}

async function readIfThere(file: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  } catch {
    return undefined;
  }
}
