/** What a user does in the editor and sees there, in the words of the tests. */
import * as vscode from 'vscode';
import { equal, eventually, ok } from './check';
import { workspaceFolder } from './suite';

export const EXTENSION = 'stagewright.stagewright';

/** Opens a file of the workspace in an editor and puts the caret at its start. */
export async function open(path: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(workspaceFolder(), path));
  return vscode.window.showTextDocument(document, { preview: false, viewColumn: vscode.ViewColumn.One });
}

/** Our findings in the order of the text, as `line level rule`, lines counted from one as the editor shows them. */
export function findingsIn(document: vscode.TextDocument): readonly string[] {
  return diagnosticsOf(document)
    .toSorted((a, b) => a.range.start.compareTo(b.range.start))
    .map((diagnostic) => {
      const level = vscode.DiagnosticSeverity[diagnostic.severity].toLowerCase();
      return `${String(diagnostic.range.start.line + 1)} ${level} ${ruleOf(diagnostic)}`;
    });
}

export function diagnosticsOf(document: vscode.TextDocument): readonly vscode.Diagnostic[] {
  return vscode.languages
    .getDiagnostics(document.uri)
    .filter(({ source }) => source?.startsWith('stagewright'));
}

export function ruleOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

/** Waits for exactly these findings of level warning and above; milder ones may come and go with the catalogue. */
export function expectProblems(document: vscode.TextDocument, expected: readonly string[]): Promise<void> {
  return eventually(() => {
    const problems = findingsIn(document).filter((finding) => / (?:error|warning) /u.test(finding));
    equal(problems, expected, `the problems of ${document.uri.path}`);
  });
}

/** Waits until a rule has a finding, and gives it. */
export function expectFinding(document: vscode.TextDocument, rule: string): Promise<vscode.Diagnostic> {
  return eventually(() => {
    const finding = diagnosticsOf(document).find((diagnostic) => ruleOf(diagnostic) === rule);
    ok(finding !== undefined, `${rule} is not among ${JSON.stringify(findingsIn(document))}`);
    return finding;
  });
}

export function expectNoFinding(document: vscode.TextDocument, rule: string): Promise<void> {
  return eventually(() => {
    const found = findingsIn(document).filter((finding) => finding.endsWith(` ${rule}`));
    equal(found, [], `findings of ${rule}`);
  });
}

/** The text of every hover at the place, joined. */
export async function hoverAt(document: vscode.TextDocument, needle: string): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    positionOf(document, needle),
  );
  const contents = hovers.flatMap((hover) => hover.contents);
  return contents.map((content) => (typeof content === 'string' ? content : content.value)).join('\n\n');
}

export function positionOf(document: vscode.TextDocument, needle: string): vscode.Position {
  const offset = document.getText().indexOf(needle);
  ok(offset >= 0, `there is no ${needle} in the document`);
  return document.positionAt(offset);
}

/** The code actions that the light bulb offers at a range, with their edits. */
export function actionsAt(
  document: vscode.TextDocument,
  range: vscode.Range,
  kind: string,
): Thenable<vscode.CodeAction[]> {
  // The number says how many actions are to be resolved, which is when a server may add the edit.
  return vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    range,
    kind,
    20,
  );
}

/** Applies the first quick fix of a finding whose title fits. */
export async function applyQuickFix(
  document: vscode.TextDocument,
  rule: string,
  title: RegExp,
): Promise<void> {
  // A light bulb asks again, too, when the findings are just being renewed.
  const { action, edit } = await eventually(async () => {
    const { range } = await expectFinding(document, rule);
    const actions = await actionsAt(document, range, vscode.CodeActionKind.QuickFix.value);
    const found = actions.find((candidate) => title.test(candidate.title));
    ok(
      found?.edit !== undefined,
      `no quick fix fits ${String(title)}: ${actions.map((each) => each.title).join(' | ')}`,
    );
    return { action: found, edit: found.edit };
  });
  // As the light bulb does it: files that the edit touches or makes are saved.
  const isApplied = await vscode.workspace.applyEdit(edit, { isRefactoring: true });
  ok(isApplied, `${action.title} was not applied`);
}

export async function replaceText(editor: vscode.TextEditor, before: string, after: string): Promise<void> {
  const start = positionOf(editor.document, before);
  const end = editor.document.positionAt(editor.document.offsetAt(start) + before.length);
  const isDone = await editor.edit((edit) => {
    edit.replace(new vscode.Range(start, end), after);
  });
  ok(isDone, `${before} was not replaced`);
}

/** Gives back the file as it was saved last. */
export async function revert(editor: vscode.TextEditor): Promise<void> {
  await vscode.window.showTextDocument(editor.document);
  await vscode.commands.executeCommand('workbench.action.files.revert');
}

/** Sets a value of the workspace for the time of the action. */
export async function withSetting(
  section: string,
  value: unknown,
  action: () => Promise<void>,
): Promise<void> {
  const target = vscode.ConfigurationTarget.Workspace;
  await vscode.workspace.getConfiguration().update(section, value, target);
  try {
    await action();
  } finally {
    await vscode.workspace.getConfiguration().update(section, undefined, target);
  }
}
