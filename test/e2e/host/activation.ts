/** How long an extension took to activate, as VS Code itself measured it. */
import * as vscode from 'vscode';
import { eventually, ok } from './check';

/** `load 12 ms, activate 3 ms, finish 0 ms`, from "Developer: Startup Performance"; says so where that has changed. */
export async function activationTimes(extension: string): Promise<string> {
  try {
    await vscode.commands.executeCommand('perfview.show');
    return await eventually(() => {
      const texts = vscode.workspace.textDocuments
        .filter(({ uri }) => uri.scheme === 'perf')
        .map((document) => document.getText());
      const row = texts
        .join('\n')
        .split('\n')
        .find((line) => line.includes(extension));
      ok(row !== undefined, 'no row');
      const [load, activate, finish] = row
        .split('|')
        .map((cell) => cell.trim())
        .filter((cell) => /^\d+$/u.test(cell));
      ok(finish !== undefined, row);
      return `load ${load ?? '?'} ms, activate ${activate ?? '?'} ms, finish ${finish} ms`;
    });
  } catch (error) {
    return `not measured (${error instanceof Error ? error.message : String(error)})`;
  } finally {
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  }
}
