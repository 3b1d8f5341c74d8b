/** Opens the page of the rule whose finding stands under the caret; asks which one where there are several. */
import * as vscode from 'vscode';

export function registerOpenRulePage(): vscode.Disposable {
  return vscode.commands.registerCommand('stagewright.openRulePage', openRulePage);
}

interface RulePage {
  readonly rule: string;
  readonly address: vscode.Uri;
}

/** Resolves to the rule whose page was opened; undefined when there is none or none was chosen. */
async function openRulePage(): Promise<string | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return undefined;
  const diagnostics = vscode.languages.getDiagnostics(editor.document.uri);
  const under = pagesOf(diagnostics.filter(({ range }) => range.contains(editor.selection.active)));
  const page = await choose(under.length > 0 ? under : pagesOf(diagnostics));
  if (page === undefined) return undefined;
  await vscode.env.openExternal(page.address);
  return page.rule;
}

function pagesOf(diagnostics: readonly vscode.Diagnostic[]): readonly RulePage[] {
  const pages = new Map<string, RulePage>();
  for (const { source, code } of diagnostics) {
    if (source !== 'stagewright' || typeof code !== 'object') continue;
    const rule = String(code.value);
    pages.set(rule, { rule, address: code.target });
  }
  return [...pages.values()];
}

async function choose(pages: readonly RulePage[]): Promise<RulePage | undefined> {
  if (pages.length === 0) {
    void vscode.window.showInformationMessage('Stagewright has no finding in this file.');
    return undefined;
  }
  if (pages.length === 1) return pages[0];
  const items = pages.map((page) => ({ label: page.rule, page }));
  const chosen = await vscode.window.showQuickPick(items, { title: 'Stagewright: Open Rule Page' });
  return chosen?.page;
}
