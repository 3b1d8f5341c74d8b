/** The language server: which request is answered by which feature, and nothing of what they answer. */
import type {
  CodeAction,
  CodeActionParams,
  Connection,
  HoverParams,
  InitializeResult,
  InlayHintParams,
  TextDocumentIdentifier,
} from 'vscode-languageserver';
import { analyze } from '../core/index';
import {
  CONVERT_REQUEST,
  type ConvertParams,
  EXPLAIN_LOG_REQUEST,
  type ExplainLogParams,
  GRAPH_REQUEST,
  type GraphParams,
} from '../protocol/index';
import { capabilitiesFor } from './capabilities';
import { type ClientFeatures, readClientFeatures } from './clientFeatures';
import { codeLenses } from './codeLens';
import { createSettingsSource, watchSettings } from './configuration';
import { ComposeDocuments } from './composeDocuments';
import { ConfigurationFiles } from './configurationFiles';
import { provideDiagnostics } from './diagnostics';
import { Documents, type OpenDocument } from './documents';
import { chooseFiles } from './files';
import { registerGuests } from './guests';
import { MessageType, ShowMessageNotification } from './library';
import type { Asked, LoadAsked } from './loadAsked';
import { createMeasurements } from './measurements';
import { answerPinning } from './pinCommand';
import type { Platform } from './platform';
import { type Answer, answering, answeringOr, contentModified, unawaited } from './requests';
import { provideShellcheck } from './shellcheck';
import { answerSmokeRequests, type SmokeRequests } from './smoke';
import { watchTrust } from './trust';
import { followFiles, openFolders, watchFiles } from './watching';

/** Serves one client; the caller makes the connection listen. `load` gives the part that answers what somebody asks for. */
export function createServer(connection: Connection, platform: Platform, load: LoadAsked): void {
  connection.onInitialize((params): InitializeResult => {
    const features = readClientFeatures(params);
    serve(connection, platform, features, load);
    return { serverInfo: { name: 'Stagewright' }, capabilities: capabilitiesFor(features, platform) };
  });
}

function serve(connection: Connection, platform: Platform, features: ClientFeatures, load: LoadAsked): void {
  const files = chooseFiles(platform.files, connection, features);
  const folders = openFolders(connection, features, () => documents.reload(() => true));
  const configurations = new ConfigurationFiles(connection, files, folders.uris);
  const settings = createSettingsSource(connection, features, configurations, () =>
    documents.reload(() => true),
  );
  const compose = new ComposeDocuments(connection, platform, load, features, settings);
  const documents = new Documents(connection, platform, settings, files, folders.uris, [
    configurations,
    compose,
  ]);
  provideDiagnostics(connection, platform, features, documents);
  const trust = watchTrust(connection, features);
  provideShellcheck(connection, platform, documents, trust);
  followFiles(connection, platform, documents, configurations);

  /** A request about a document: null when it is not open. The first ones wait for what lies around it, as diagnostics do. */
  function about<P extends { readonly textDocument: TextDocumentIdentifier }, R>(
    feature: string,
    answer: (document: OpenDocument, params: P) => Answer<R> | Promise<Answer<R>>,
  ): ReturnType<typeof answering<P, R | null>> {
    return aboutAfter(feature, () => undefined, answer);
  }

  /** The same for what the second part of the server answers. */
  function asking<P extends { readonly textDocument: TextDocumentIdentifier }, R>(
    feature: string,
    answer: (asked: Asked, document: OpenDocument, params: P) => Answer<R> | Promise<Answer<R>>,
  ): ReturnType<typeof answering<P, R | null>> {
    return aboutAfter(feature, load, (document, params: P, asked) => answer(asked, document, params));
  }

  function aboutAfter<P extends { readonly textDocument: TextDocumentIdentifier }, R, T>(
    feature: string,
    prepare: () => T | Promise<T>,
    answer: (document: OpenDocument, params: P, prepared: T) => Answer<R> | Promise<Answer<R>>,
  ): ReturnType<typeof answering<P, R | null>> {
    return answering(connection, feature, async (params: P) => {
      const document = documents.get(params.textDocument.uri);
      if (document === undefined) return null;
      const asked = document.version;
      if (!document.isReady) await document.ready;
      const prepared = await prepare();
      return document.version === asked ? answer(document, params, prepared) : contentModified();
    });
  }

  /** For what the user has asked for and cannot get. */
  function tell(message: string): void {
    const telling = connection.sendNotification(ShowMessageNotification.type, {
      type: MessageType.Info,
      message,
    });
    unawaited(connection, 'telling the user', telling);
  }

  const measurements = platform.smoke === undefined ? undefined : createMeasurements(connection, features);
  const hovers = asking('hover', ({ hoverAt }, document, params: HoverParams) =>
    hoverAt(document, params, features, measurements),
  );
  connection.onHover(
    answering(connection, 'hover', (params, token) =>
      compose.takes(params.textDocument.uri) ? compose.hover(params) : hovers(params, token),
    ),
  );
  connection.onCompletion(
    asking('completion', ({ completionsAt }, document, params) => completionsAt(document, params, features)),
  );
  connection.onDefinition(
    asking('definitions', ({ definitions }, document, params) => definitions(document, params, features)),
  );
  connection.onReferences(
    asking('references', ({ references }, document, params) => references(document, params)),
  );
  connection.onDocumentHighlight(
    asking('highlights', ({ highlights }, document, params) => highlights(document, params)),
  );
  connection.onFoldingRanges(asking('folding', ({ foldingRanges }, document) => foldingRanges(document)));
  connection.onSelectionRanges(
    asking('selections', ({ selectionRanges }, document, params) => selectionRanges(document, params)),
  );
  connection.onDocumentLinks(asking('links', ({ documentLinks }, document) => documentLinks(document)));
  connection.onPrepareRename(
    asking('renaming', ({ prepareRename }, document, params) => prepareRename(document, params)),
  );
  const workspace = { files, platform, roots: folders.uris };
  connection.onRenameRequest(
    asking('renaming', ({ rename }, document, params) => rename(document, params, features, workspace)),
  );
  connection.onDocumentSymbol(
    asking('document symbols', ({ documentSymbols }, document) => documentSymbols(document, features)),
  );
  const actions = asking(
    'code actions',
    ({ codeActions, convertActions, pinActions }, document, params: CodeActionParams): CodeAction[] => [
      ...codeActions(document, params, features),
      ...convertActions(document, params, features),
      ...(platform.digests === undefined ? [] : pinActions(document, params)),
    ],
  );
  connection.onCodeAction(
    answering(connection, 'code actions', (params, token) =>
      compose.takes(params.textDocument.uri) ? compose.quickFixes(params) : actions(params, token),
    ),
  );
  connection.onCodeActionResolve(
    answeringOr(
      connection,
      'resolving a code action',
      (action: CodeAction) => action,
      async (action) => (await load()).resolveCodeAction(action, documents, features, tell),
    ),
  );
  connection.onRequest(
    CONVERT_REQUEST,
    answering(connection, 'the conversion', async (params: ConvertParams) =>
      (await load()).answerConversion(params, documents),
    ),
  );
  connection.onRequest(
    EXPLAIN_LOG_REQUEST,
    answering(connection, 'explaining a failed build', async (params: ExplainLogParams) =>
      (await load()).answerExplanation(params, documents),
    ),
  );
  connection.onCodeLens(about('code lenses', (document) => codeLenses(document)));
  connection.onRequest(
    GRAPH_REQUEST,
    answering(connection, 'the build graph', async ({ uri, text, withPaths }: GraphParams) => {
      const document = documents.get(uri);
      await document?.ready;
      const { buildGraph, flowGraph } = await load();
      if (document === undefined) return text === undefined ? null : buildGraph(analyze(text));
      return withPaths === true ? flowGraph(document.analysis) : buildGraph(document.analysis);
    }),
  );

  let smoke: SmokeRequests | undefined;
  if (platform.smoke !== undefined && measurements !== undefined) {
    const parts = { connection, platform, documents, files, features, measurements };
    smoke = answerSmokeRequests(parts, platform.smoke);
    connection.languages.inlayHint.on(
      about('inlay hints', (document, params: InlayHintParams) => measurements.hints(document, params)),
    );
  }

  const { digests } = platform;
  const pinning =
    digests === undefined
      ? undefined
      : answerPinning(connection, load, { digests, trust, features, documents });

  connection.onInitialized(() => {
    watchSettings(connection, features);
    watchFiles(connection, features);
    registerGuests(connection, features, [configurations, compose]);
    compose.register();
    folders.watch();
  });
  // Nothing of a smoke build stays behind when the editor closes, and nobody waits for a registry.
  connection.onShutdown(() => {
    pinning?.stop();
    return smoke?.stop();
  });
}
