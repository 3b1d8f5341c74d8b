/** Smoke builds from the Test Explorer, on a real engine. */
import * as vscode from 'vscode';
import { canAskWorkbench, useWorkbench } from '../../harness/vscode/workbench';
import { equal, eventually, ok } from '../host/check';
import { diagnosticsOf, open, replaceText, revert, withSetting } from '../host/editor';
import { Missing, runSuite, workspaceFolder } from '../host/suite';
import { expectState, runTests, stagesIn, testOf, testsIn } from '../host/tests';

export function run(): Promise<void> {
  return runSuite('explorer', {
    'lists the stages of an open Dockerfile': listsStages,
    'lists the Dockerfiles of the workspace once it is looked at': listsWorkspace,
    'follows the text': followsText,
    'builds and probes a stage': passes,
    'says where a stage fails': fails,
    'runs again what failed, on the text of the editor': runsAgain,
    'calls a result old once a line that its build reads has changed': growsOld,
    'stops a run that is cancelled': cancels,
    'skips where there is no engine': skips,
  });
}

async function listsStages(): Promise<void> {
  const { document } = await open('lesson/Dockerfile');
  await expectStages(document, ['1', 'build']);
}

async function listsWorkspace(): Promise<void> {
  await vscode.commands.executeCommand('workbench.view.testing.focus');
  const failing = vscode.Uri.joinPath(workspaceFolder(), 'failing/Dockerfile');
  await eventually(async () => {
    equal((await testsIn({ uri: failing })).length, 1, 'a Dockerfile that nobody has opened');
  });
  const installed = vscode.Uri.joinPath(workspaceFolder(), 'node_modules/other/Dockerfile');
  equal(await testsIn({ uri: installed }), [], 'a Dockerfile of an installed package');
}

async function followsText(): Promise<void> {
  const editor = await open('lesson/Dockerfile');
  await expectStages(editor.document, ['1', 'build']);
  await replaceText(editor, 'AS build', 'AS site');
  await expectStages(editor.document, ['1', 'site']);
  await revert(editor);
  await expectStages(editor.document, ['1', 'build']);
}

function expectStages(document: vscode.TextDocument, expected: readonly string[]): Promise<void> {
  return eventually(async () => {
    equal(await stagesIn(document), expected, 'the stages with a test');
  });
}

async function passes(): Promise<void> {
  requireWindow();
  const { document } = await open('lesson/Dockerfile');
  await runTests(await testOf(document, '1'));
  await expectState(document, 'stage 1', 'Passed), in ');
  await vscode.commands.executeCommand('stagewright.showSmokeReport', { id: `${document.uri.toString()}#1` });
  await eventually(() => {
    const labels = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
    ok(labels.includes('Smoke build: passed'), `no report among ${labels.join(', ')}`);
  });
}

async function fails(): Promise<void> {
  requireWindow();
  const { document } = await open('failing/Dockerfile');
  const test = await testOf(document, 'app');
  await runTests(test);
  await expectState(document, 'app', 'Failed');
  await eventually(() => {
    const marks = diagnosticsOf(document).filter(({ message }) => message.includes('stagewright-says-no'));
    equal(
      marks.map(({ range }) => range.start.line),
      [2],
      'the line with the diagnostic',
    );
  });
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  equal(await vscode.commands.executeCommand('vscode.peekTestError', test), true, 'a message to be shown');
  await eventually(() => {
    const editor = vscode.window.visibleTextEditors.find(
      ({ document: { uri } }) => uri.path === document.uri.path,
    );
    ok(editor !== undefined, 'the Dockerfile is not shown');
    equal(editor.selection.active.line, 2, 'the line that the message belongs to');
  });
}

async function runsAgain(): Promise<void> {
  requireWindow();
  const editor = await open('failing/Dockerfile');
  await replaceText(editor, 'exit 7', 'true');
  await vscode.commands.executeCommand('testing.reRunFailTests');
  await expectState(editor.document, 'app', 'Passed');
  await revert(editor);
}

async function growsOld(): Promise<void> {
  requireWindow();
  const editor = await open('lesson/Dockerfile');
  await replaceText(editor, 'npm run build', 'npm run build --silent');
  // Of the stage that it is copied from.
  await expectState(editor.document, 'stage 1', 'outdated');
  await revert(editor);
}

async function cancels(): Promise<void> {
  requireWindow();
  const { document } = await open('slow/Dockerfile');
  const running = runTests(await testOf(document, 'app'));
  await expectState(document, 'app', 'Running');
  await vscode.commands.executeCommand('testing.cancelRun');
  await running;
  await expectState(document, 'app', 'Skipped');
}

async function skips(): Promise<void> {
  requireWindow();
  const { document } = await open('lesson/Dockerfile');
  const test = await testOf(document, 'build');
  await withSetting('stagewright.smoke.engine', '/nowhere/docker', async () => {
    await eventually(async () => {
      await runTests(test);
      await expectState(document, 'build', 'Skipped');
    });
    await vscode.commands.executeCommand('notifications.showList');
    await useWorkbench('reason', [{ waitFor: { selectorText: '/nowhere/docker' } }]);
  });
  await vscode.commands.executeCommand('notifications.clearAll');
}

function requireWindow(): void {
  if (!canAskWorkbench()) throw new Missing('a window in which the Test Explorer can be read');
}
