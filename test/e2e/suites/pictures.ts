/** Takes the README's pictures: not a test of the product, but a failure here means that something does not show. */
import * as vscode from 'vscode';
import { equal, eventually } from '../host/check';
import { expectFinding, open, positionOf, replaceText, revert } from '../host/editor';
import { runSuite } from '../host/suite';
import { expectState, runTests, testOf } from '../host/tests';
import { canAskWorkbench, takePicture, useWorkbench } from '../../harness/vscode/workbench';

/** The title bar says that this is a test. */
const WITHOUT_TITLE = { x: 0, y: 30, width: 1280, height: 1090 };

export function run(): Promise<void> {
  return runSuite('pictures', {
    'needs a window that can be pictured': () => {
      equal(canAskWorkbench(), true, 'a window');
    },
    'findings and a hover': pictureOfEditor,
    'the report of a smoke build': pictureOfReport,
    'what becomes of the image': pictureOfQuestion,
    'two builds side by side': pictureOfComparison,
    'two clean builds that differ': pictureOfReproduction,
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
  // The rest of the page is looked at, too.
  for (const part of ['smoke-2', 'smoke-3', 'smoke-4'])
    await takePicture(
      part,
      [{ click: { selectorText: 'Smoke build passed' } }, { keys: ['PageDown'] }, { wait: 500 }].slice(
        part === 'smoke-2' ? 0 : 1,
      ),
      WITHOUT_TITLE,
    );
}

async function pictureOfQuestion(): Promise<void> {
  const { document } = await open('random/Dockerfile');
  const outcome = vscode.commands.executeCommand('stagewright.lookInside', document.uri.toString(), 'app');
  await eventually(() => useWorkbench('asked', [{ waitFor: { selectorText: 'Keep it as' } }]));
  await takePicture('question', [{ wait: 1000 }], WITHOUT_TITLE);
  await useWorkbench('remove', [{ click: { selectorText: 'Remove it now' } }]);
  await outcome;
}

async function pictureOfComparison(): Promise<void> {
  const { document } = await open('lesson/Dockerfile');
  await vscode.commands.executeCommand('stagewright.compareSmokeBuilds', document.uri.toString(), '1', {
    kind: 'stage',
    target: 'build',
  });
  await vscode.commands.executeCommand('notifications.clearAll');
  await takePicture('comparison', [{ wait: 1500 }], WITHOUT_TITLE);
}

async function pictureOfReproduction(): Promise<void> {
  const { document } = await open('random/Dockerfile');
  await vscode.commands.executeCommand('stagewright.reproduceSmokeBuild', document.uri.toString(), 'app');
  await vscode.commands.executeCommand('notifications.clearAll');
  await takePicture('reproduction', [{ wait: 1500 }], WITHOUT_TITLE);
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
