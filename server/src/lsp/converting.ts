/** The conversion to multi-stage as a code action, and as the request of a client that asks its user what is open. */
import type { CodeAction, CodeActionParams } from 'vscode-languageserver';
import {
  type Conversion,
  type ConversionRefusal,
  convertToMultiStage,
  difference,
  isConversionOffered,
} from '../core/index';
import {
  CONVERT_COMMAND,
  type ConvertArguments,
  type ConvertParams,
  type ConvertResult,
} from '../protocol/index';
import type { ClientFeatures } from './clientFeatures';
import { isWanted } from './codeActionKinds';
import { DIAGNOSTIC_SOURCE } from './diagnosticSource';
import type { Documents, OpenDocument } from './documents';
import { CodeActionKind, CodeActionTriggerKind } from './library';
import { type Answer, contentModified } from './requests';
import { toWorkspaceEdit } from './workspaceEdits';

export const CONVERT_KIND: string = `${CodeActionKind.RefactorRewrite}.stagewright.convert-to-multi-stage`;

/** The findings that a conversion takes away. */
const CONVERTED: ReadonlySet<unknown> = new Set([
  'prefer-multi-stage',
  'no-build-tools-in-final-stage',
  'no-sdk-base-in-final-stage',
]);

/** Anywhere in a stage that ships what it compiles. A fix where one of the rules has found it. */
export function convertActions(
  document: OpenDocument,
  { range, context }: CodeActionParams,
  features: ClientFeatures,
): readonly CodeAction[] {
  const found = context.diagnostics.filter(
    ({ source, code }) => source === DIAGNOSTIC_SOURCE && CONVERTED.has(code),
  );
  const kind = found.length > 0 ? CodeActionKind.QuickFix : CONVERT_KIND;
  const isNamed = context.only?.some((wanted) => wanted.startsWith(kind)) === true;
  if (!isWanted(kind, context.only) && !isNamed) return [];
  const { analysis } = document;
  const offset = document.offsetAt(range.start);
  const stage = analysis.facts.stages.findLast(({ from }) => analysis.dockerfile.startOf(from) <= offset);
  if (stage === undefined || !isConversionOffered(analysis, stage.index)) return [];
  const action: CodeAction = {
    title: 'Convert to multi-stage…',
    kind,
    ...(found.length === 0 ? {} : { diagnostics: found }),
  };
  if (features.options.converts === true) {
    const args: ConvertArguments = [document.uri, stage.index];
    return [{ ...action, command: { title: action.title, command: CONVERT_COMMAND, arguments: [...args] } }];
  }
  const isEager = context.only !== undefined || context.triggerKind === CodeActionTriggerKind.Invoked;
  if (features.resolvesCodeActionEdits && !isEager) {
    const data: ConvertData = { converted: stage.index, uri: document.uri, version: document.version };
    return [{ ...action, data }];
  }
  return workedOut(document, stage.index, action, features);
}

/** What cannot be done is shown with its reason by clients that can show it, and not at all by others. */
function workedOut(
  document: OpenDocument,
  stage: number,
  action: CodeAction,
  features: ClientFeatures,
): readonly CodeAction[] {
  const result = convertToMultiStage(document.analysis, { stage: String(stage) });
  if (result.kind === 'refused')
    return features.disabledCodeActions ? [{ ...action, disabled: { reason: reasonOf(result) } }] : [];
  const edit = editOf(document, result, features);
  return edit === undefined ? [] : [{ ...action, title: titleOf(result), edit }];
}

function titleOf({ ecosystem }: Conversion): string {
  return `Convert to multi-stage (${ecosystem})`;
}

function reasonOf({ message, wayOut }: ConversionRefusal): string {
  return wayOut === undefined ? message : `${message} ${wayOut}`;
}

function editOf(
  document: OpenDocument,
  { text }: Conversion,
  features: ClientFeatures,
): CodeAction['edit'] | undefined {
  return toWorkspaceEdit(document, difference(document.analysis.text, text), [], features);
}

interface ConvertData {
  /** Index of the stage. */
  readonly converted: number;
  readonly uri: string;
  readonly version: number;
}

export function isConvertData(data: unknown): data is ConvertData {
  return typeof data === 'object' && data !== null && 'converted' in data;
}

/** Why a stage cannot be converted is told to the user, who has just asked for it. */
export async function resolveConversion(
  action: CodeAction,
  { converted, uri, version }: ConvertData,
  documents: Documents,
  features: ClientFeatures,
  tell: (message: string) => void,
): Promise<Answer<CodeAction>> {
  const document = documents.get(uri);
  if (document?.version !== version) return contentModified();
  const result = await documents.fullyAnswered(document, () =>
    convertToMultiStage(document.analysis, { stage: String(converted) }),
  );
  if (document.version !== version) return contentModified();
  if (result.kind === 'refused') {
    tell(`This stage was not converted: ${reasonOf(result)}`);
    return action;
  }
  const edit = editOf(document, result, features);
  return edit === undefined ? action : { ...action, edit };
}

/** Null for a document that is not open. */
export async function answerConversion(
  { uri, stage, answers }: ConvertParams,
  documents: Documents,
): Promise<ConvertResult | null> {
  const document = documents.get(uri);
  await document?.ready;
  if (document === undefined) return null;
  return documents.fullyAnswered(document, () => converted(document, stage, answers));
}

function converted(document: OpenDocument, stage: number, answers: ConvertParams['answers']): ConvertResult {
  const { analysis, version } = document;
  const result = convertToMultiStage(analysis, { stage: String(stage), answers });
  if (result.kind === 'refused') {
    const { message, wayOut, at } = result;
    const range = at === undefined ? undefined : analysis.lines.rangeOf(analysis.locate(at));
    return { kind: 'refused', message, wayOut, range };
  }
  const { ecosystem, explanation, choices, text } = result;
  return {
    kind: 'converted',
    ecosystem,
    explanation,
    choices,
    edits: difference(analysis.text, text).map(({ span, newText }) => ({
      range: analysis.lines.rangeOf(span),
      newText,
    })),
    version,
  };
}
