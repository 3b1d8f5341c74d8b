/** The editor's features on the desktop host: a trusted workspace, the server in a process of its own. */
import * as vscode from 'vscode';
import { equal, eventually, match, ok, pause } from '../host/check';
import {
  actionsAt,
  applyQuickFix,
  EXTENSION,
  expectFinding,
  expectNoFinding,
  expectProblems,
  findingsIn,
  hoverAt,
  open,
  replaceText,
  revert,
  withSetting,
} from '../host/editor';
import { runSuite, workspaceFolder } from '../host/suite';
import { activationTimes } from '../host/activation';
import { extractsAndAsksForTheName, goesToTheStage, renamesAcrossFiles } from './stages';

const LESSON = 'lesson/Dockerfile';
const SINGLE = 'single/Dockerfile';
const SAFE = 'safe/Dockerfile';

export function run(): Promise<void> {
  return runSuite('desktop', {
    'sleeps until a Dockerfile is opened': sleepsUntilNeeded,
    'marks the one problem of the lesson, with its rule and level': marksTheLesson,
    'links a finding to the page of its rule': linksToRulePage,
    'teaches on hover what the line does here': hoversTeach,
    'grades by the role of the stage': gradesByRole,
    'follows an edit that is not saved': followsEdits,
    'writes the ignore file as a quick fix, and the warning goes': writesIgnoreFile,
    'offers to ignore a finding': ignoresFinding,
    'converts to multi-stage by command': convertsByCommand,
    'fixes everything safe by command': fixesAllByCommand,
    'fixes everything safe on save': fixesAllOnSave,
    'shows a code lens above each FROM': showsCodeLenses,
    'outlines the file by stage': outlinesStages,
    'renames a stage across the Dockerfile and the Compose file': renamesAcrossFiles,
    'extracts a stage and asks for its name': extractsAndAsksForTheName,
    'goes to the stage and to the line that made a file': goesToTheStage,
    'obeys a setting at once': obeysSettings,
    'knows files by their names': knowsNames,
    'serves again after a restart': servesAfterRestart,
    'registers its commands': registersCommands,
  });
}

async function sleepsUntilNeeded(): Promise<void> {
  const extension = vscode.extensions.getExtension(EXTENSION);
  ok(extension !== undefined, `${EXTENSION} is not there`);
  equal(extension.isActive, false, 'active before a Dockerfile is open');
  await open(LESSON);
  await eventually(() => {
    ok(extension.isActive, 'not active with a Dockerfile open');
  });
  console.log(`  activation: ${await activationTimes(EXTENSION)}`);
}

async function marksTheLesson(): Promise<void> {
  const { document } = await open(LESSON);
  await expectProblems(document, ['5 warning require-dockerignore']);
}

async function linksToRulePage(): Promise<void> {
  const { document } = await open(LESSON);
  const { code, source } = await expectFinding(document, 'require-dockerignore');
  equal(source, 'stagewright', 'source');
  ok(typeof code === 'object', 'the code has no link');
  match(code.target.toString(), /require-dockerignore/u, 'the link');
}

async function hoversTeach(): Promise<void> {
  const { document } = await open(LESSON);
  match(await hoverAt(document, 'npm ci'), /build/u, 'hover of RUN');
  match(await hoverAt(document, '--from=build'), /build/u, 'hover of COPY --from');
}

async function gradesByRole(): Promise<void> {
  const { document } = await open(SINGLE);
  const finding = await expectFinding(document, 'prefer-multi-stage');
  equal(finding.severity, vscode.DiagnosticSeverity.Warning, 'its level in the final stage');
  equal(finding.range.start.line, 5, 'its line, which is the one that compiles');
}

async function followsEdits(): Promise<void> {
  const editor = await open(LESSON);
  await replaceText(editor, '--from=build', '--from=biuld');
  await expectFinding(editor.document, 'no-unknown-stage-reference');
  await revert(editor);
  await expectNoFinding(editor.document, 'no-unknown-stage-reference');
}

async function writesIgnoreFile(): Promise<void> {
  const { document } = await open(LESSON);
  await applyQuickFix(document, 'require-dockerignore', /\.dockerignore/u);
  await expectProblems(document, []);
  const file = vscode.Uri.joinPath(workspaceFolder(), 'lesson/.dockerignore');
  match(new TextDecoder().decode(await vscode.workspace.fs.readFile(file)), /\.git/u, 'the ignore file');
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await vscode.workspace.fs.delete(file);
  await expectProblems((await open(LESSON)).document, ['5 warning require-dockerignore']);
}

async function ignoresFinding(): Promise<void> {
  const editor = await open(SINGLE);
  const finding = await expectFinding(editor.document, 'prefer-multi-stage');
  const actions = await actionsAt(editor.document, finding.range, vscode.CodeActionKind.QuickFix.value);
  const ignore = actions.find(({ title }) => /ignore/iu.test(title) && /prefer-multi-stage/u.test(title));
  ok(ignore?.edit !== undefined, `no action ignores it: ${actions.map(({ title }) => title).join(' | ')}`);
  await vscode.workspace.applyEdit(ignore.edit);
  match(
    editor.document.getText(),
    /^# stagewright (?:ignore|stage-ignore|file-ignore)=prefer-multi-stage/mu,
    'the comment',
  );
  await expectNoFinding(editor.document, 'prefer-multi-stage');
  await revert(editor);
}

async function fixesAllByCommand(): Promise<void> {
  const editor = await open(SAFE);
  await expectFinding(editor.document, 'prefer-exec-form');
  equal(await vscode.commands.executeCommand('stagewright.fixAll'), true, 'the command says so');
  expectSafeFixes(editor.document.getText());
  await expectNoFinding(editor.document, 'prefer-exec-form');
  await revert(editor);
}

async function fixesAllOnSave(): Promise<void> {
  const editor = await open(SAFE);
  await expectFinding(editor.document, 'prefer-exec-form');
  await withSetting('editor.codeActionsOnSave', { 'source.fixAll.stagewright': 'explicit' }, async () => {
    await replaceText(editor, 'WORKDIR /app', 'WORKDIR /srv');
    await expectFinding(editor.document, 'prefer-exec-form');
    await vscode.commands.executeCommand('workbench.action.files.save');
    await eventually(() => {
      equal(editor.document.isDirty, false, 'unsaved');
      expectSafeFixes(editor.document.getText());
    });
  });
}

function expectSafeFixes(text: string): void {
  match(text, /^CMD \["node", "server\.js"\]$/mu, 'the exec form');
  match(text, /^ARG VERSION$/mu, 'the declared argument');
}

async function showsCodeLenses(): Promise<void> {
  const { document } = await open(LESSON);
  const lenses = await eventually(async () => {
    const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
      20,
    );
    equal(
      found.map(({ range }) => range.start.line),
      [0, 6],
      'the lines of the code lenses',
    );
    return found;
  });
  for (const { command } of lenses) equal(command?.command, 'stagewright.smokeBuild', 'what a lens runs');
}

async function outlinesStages(): Promise<void> {
  const { document } = await open(LESSON);
  const symbols = await eventually(async () => {
    const found = await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    );
    ok(found !== undefined, 'no symbols');
    return found;
  });
  equal(symbols.length, 2, 'symbols at the top');
  match(symbols[0]?.name ?? '', /build/u, 'the first stage');
  ok((symbols[0]?.children.length ?? 0) > 0, 'the stage has instructions');
}

async function obeysSettings(): Promise<void> {
  const { document } = await open(SINGLE);
  await expectFinding(document, 'prefer-multi-stage');
  await withSetting('stagewright.rules', { 'prefer-multi-stage': 'off' }, () =>
    expectNoFinding(document, 'prefer-multi-stage'),
  );
  await expectFinding(document, 'prefer-multi-stage');
}

async function knowsNames(): Promise<void> {
  equal((await open('names/app.Dockerfile')).document.languageId, 'dockerfile', 'app.Dockerfile');
  const ignore = (await open('names/Dockerfile.dockerignore')).document;
  equal(ignore.languageId, 'ignore', 'Dockerfile.dockerignore');
  equal(findingsIn(ignore), [], 'findings in an ignore file');
}

async function servesAfterRestart(): Promise<void> {
  const { document } = await open(SINGLE);
  await vscode.commands.executeCommand('stagewright.restartServer');
  await expectFinding(document, 'prefer-multi-stage');
  match(await hoverAt(document, 'go build'), /\S/u, 'a hover');
}

async function convertsByCommand(): Promise<void> {
  const editor = await open(SINGLE);
  const { document } = editor;
  const before = document.getText();
  let outcome: unknown;
  // Given answers ask nothing; the editor's refactor preview is what is left to confirm.
  const converting = Promise.resolve(
    vscode.commands.executeCommand('stagewright.convert', document.uri.toString(), 0, {}),
  ).then((value) => {
    outcome = value;
  });
  // What needs confirmation is not ticked, so that nobody changes a file by a hasty Enter.
  await pause(1500);
  equal(document.getText(), before, 'the text before it was confirmed');
  await vscode.commands.executeCommand('list.focusFirst');
  await vscode.commands.executeCommand('refactorPreview.toggleCheckedState');
  await eventually(async () => {
    await vscode.commands.executeCommand('refactorPreview.apply');
    equal(outcome, { kind: 'converted', isApplied: true }, 'the outcome');
  });
  await converting;
  const text = document.getText();
  ok(/^FROM golang:1\.22 AS build$/mu.test(text), `no build stage in ${text}`);
  ok(/^COPY --from=build \/usr\/local\/bin\/shop /mu.test(text), `no artifact in ${text}`);
  await revert(editor);
}

async function registersCommands(): Promise<void> {
  const contributes: unknown = vscode.extensions.getExtension(EXTENSION)?.packageJSON;
  const { contributes: declared } = contributes as {
    readonly contributes: { readonly commands: readonly { readonly command: string }[] };
  };
  const commands = await vscode.commands.getCommands(true);
  const missing = declared.commands
    .map(({ command }) => command)
    .filter((command) => !commands.includes(command));
  equal(missing, [], 'commands that are declared and not registered');
}
