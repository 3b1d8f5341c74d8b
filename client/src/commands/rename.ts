/** Asks for the name of what a refactoring has just made, as "Rename Symbol" does. */
import * as vscode from 'vscode';
import { RENAME_COMMAND, type RenameArguments } from '../../../server/src/protocol';

export function registerRename(): vscode.Disposable {
  return vscode.commands.registerCommand(
    RENAME_COMMAND,
    async (...[uri, { line, character }]: RenameArguments) => {
      await vscode.commands.executeCommand('editor.action.rename', [
        vscode.Uri.parse(uri),
        new vscode.Position(line, character),
      ]);
    },
  );
}
