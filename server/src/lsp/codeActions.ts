/** What can be done about findings: their fixes, comments that silence them, and all safe fixes at once. */
import type { CodeAction, CodeActionParams, Diagnostic } from 'vscode-languageserver';
import {
  type Analysis,
  difference,
  type Finding,
  fixAll,
  suppressionEdit,
  type SuppressionReach,
} from '../core/index';
import type { ClientFeatures } from './clientFeatures';
import { FIX_ALL, isWanted } from './codeActionKinds';
import { isConvertData, resolveConversion } from './converting';
import type { Documents, OpenDocument } from './documents';
import { isRefactorData, refactorActions, resolveRefactoring } from './refactorings';
import { type Answer, contentModified } from './requests';
import { DIAGNOSTIC_SOURCE } from './diagnosticSource';
import { toWorkspaceEdit } from './workspaceEdits';
import { CodeActionKind } from './library';

/** Nobody reads a longer menu; it is what a selection of the whole file would make. */
const MAX_FINDINGS = 20;

export function codeActions(
  document: OpenDocument,
  params: CodeActionParams,
  features: ClientFeatures,
): CodeAction[] {
  const { range, context } = params;
  const { analysis } = document;
  const touched = touchedFindings(analysis, document.offsetAt(range.start), document.offsetAt(range.end));
  const actions: CodeAction[] = [];
  if (isWanted(CodeActionKind.QuickFix, context.only)) {
    for (const finding of touched)
      actions.push(...fixActions(document, analysis, finding, context.diagnostics, features));
    for (const finding of touched)
      actions.push(...ignoreActions(document, analysis, finding, context.diagnostics, features));
  }
  if (isWanted(FIX_ALL, context.only))
    actions.push(...fixAllActions(document, touched, context.only, features));
  actions.push(...refactorActions(document, params, features));
  return withoutRepetition(actions);
}

/** Gives "fix all" and refactorings their edits, which are not computed for every move of the caret. */
export function resolveCodeAction(
  action: CodeAction,
  documents: Documents,
  features: ClientFeatures,
  tell: (message: string) => void,
): Answer<CodeAction> | Promise<Answer<CodeAction>> {
  if (isConvertData(action.data)) return resolveConversion(action, action.data, documents, features, tell);
  if (isRefactorData(action.data)) return resolveRefactoring(action, action.data, documents, features, tell);
  const { uri, version } = readData(action.data);
  const document = uri === undefined ? undefined : documents.get(uri);
  if (document === undefined || document.version !== version) return contentModified();
  const edit = fixAllEdit(document, features);
  return edit === undefined ? action : { ...action, edit };
}

function touchedFindings(analysis: Analysis, start: number, end: number): readonly Finding[] {
  const found: Finding[] = [];
  for (const finding of analysis.findings) {
    const place = analysis.locate(finding.at);
    if (place.start <= end && place.end >= start) found.push(finding);
    if (found.length === MAX_FINDINGS) break;
  }
  return found;
}

function fixActions(
  document: OpenDocument,
  analysis: Analysis,
  finding: Finding,
  known: readonly Diagnostic[],
  features: ClientFeatures,
): CodeAction[] {
  let hasPreferred = false;
  return analysis.fixesOf(finding).flatMap((fix) => {
    const edit = toWorkspaceEdit(document, fix.edits, fix.newFiles, features);
    if (edit === undefined) return [];
    const action = quickFix(fix.title, edit, diagnosticsFor(document, analysis, finding, known));
    // Editors apply the preferred one unasked, so there is one at most, and it cannot change what is built.
    if (fix.safety === 'safe' && !hasPreferred) {
      hasPreferred = true;
      action.isPreferred = true;
    }
    return [action];
  });
}

const REACHES: readonly { readonly reach: SuppressionReach; readonly where: string }[] = [
  { reach: 'instruction', where: 'here' },
  { reach: 'stage', where: 'in this stage' },
  { reach: 'file', where: 'in this file' },
];

function ignoreActions(
  document: OpenDocument,
  analysis: Analysis,
  finding: Finding,
  known: readonly Diagnostic[],
  features: ClientFeatures,
): CodeAction[] {
  return REACHES.flatMap(({ reach, where }) => {
    const comment = suppressionEdit(analysis.facts, finding, reach);
    const edit = comment === undefined ? undefined : toWorkspaceEdit(document, [comment], [], features);
    if (edit === undefined) return [];
    return [
      quickFix(`Ignore ${finding.rule} ${where}`, edit, diagnosticsFor(document, analysis, finding, known)),
    ];
  });
}

function quickFix(
  title: string,
  edit: NonNullable<CodeAction['edit']>,
  diagnostics: Diagnostic[],
): CodeAction {
  return { title, kind: CodeActionKind.QuickFix, edit, ...(diagnostics.length === 0 ? {} : { diagnostics }) };
}

/** Those of the client's own diagnostics that the finding is. */
function diagnosticsFor(
  document: OpenDocument,
  analysis: Analysis,
  finding: Finding,
  known: readonly Diagnostic[],
): Diagnostic[] {
  const candidates = known.filter(
    ({ source, code }) => source === DIAGNOSTIC_SOURCE && code === finding.rule,
  );
  if (candidates.length === 0) return [];
  const { start } = document.rangeOf(analysis.locate(finding.at));
  return candidates.filter(
    ({ range }) => range.start.line === start.line && range.start.character === start.character,
  );
}

function fixAllActions(
  document: OpenDocument,
  touched: readonly Finding[],
  only: readonly CodeActionKind[] | undefined,
  features: ClientFeatures,
): CodeAction[] {
  const action: CodeAction = { title: 'Fix everything that can be fixed safely', kind: FIX_ALL };
  // Unasked, it is offered beside a fix of its kind, and its edit is made when it is chosen.
  if (only === undefined) {
    const { analysis } = document;
    const isSafe = touched.some((finding) =>
      analysis.fixesOf(finding).some(({ safety }) => safety === 'safe'),
    );
    if (!isSafe) return [];
    if (features.resolvesCodeActionEdits) {
      return [{ ...action, data: { uri: document.uri, version: document.version } }];
    }
  }
  const edit = fixAllEdit(document, features);
  return edit === undefined ? [] : [{ ...action, edit }];
}

function fixAllEdit(document: OpenDocument, features: ClientFeatures): CodeAction['edit'] {
  const { analysis } = document;
  const { surroundings, configuration } = analysis;
  const { text } = fixAll(analysis.text, { surroundings, configuration, previous: analysis });
  const edits = difference(analysis.text, text);
  return edits.length === 0 ? undefined : toWorkspaceEdit(document, edits, [], features);
}

/** One fix may serve several findings, "rename everywhere" for one, and two findings of a rule are ignored by one comment. */
function withoutRepetition(actions: readonly CodeAction[]): CodeAction[] {
  const unique = new Map<string, CodeAction>();
  for (const action of actions) {
    const key = JSON.stringify([action.title, action.edit, action.data]);
    const first = unique.get(key);
    if (first === undefined) unique.set(key, action);
    else if (action.diagnostics !== undefined) {
      first.diagnostics = [...(first.diagnostics ?? []), ...action.diagnostics];
    }
  }
  return [...unique.values()];
}

function readData(data: unknown): { readonly uri: string | undefined; readonly version: number | undefined } {
  const { uri, version }: { uri?: unknown; version?: unknown } =
    typeof data === 'object' && data !== null ? data : {};
  return {
    uri: typeof uri === 'string' ? uri : undefined,
    version: typeof version === 'number' ? version : undefined,
  };
}
