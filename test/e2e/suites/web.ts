/** The same features in the web worker host, where no file system and no program is at hand. */
import * as vscode from 'vscode';
import { equal, match } from '../host/check';
import {
  actionsAt,
  applyQuickFix,
  expectFinding,
  expectNoFinding,
  expectProblems,
  hoverAt,
  open,
  revert,
} from '../host/editor';
import { runSuite } from '../host/suite';
import { testsIn } from '../host/tests';

const LESSON = 'lesson/Dockerfile';
const SAFE = 'safe/Dockerfile';

export function run(): Promise<void> {
  return runSuite('web', {
    'runs in a worker': runsInWorker,
    'finds through the editor that there is no ignore file': marksTheLesson,
    'finds through the editor that there is one': readsIgnoreFile,
    'teaches on hover': hoversTeach,
    'applies a quick fix': appliesQuickFix,
    'fixes everything safe by command': fixesAll,
    'offers fix all to code actions on save': offersFixAll,
    'offers no smoke build': offersNoSmokeBuild,
  });
}

function runsInWorker(): void {
  equal(typeof globalThis.process, 'undefined', 'process');
}

async function marksTheLesson(): Promise<void> {
  await expectProblems((await open(LESSON)).document, ['5 warning require-dockerignore']);
}

async function readsIgnoreFile(): Promise<void> {
  const { document } = await open(SAFE);
  await expectFinding(document, 'prefer-exec-form');
  await expectNoFinding(document, 'require-dockerignore');
}

async function hoversTeach(): Promise<void> {
  match(await hoverAt((await open(LESSON)).document, '--from=build'), /build/u, 'hover of COPY --from');
}

async function appliesQuickFix(): Promise<void> {
  const editor = await open(SAFE);
  await applyQuickFix(editor.document, 'prefer-exec-form', /./u);
  match(editor.document.getText(), /^CMD \["node", "server\.js"\]$/mu, 'the exec form');
  await expectNoFinding(editor.document, 'prefer-exec-form');
  await revert(editor);
}

async function fixesAll(): Promise<void> {
  const editor = await open(SAFE);
  await expectFinding(editor.document, 'prefer-exec-form');
  equal(await vscode.commands.executeCommand('stagewright.fixAll'), true, 'the command says so');
  match(editor.document.getText(), /^CMD \["node", "server\.js"\]$/mu, 'the exec form');
  await revert(editor);
}

async function offersFixAll(): Promise<void> {
  const { document } = await open(SAFE);
  await expectFinding(document, 'prefer-exec-form');
  const everything = document.validateRange(new vscode.Range(0, 0, document.lineCount, 0));
  const actions = await actionsAt(document, everything, 'source.fixAll.stagewright');
  equal(
    actions.map(({ kind }) => kind?.value),
    ['source.fixAll.stagewright'],
    'kinds',
  );
}

async function offersNoSmokeBuild(): Promise<void> {
  const { document } = await open(LESSON);
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    document.uri,
    20,
  );
  equal(lenses, [], 'code lenses');
  // A command that is declared is known to VS Code; nobody has registered it here.
  const outcome: unknown = await Promise.resolve(
    vscode.commands.executeCommand('stagewright.smokeBuild'),
  ).catch((error: unknown) => String(error));
  match(String(outcome), /not found/u, 'the command');
  equal(await testsIn(document), [], 'tests');
  equal(await vscode.tasks.fetchTasks({ type: 'stagewright' }), [], 'tasks');
}
