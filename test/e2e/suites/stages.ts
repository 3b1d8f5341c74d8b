/** Renaming, refactoring and getting around, as the editor's own commands do it. */
import * as vscode from 'vscode';
import { equal, eventually, ok } from '../host/check';
import { actionsAt, open, positionOf, revert } from '../host/editor';
import { workspaceFolder } from '../host/suite';

const DOCKERFILE = 'stages/Dockerfile';

export async function renamesAcrossFiles(): Promise<void> {
  const editor = await open(DOCKERFILE);
  const { document } = editor;
  const compose = await vscode.workspace.openTextDocument(
    vscode.Uri.joinPath(workspaceFolder(), 'stages/compose.yaml'),
  );
  const before = { dockerfile: document.getText(), compose: compose.getText() };
  const position = positionOf(document, 'build\nWORKDIR');
  const edit = await eventually(async () => {
    const found = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
      'vscode.executeDocumentRenameProvider',
      document.uri,
      position,
      'compile',
    );
    equal(found.entries().length, 2, 'files that change');
    return found;
  });
  ok(await vscode.workspace.applyEdit(edit), 'the edit was not applied');
  equal(
    document.getText(),
    before.dockerfile.replace('AS build', 'AS compile').replace('--from=build', '--from=compile'),
    'the Dockerfile',
  );
  equal(compose.getText(), before.compose.replace('target: build', 'target: compile'), 'the Compose file');
  await revert(await vscode.window.showTextDocument(compose));
  await revert(await open(DOCKERFILE));
  equal(document.getText(), before.dockerfile, 'the Dockerfile as it was');
}

export async function extractsAndAsksForTheName(): Promise<void> {
  const editor = await open(DOCKERFILE);
  const { document } = editor;
  const before = document.getText();
  const range = new vscode.Range(positionOf(document, 'WORKDIR'), positionOf(document, 'RUN go vet'));
  const action = await eventually(async () => {
    const [found] = await actionsAt(document, range, 'refactor.extract');
    ok(found?.edit !== undefined, 'nothing can be extracted');
    return found;
  });
  ok(await vscode.workspace.applyEdit(action.edit ?? new vscode.WorkspaceEdit()), 'it was not applied');
  const after = before
    .replace('AS build', 'AS build2')
    .replace('download\n', 'download\n\nFROM build2 AS build\n');
  equal(document.getText(), after, 'the Dockerfile');
  const { command } = action;
  ok(command !== undefined, 'nobody asks for the name');
  const asking = vscode.commands.executeCommand(command.command, ...((command.arguments ?? []) as unknown[]));
  await eventually(() => {
    const { active } = editor.selection;
    equal(document.getText(document.getWordRangeAtPosition(active)), 'build2', 'the word under the caret');
  });
  await vscode.commands.executeCommand('cancelRenameInput');
  await asking;
  await revert(editor);
}

export async function goesToTheStage(): Promise<void> {
  const { document } = await open(DOCKERFILE);
  const position = positionOf(document, 'build /src/go.mod');
  await eventually(async () => {
    const [link] = await vscode.commands.executeCommand<vscode.LocationLink[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      position,
    );
    equal(link?.targetSelectionRange && document.getText(link.targetSelectionRange), 'build', 'the name');
    equal(link?.targetRange.start.line, 0, 'its line');
  });
  const path = positionOf(document, '/src/go.mod /go.mod');
  const [made] = await vscode.commands.executeCommand<vscode.LocationLink[]>(
    'vscode.executeDefinitionProvider',
    document.uri,
    path.translate(0, 2),
  );
  equal(made?.targetRange.start.line, 2, 'the line that made the file');
  const folds = await vscode.commands.executeCommand<vscode.FoldingRange[]>(
    'vscode.executeFoldingRangeProvider',
    document.uri,
  );
  ok(
    folds.some(({ start, end }) => start === 0 && end === 4),
    'the first stage cannot be folded',
  );
}
