/** Pins images by digest: a code action that names the command, and the command, which asks the engine and then edits. */
import type {
  CodeAction,
  CodeActionParams,
  Connection,
  WorkDoneProgressReporter,
} from 'vscode-languageserver';
import { type ImageToPin, pinEdits, pinPlan } from '../core/index';
import { PIN_IMAGES_COMMAND, type PinImagesArguments } from '../protocol/index';
import type { DigestAnswer } from '../smoke/index';
import type { Cancellation } from './cancellation';
import type { ClientFeatures } from './clientFeatures';
import { isWanted, PIN_KIND } from './codeActionKinds';
import { DIAGNOSTIC_SOURCE } from './diagnosticSource';
import type { Documents, OpenDocument } from './documents';
import type { DigestReader } from './platform';
import { type Answer, unawaited } from './requests';
import type { WorkspaceTrust } from './trust';
import { toWorkspaceEdit } from './workspaceEdits';
import {
  CodeActionKind,
  LSPErrorCodes,
  MessageType,
  ResponseError,
  ShowMessageNotification,
} from './library';

/** At the name of an image: one action for it, and one for all of the file where there are more. A fix where the rule found it. */
export function pinActions(
  document: OpenDocument,
  { range, context }: CodeActionParams,
): readonly CodeAction[] {
  const found = context.diagnostics.filter(
    ({ source, code }) => source === DIAGNOSTIC_SOURCE && code === 'prefer-image-digest',
  );
  const kind = found.length > 0 ? CodeActionKind.QuickFix : PIN_KIND;
  if (!isWanted(kind, context.only)) return [];
  const start = document.offsetAt(range.start);
  const end = document.offsetAt(range.end);
  const { images } = pinPlan(document.analysis.facts);
  const touched = images.find(({ places }) =>
    places.some((place) => place.start <= end && place.end >= start),
  );
  if (touched === undefined) return [];
  const action = (title: string, args: PinImagesArguments): CodeAction => ({
    title,
    kind,
    command: { title, command: PIN_IMAGES_COMMAND, arguments: [...args] },
    ...(found.length === 0 ? {} : { diagnostics: found }),
  });
  return [
    action(`Pin ${touched.reference} by digest…`, [document.uri, touched.reference]),
    ...(images.length > 1
      ? [action(`Pin all ${String(images.length)} images of this file by digest…`, [document.uri])]
      : []),
  ];
}

export interface PinningParts {
  readonly digests: DigestReader;
  readonly trust: WorkspaceTrust;
  readonly features: ClientFeatures;
  readonly documents: Documents;
}

/** How many images were pinned: what the command answers. */
export interface PinOutcome {
  readonly pinned: number;
}

/** Asks the engine for the digests of one image or of all, and has the client edit the file. */
export async function pinImages(
  connection: Connection,
  { digests, trust, features, documents }: PinningParts,
  [uri, only]: readonly unknown[],
  cancellation: Cancellation,
): Promise<Answer<PinOutcome>> {
  const document = typeof uri === 'string' ? documents.get(uri) : undefined;
  await document?.ready;
  if (document === undefined) return refused('Open the Dockerfile whose images are to be pinned.');
  if (trust.state === 'untrusted')
    return refused('Asking for digests runs the container engine’s client, which needs a trusted workspace.');
  const wanted = imagesIn(document, only);
  if (wanted.length === 0) {
    say(
      connection,
      MessageType.Info,
      'There is nothing to pin: each image has a digest, or a name that nobody can look up.',
    );
    return { pinned: 0 };
  }
  const progress = await begin(connection, features, cancellation);
  try {
    const answers = await digests({
      program: document.settings.smoke.engine ?? 'docker',
      references: wanted.map(({ reference }) => reference),
      signal: cancellation,
      onAsk: (reference, index) => progress?.report((index / wanted.length) * 100, reference),
    });
    if (cancellation.aborted) return { pinned: 0 };
    return await apply(connection, documents, features, document, only, answers);
  } finally {
    progress?.done();
  }
}

/** The text may have changed while registries were asked, so that its images are looked for anew. */
async function apply(
  connection: Connection,
  documents: Documents,
  features: ClientFeatures,
  { uri }: OpenDocument,
  only: unknown,
  answers: ReadonlyMap<string, DigestAnswer>,
): Promise<Answer<PinOutcome>> {
  const document = documents.get(uri);
  if (document === undefined) return { pinned: 0 };
  const found = new Map<string, string>();
  for (const [reference, answer] of answers) if (answer.kind === 'found') found.set(reference, answer.digest);
  const images = imagesIn(document, only).filter(({ reference }) => found.has(reference));
  const edits = pinEdits(images, found);
  tell(connection, answers);
  const edit = edits.length === 0 ? undefined : toWorkspaceEdit(document, edits, [], features);
  if (edit === undefined) return { pinned: 0 };
  const { applied } = await connection.workspace.applyEdit({ label: 'Pin images by digest', edit });
  return { pinned: applied ? images.length : 0 };
}

function imagesIn({ analysis }: OpenDocument, only: unknown): readonly ImageToPin[] {
  const { images } = pinPlan(analysis.facts);
  return typeof only === 'string' ? images.filter(({ reference }) => reference === only) : images;
}

function tell(connection: Connection, answers: ReadonlyMap<string, DigestAnswer>): void {
  const failures = [...answers.values()].flatMap((answer) =>
    answer.kind === 'failed' ? [answer.message] : [],
  );
  if (failures.length > 0) say(connection, MessageType.Error, failures.join('\n'));
  for (const [reference, answer] of answers)
    if (answer.kind === 'found' && answer.from === 'engine')
      say(
        connection,
        MessageType.Warning,
        `The registry of ${reference} did not answer (${answer.complaint ?? ''}): its digest is that of the image which the engine has pulled.`,
      );
}

/** The library's own way asks for an answer, which not every client gives. */
function say(connection: Connection, type: MessageType, message: string): void {
  unawaited(
    connection,
    'telling the user',
    connection.sendNotification(ShowMessageNotification.type, { type, message }),
  );
}

/** Undefined for a client that shows no progress. */
async function begin(
  connection: Connection,
  features: ClientFeatures,
  cancellation: Cancellation,
): Promise<WorkDoneProgressReporter | undefined> {
  if (!features.showsProgress) return undefined;
  const progress = await connection.window.createWorkDoneProgress();
  progress.begin('Asking registries for digests', 0, undefined, true);
  progress.token.onCancellationRequested(() => cancellation.cancel());
  return progress;
}

function refused(message: string): ResponseError<void> {
  return new ResponseError<void>(LSPErrorCodes.RequestFailed, message);
}
