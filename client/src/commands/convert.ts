/** Converts a stage to multi-stage: asks what is open, and shows the change before it is made. */
import * as vscode from 'vscode';
import {
  CONVERT_COMMAND,
  CONVERT_REQUEST,
  type ConvertChoice,
  type ConvertEdit,
  type ConvertParams,
  type ConvertResult,
} from '../../../server/src/protocol';
import { messageOf } from '../errors';
import type { Session } from '../languageClient';

/** What the command resolves to; nothing is left to guess for a caller. */
export type ConvertOutcome =
  | { readonly kind: 'converted'; readonly isApplied: boolean }
  | { readonly kind: 'dismissed' }
  | { readonly kind: 'refused'; readonly message: string };

export function registerConvert(starting: Promise<Session>): vscode.Disposable {
  return vscode.commands.registerCommand(
    CONVERT_COMMAND,
    async (uri?: unknown, stage?: unknown, answers?: unknown): Promise<ConvertOutcome> => {
      const document = await documentOf(uri);
      if (document === undefined) return refuse('Open the Dockerfile that is to be converted.');
      try {
        return await convert(await starting, document, stageIn(document, stage), answersIn(answers));
      } catch (error) {
        return refuse(`The conversion could not be worked out: ${messageOf(error)}`);
      }
    },
  );
}

async function documentOf(uri: unknown): Promise<vscode.TextDocument | undefined> {
  if (typeof uri === 'string') return vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  if (uri instanceof vscode.Uri) return vscode.workspace.openTextDocument(uri);
  const document = vscode.window.activeTextEditor?.document;
  return document?.languageId === 'dockerfile' ? document : undefined;
}

/** From the palette it is the last stage, which is the one that is shipped. */
function stageIn(document: vscode.TextDocument, stage: unknown): number {
  if (typeof stage === 'number') return stage;
  return Math.max(0, (document.getText().match(/^\s*FROM\s/gim)?.length ?? 1) - 1);
}

/** Given by whoever calls the command from a key binding or a test, who is not asked then. */
function answersIn(answers: unknown): Readonly<Record<string, string>> | undefined {
  if (typeof answers !== 'object' || answers === null) return undefined;
  return Object.fromEntries(Object.entries(answers).filter((entry) => typeof entry[1] === 'string'));
}

async function convert(
  session: Session,
  document: vscode.TextDocument,
  stage: number,
  given: Readonly<Record<string, string>> | undefined,
): Promise<ConvertOutcome> {
  const ask = (answers: Readonly<Record<string, string>>): Promise<ConvertResult | null> => {
    const params: ConvertParams = { uri: session.uriOf(document), stage, answers };
    return session.request<ConvertResult | null>(CONVERT_REQUEST, params);
  };
  let result = await ask(given ?? {});
  if (given === undefined && result?.kind === 'converted') {
    const answers = await chosenAnswers(result.choices);
    if (answers === undefined) return { kind: 'dismissed' };
    if (Object.keys(answers).length > 0) result = await ask(answers);
  }
  if (result === null) return refuse('The language server does not know this document.');
  if (result.kind === 'refused') return explainRefusal(document, result);
  if (document.version !== result.version) return refuse('The Dockerfile was edited meanwhile: try again.');
  const isApplied = await vscode.workspace.applyEdit(editOf(document, result), { isRefactoring: true });
  return { kind: 'converted', isApplied };
}

/** Only what differs from the first answer. Undefined when the user has had enough. */
async function chosenAnswers(
  choices: readonly ConvertChoice[],
): Promise<Readonly<Record<string, string>> | undefined> {
  const answers: Record<string, string> = {};
  for (const { id, question, answers: possible, taken } of choices) {
    if (possible.length < 2) continue;
    const picked = await vscode.window.showQuickPick(
      possible.map(({ value, detail }) => ({ label: value, detail })),
      { title: 'Convert to multi-stage', placeHolder: question, ignoreFocusOut: true },
    );
    if (picked === undefined) return undefined;
    if (picked.label !== taken) answers[id] = picked.label;
  }
  return answers;
}

/** Needs confirmation, so that the editor shows its refactor preview first. */
function editOf(
  document: vscode.TextDocument,
  { ecosystem, explanation, edits }: Extract<ConvertResult, { kind: 'converted' }>,
): vscode.WorkspaceEdit {
  const metadata: vscode.WorkspaceEditEntryMetadata = {
    needsConfirmation: true,
    label: `Convert to multi-stage (${ecosystem})`,
    description: explanation.join(' '),
  };
  const edit = new vscode.WorkspaceEdit();
  // One change, since its parts make no sense alone, and the preview has a box to tick for each.
  edit.replace(document.uri, ...asOneChange(document, edits), metadata);
  return edit;
}

/** From the first place that changes to the last, with what stands between them. */
function asOneChange(
  document: vscode.TextDocument,
  edits: readonly ConvertEdit[],
): readonly [vscode.Range, string] {
  const places = edits
    .map(({ range, newText }) => ({
      start: document.offsetAt(new vscode.Position(range.start.line, range.start.character)),
      end: document.offsetAt(new vscode.Position(range.end.line, range.end.character)),
      newText,
    }))
    .sort((a, b) => a.start - b.start);
  const text = document.getText();
  const start = places[0]?.start ?? 0;
  let end = start;
  let newText = '';
  for (const place of places) {
    newText += text.slice(end, place.start) + place.newText;
    end = place.end;
  }
  return [new vscode.Range(document.positionAt(start), document.positionAt(end)), newText];
}

async function explainRefusal(
  document: vscode.TextDocument,
  { message, wayOut, range }: Extract<ConvertResult, { kind: 'refused' }>,
): Promise<ConvertOutcome> {
  const text = wayOut === undefined ? message : `${message} ${wayOut}`;
  const show = 'Show the Line';
  // Whoever called the command has the answer; the message stays until somebody reads it.
  void vscode.window
    .showWarningMessage(`This stage was not converted: ${text}`, ...(range === undefined ? [] : [show]))
    .then(async (chosen) => {
      if (chosen !== show || range === undefined) return;
      const selection = new vscode.Range(
        range.start.line,
        range.start.character,
        range.end.line,
        range.end.character,
      );
      await vscode.window.showTextDocument(document, { selection });
    });
  return Promise.resolve({ kind: 'refused', message: text });
}

function refuse(message: string): ConvertOutcome {
  void vscode.window.showWarningMessage(message);
  return { kind: 'refused', message };
}
