/** The core's refactorings as code actions: offered by their shape alone, worked out when somebody chooses or asks for them. */
import type { CodeAction, CodeActionKind, CodeActionParams } from 'vscode-languageserver';
import { offeredRefactorings, type OfferedRefactoring, refactor, type Span } from '../core/index';
import { RENAME_COMMAND, type RenameArguments } from '../protocol/index';
import { CodeActionTriggerKind } from './library';
import type { ClientFeatures } from './clientFeatures';
import { isWanted, refactoringKind, REFACTORING_KINDS } from './codeActionKinds';
import type { Documents, OpenDocument } from './documents';
import { type Answer, contentModified } from './requests';
import { toWorkspaceEdit } from './workspaceEdits';

export function refactorActions(
  document: OpenDocument,
  { range, context }: CodeActionParams,
  features: ClientFeatures,
): CodeAction[] {
  if (!REFACTORING_KINDS.some((kind) => isAskedFor(kind, context.only))) return [];
  const selection = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
  const isEager = context.only !== undefined || context.triggerKind === CodeActionTriggerKind.Invoked;
  return offeredRefactorings(document.analysis, selection)
    .filter((offered) => isWanted(kindOf(offered), context.only))
    .flatMap((offered) =>
      isEager || !features.resolvesCodeActionEdits
        ? workedOut(document, offered, selection, features)
        : [{ title: offered.title, kind: kindOf(offered), data: dataOf(document, offered, selection) }],
    );
}

/** In either direction: a client may name one refactoring, or all of them. */
function isAskedFor(kind: CodeActionKind, only: readonly CodeActionKind[] | undefined): boolean {
  return isWanted(kind, only) || only?.some((wanted) => wanted.startsWith(`${kind}.`)) === true;
}

function kindOf({ kind, id }: OfferedRefactoring): CodeActionKind {
  return `${refactoringKind(kind)}.${id}`;
}

/** What cannot be done is shown with its reason by clients that can show it, and not at all by others. */
function workedOut(
  document: OpenDocument,
  offered: OfferedRefactoring,
  selection: Span,
  features: ClientFeatures,
): CodeAction[] {
  const action = { title: offered.title, kind: kindOf(offered) };
  const made = changesOf(document, offered.id, selection, features);
  if (typeof made !== 'string') return made === undefined ? [] : [{ ...action, ...made }];
  return features.disabledCodeActions ? [{ ...action, disabled: { reason: made } }] : [];
}

/** The reason as text where there is none. */
function changesOf(
  document: OpenDocument,
  id: string,
  selection: Span,
  features: ClientFeatures,
): Pick<CodeAction, 'edit' | 'command'> | string | undefined {
  const result = refactor(document.analysis, id, selection);
  if (result === undefined) return undefined;
  if (result.kind === 'refused') return result.message;
  const edit = toWorkspaceEdit(document, result.edits, [], features);
  if (edit === undefined) return undefined;
  const { newName, analysis } = result;
  if (newName === undefined || features.options.renames !== true) return { edit };
  const where: RenameArguments = [document.uri, analysis.lines.positionAt(newName.start)];
  return { edit, command: { title: 'Rename', command: RENAME_COMMAND, arguments: [...where] } };
}

interface RefactorData {
  readonly refactoring: string;
  readonly uri: string;
  readonly version: number;
  readonly selection: Span;
}

function dataOf({ uri, version }: OpenDocument, { id }: OfferedRefactoring, selection: Span): RefactorData {
  return { refactoring: id, uri, version, selection };
}

export function isRefactorData(data: unknown): data is RefactorData {
  return typeof data === 'object' && data !== null && 'refactoring' in data;
}

/** Why a refactoring cannot be done is told to the user, who has just asked for it. */
export function resolveRefactoring(
  action: CodeAction,
  { refactoring, uri, version, selection }: RefactorData,
  documents: Documents,
  features: ClientFeatures,
  tell: (message: string) => void,
): Answer<CodeAction> {
  const document = documents.get(uri);
  if (document?.version !== version) return contentModified();
  const made = changesOf(document, refactoring, selection, features);
  if (typeof made !== 'string') return { ...action, ...made };
  tell(`${action.title}: ${made}`);
  return action;
}
