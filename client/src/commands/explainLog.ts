/** Explains a failed build: takes its log from wherever the user has it, and shows the answer beside the Dockerfile. */
import * as vscode from 'vscode';
import {
  EXPLAIN_LOG_REQUEST,
  type ExplainLogParams,
  type ExplainLogResult,
} from '../../../server/src/protocol';
import { messageOf } from '../errors';
import type { Session } from '../languageClient';

/** What the command resolves to; nothing is left to guess for a caller. */
export type ExplainLogOutcome =
  | { readonly kind: 'explained'; readonly result: ExplainLogResult }
  | { readonly kind: 'dismissed' }
  | { readonly kind: 'refused'; readonly message: string };

const SCHEME = 'stagewright-explanation';

export function registerExplainLog(starting: Promise<Session>): vscode.Disposable {
  const page = new ExplanationPage();
  const explainLog = async (uri?: unknown, given?: unknown): Promise<ExplainLogOutcome> => {
    const candidates = await logCandidates();
    const document = await dockerfileFor(uri);
    if (document === undefined) return refuse('Open the Dockerfile whose build has failed.');
    const log = typeof given === 'string' ? given : await chooseLog(candidates);
    if (log === undefined) return { kind: 'dismissed' };
    try {
      const session = await starting;
      const params: ExplainLogParams = { uri: session.uriOf(document), log };
      const result = await session.request<ExplainLogResult | null>(EXPLAIN_LOG_REQUEST, params);
      if (result === null) return refuse('The language server does not know this document.');
      await show(document, result, page);
      return { kind: 'explained', result };
    } catch (error) {
      return refuse(`The log could not be explained: ${messageOf(error)}`);
    }
  };
  return vscode.Disposable.from(
    page,
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, page),
    vscode.commands.registerCommand('stagewright.explainFailedBuild', explainLog),
  );
}

/** The last explanation, as a document that only the preview of Markdown shows. */
class ExplanationPage implements vscode.TextDocumentContentProvider {
  readonly uri = vscode.Uri.from({ scheme: SCHEME, path: '/Why the build failed.md' });
  readonly #changes = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changes.event;
  #text = '';

  provideTextDocumentContent(): string {
    return this.#text;
  }

  write(text: string): void {
    this.#text = text;
    this.#changes.fire(this.uri);
  }

  dispose(): void {
    this.#changes.dispose();
  }
}

/** The Dockerfile keeps the focus: the line is selected in it, and the explanation stands beside. */
async function show(
  document: vscode.TextDocument,
  { markdown, range }: ExplainLogResult,
  page: ExplanationPage,
): Promise<void> {
  page.write(markdown);
  const selection =
    range === undefined
      ? undefined
      : new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character);
  await vscode.window.showTextDocument(document, {
    viewColumn: vscode.ViewColumn.One,
    ...(selection === undefined ? {} : { selection }),
  });
  try {
    await vscode.commands.executeCommand('markdown.showPreviewToSide', page.uri);
  } catch {
    // The preview is an extension too, and can be switched off.
    await vscode.window.showTextDocument(page.uri, {
      viewColumn: vscode.ViewColumn.Beside,
      preserveFocus: true,
    });
  }
}

interface Candidate extends vscode.QuickPickItem {
  read(): Promise<string | undefined>;
}

/** Looked at before a Dockerfile is opened, which would take the selection's place. */
async function logCandidates(): Promise<readonly Candidate[]> {
  const candidates: Candidate[] = [];
  const editor = vscode.window.activeTextEditor;
  if (editor !== undefined && editor.document.languageId !== 'dockerfile') {
    const { document, selection } = editor;
    const selected = document.getText(selection);
    const name = vscode.workspace.asRelativePath(document.uri);
    if (selected.trim() !== '') candidates.push(textCandidate('The selected text', name, selected));
    if (document.getText().trim() !== '')
      candidates.push(textCandidate(name, 'the whole document', document.getText()));
  }
  const clipboard = await vscode.env.clipboard.readText();
  if (clipboard.trim() !== '') candidates.push(textCandidate('The clipboard', '', clipboard));
  candidates.push({
    label: 'A file…',
    description: 'a log that was saved or downloaded',
    read: readChosenFile,
  });
  return candidates;
}

function textCandidate(label: string, description: string, text: string): Candidate {
  const lines = text.trim().split('\n');
  const detail = `${String(lines.length)} ${lines.length === 1 ? 'line' : 'lines'}: ${(lines[0] ?? '').slice(0, 80)}`;
  return { label, description, detail, read: () => Promise.resolve(text) };
}

async function readChosenFile(): Promise<string | undefined> {
  const [file] = (await vscode.window.showOpenDialog({ title: 'The log of the failed build' })) ?? [];
  return file === undefined ? undefined : new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
}

async function chooseLog(candidates: readonly Candidate[]): Promise<string | undefined> {
  const chosen = await vscode.window.showQuickPick(candidates, {
    title: 'Stagewright: Explain a Failed Build',
    placeHolder: 'Where is the log of the build? Copy it, and take the clipboard.',
  });
  return chosen?.read();
}

/** The one in the editor, else the only one that is shown, else one that the user chooses. */
async function dockerfileFor(uri: unknown): Promise<vscode.TextDocument | undefined> {
  if (typeof uri === 'string') return vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  if (uri instanceof vscode.Uri) return vscode.workspace.openTextDocument(uri);
  const active = vscode.window.activeTextEditor?.document;
  if (active?.languageId === 'dockerfile') return active;
  const shown = vscode.window.visibleTextEditors
    .map(({ document }) => document)
    .filter(({ languageId }) => languageId === 'dockerfile');
  if (shown.length === 1) return shown[0];
  const files = await vscode.workspace.findFiles(
    '**/{*[Dd]ockerfile*,*[Cc]ontainerfile*}',
    '**/node_modules/**',
    200,
  );
  const [only] = files;
  if (only === undefined || files.length === 1)
    return only === undefined ? undefined : vscode.workspace.openTextDocument(only);
  const chosen = await vscode.window.showQuickPick(
    files.map((file) => ({ label: vscode.workspace.asRelativePath(file), file })),
    { title: 'Stagewright: Explain a Failed Build', placeHolder: 'Which Dockerfile was built?' },
  );
  return chosen === undefined ? undefined : vscode.workspace.openTextDocument(chosen.file);
}

function refuse(message: string): ExplainLogOutcome {
  void vscode.window.showWarningMessage(message);
  return { kind: 'refused', message };
}
