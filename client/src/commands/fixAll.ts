/** Applies every safe fix of the document in the editor, as `source.fixAll.stagewright` does on save. */
import * as vscode from 'vscode';

export function registerFixAll(): vscode.Disposable {
  return vscode.commands.registerCommand('stagewright.fixAll', fixAll);
}

/** Resolves to false when there was nothing to fix. */
async function fixAll(): Promise<boolean> {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId !== 'dockerfile') return false;
  const action = await findFixAll(document);
  if (action?.edit === undefined) {
    void vscode.window.setStatusBarMessage('Stagewright: there is nothing that can be fixed safely.', 5000);
    return false;
  }
  return vscode.workspace.applyEdit(action.edit);
}

async function findFixAll(document: vscode.TextDocument): Promise<vscode.CodeAction | undefined> {
  const everything = new vscode.Range(0, 0, document.lineCount, 0);
  const kind = vscode.CodeActionKind.SourceFixAll.append('stagewright');
  // The last argument asks for resolved actions: a server may give the edit only then.
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    document.validateRange(everything),
    kind.value,
    1,
  );
  return actions.find((action) => action.kind !== undefined && kind.contains(action.kind));
}
