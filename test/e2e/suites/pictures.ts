/** Takes the README's pictures: not a test of the product, but a failure here means that something does not show. */
import * as vscode from 'vscode';
import { equal } from '../host/check';
import { expectFinding, open, positionOf, replaceText, revert } from '../host/editor';
import { runSuite } from '../host/suite';
import { expectState, runTests, testOf } from '../host/tests';
import { canAskWorkbench, takePicture } from '../../harness/vscode/workbench';

/** The title bar says that this is a test. */
const WITHOUT_TITLE = { x: 0, y: 30, width: 1280, height: 1090 };

export function run(): Promise<void> {
  return runSuite('pictures', {
    'needs a window that can be pictured': () => {
      equal(canAskWorkbench(), true, 'a window');
    },
    'findings and a hover': pictureOfEditor,
    'the report of a smoke build': pictureOfReport,
    'the Test Explorer': pictureOfTests,
  });
}

async function pictureOfEditor(): Promise<void> {
  const editor = await open('shop/Dockerfile');
  await expectFinding(editor.document, 'no-unknown-stage-reference');
  const caret = positionOf(editor.document, 'USER');
  editor.selection = new vscode.Selection(caret, caret);
  await vscode.commands.executeCommand('workbench.action.closeSidebar');
  await vscode.commands.executeCommand('workbench.actions.view.problems');
  await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
  await vscode.commands.executeCommand('notifications.clearAll');
  await takePicture(
    'editor',
    [
      { waitFor: { selectorText: 'API_TOKEN' } },
      { wait: 1000 },
      { hover: { selectorText: '/usr/local/bin/shop' } },
    ],
    WITHOUT_TITLE,
  );
  await vscode.commands.executeCommand('workbench.action.closePanel');
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

async function pictureOfReport(): Promise<void> {
  const { document } = await open('lesson/Dockerfile');
  await vscode.commands.executeCommand('workbench.action.closeSidebar');
  const outcome = await vscode.commands.executeCommand<{ readonly report?: { readonly verdict: string } }>(
    'stagewright.smokeBuild',
    document.uri.toString(),
    '1',
  );
  equal(outcome.report?.verdict, 'passed', JSON.stringify(outcome));
  await vscode.commands.executeCommand('notifications.clearAll');
  await takePicture('smoke', [{ wait: 2500 }], WITHOUT_TITLE);
}

async function pictureOfTests(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  const editor = await open('lesson/Dockerfile');
  const { document } = editor;
  await runTests(await testOf(document, '1'));
  await expectState(document, 'stage 1', 'Passed');
  await replaceText(editor, 'npm run build', 'npm run biuld');
  const test = await testOf(document, 'build');
  await runTests(test);
  await expectState(document, 'build', 'Failed');
  equal(await vscode.commands.executeCommand('vscode.peekTestError', test), true, 'a message');
  await vscode.commands.executeCommand('notifications.clearAll');
  await takePicture('tests', [{ wait: 1500 }], WITHOUT_TITLE);
  await revert(editor);
}
