/** A workspace that the user has not trusted: everything that only reads works, nothing runs a program. */
import * as vscode from 'vscode';
import { equal, match, ok } from '../host/check';
import {
  applyQuickFix,
  EXTENSION,
  expectFinding,
  expectNoFinding,
  expectProblems,
  hoverAt,
  open,
  revert,
} from '../host/editor';
import { runSuite, type Test } from '../host/suite';

export const untrustedTests: Readonly<Record<string, Test>> = {
  'is not trusted': isNotTrusted,
  'marks problems': marksProblems,
  'teaches on hover': hoversTeach,
  'applies a quick fix': appliesQuickFix,
  'refuses a smoke build and says why': refusesSmokeBuild,
  'does not take the engine from the workspace': ignoresWorkspaceEngine,
  'declares what it does there': declares,
};

export function run(): Promise<void> {
  return runSuite('untrusted', untrustedTests);
}

function isNotTrusted(): void {
  equal(vscode.workspace.isTrusted, false, 'isTrusted');
}

async function marksProblems(): Promise<void> {
  await expectProblems((await open('lesson/Dockerfile')).document, ['5 warning require-dockerignore']);
}

async function hoversTeach(): Promise<void> {
  match(await hoverAt((await open('lesson/Dockerfile')).document, 'npm ci'), /\S/u, 'hover of RUN');
}

async function appliesQuickFix(): Promise<void> {
  const editor = await open('safe/Dockerfile');
  await expectFinding(editor.document, 'prefer-exec-form');
  await applyQuickFix(editor.document, 'prefer-exec-form', /./u);
  await expectNoFinding(editor.document, 'prefer-exec-form');
  await revert(editor);
}

async function refusesSmokeBuild(): Promise<void> {
  const { document } = await open('lesson/Dockerfile');
  const outcome = await vscode.commands.executeCommand<{ readonly kind: string; readonly message: string }>(
    'stagewright.smokeBuild',
    document.uri.toString(),
    'build',
  );
  equal(outcome.kind, 'refused', 'the outcome');
  match(outcome.message, /trusted workspace/u, 'the message');
  await vscode.commands.executeCommand('notifications.clearAll');
}

/** The workspace of this suite has an engine in its settings file. */
function ignoresWorkspaceEngine(): void {
  const engine = vscode.workspace.getConfiguration('stagewright').inspect('smoke.engine');
  equal(engine?.workspaceValue ?? engine?.workspaceFolderValue, undefined, 'the workspace value');
  equal(vscode.workspace.getConfiguration('stagewright').get('smoke.engine'), '', 'the value in force');
}

function declares(): void {
  const extension = vscode.extensions.getExtension(EXTENSION);
  ok(extension !== undefined, `${EXTENSION} is not there`);
  const manifest: unknown = extension.packageJSON;
  const { capabilities } = manifest as { readonly capabilities: { readonly untrustedWorkspaces: object } };
  match(
    JSON.stringify(capabilities.untrustedWorkspaces),
    /"limited".*stagewright\.smoke\.engine/u,
    'untrustedWorkspaces',
  );
}
