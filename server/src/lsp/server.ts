/** The language server: which request is answered by which feature, and nothing of what they answer. */
import type {
  CodeAction,
  CodeActionParams,
  Connection,
  HoverParams,
  InitializeResult,
  InlayHintParams,
  ServerCapabilities,
  TextDocumentIdentifier,
} from 'vscode-languageserver';
import { analyze, buildGraph, flowGraph } from '../core/index';
import { GRAPH_REQUEST, type GraphParams, PIN_IMAGES_COMMAND } from '../protocol/index';
import { MessageType, ShowMessageNotification } from './library';
import { type ClientFeatures, readClientFeatures } from './clientFeatures';
import { CODE_ACTION_KINDS, codeActions, resolveCodeAction } from './codeActions';
import { codeLenses } from './codeLens';
import { COMPLETION_TRIGGERS, completionsAt } from './completion';
import { createSettingsSource, watchSettings } from './configuration';
import { ComposeDocuments } from './composeDocuments';
import { ConfigurationFiles } from './configurationFiles';
import { provideDiagnostics } from './diagnostics';
import { answerConversions, convertActions } from './converting';
import { answerExplanations } from './explaining';
import { documentSymbols } from './documentSymbols';
import { Documents, type OpenDocument, TEXT_DOCUMENT_SYNC } from './documents';
import { chooseFiles } from './files';
import { registerGuests } from './guests';
import { hoverAt } from './hover';
import { createMeasurements } from './measurements';
import {
  definitions,
  documentLinks,
  foldingRanges,
  highlights,
  NAVIGATION,
  references,
  selectionRanges,
} from './navigation';
import { answerPinning, PIN_KIND, pinActions } from './pinning';
import type { Platform } from './platform';
import { prepareRename, rename } from './rename';
import { type Answer, answering, answeringOr, contentModified, unawaited } from './requests';
import { provideShellcheck } from './shellcheck';
import { answerSmokeRequests, type SmokeRequests } from './smoke';
import { DIAGNOSTIC_SOURCE } from './diagnosticSource';
import { watchTrust } from './trust';
import { followFiles, openFolders, watchFiles } from './watching';

/** Serves one client; the caller makes the connection listen. */
export function createServer(connection: Connection, platform: Platform): void {
  connection.onInitialize((params): InitializeResult => {
    const features = readClientFeatures(params);
    serve(connection, platform, features);
    return { serverInfo: { name: 'Stagewright' }, capabilities: capabilitiesFor(features, platform) };
  });
}

function capabilitiesFor(features: ClientFeatures, platform: Platform): ServerCapabilities {
  return {
    positionEncoding: 'utf-16',
    textDocumentSync: TEXT_DOCUMENT_SYNC,
    hoverProvider: true,
    completionProvider: { triggerCharacters: [...COMPLETION_TRIGGERS], resolveProvider: false },
    documentSymbolProvider: true,
    ...NAVIGATION,
    renameProvider: features.preparesRenames ? { prepareProvider: true } : true,
    ...(features.codeActionLiterals
      ? {
          codeActionProvider: {
            codeActionKinds: [...CODE_ACTION_KINDS, ...(platform.digests === undefined ? [] : [PIN_KIND])],
            resolveProvider: features.resolvesCodeActionEdits,
          },
        }
      : {}),
    ...(platform.digests === undefined ? {} : { executeCommandProvider: { commands: [PIN_IMAGES_COMMAND] } }),
    ...(offersSmokeBuilds(features, platform)
      ? { codeLensProvider: { resolveProvider: false }, inlayHintProvider: true }
      : {}),
    ...(features.pullsDiagnostics
      ? {
          diagnosticProvider: {
            identifier: DIAGNOSTIC_SOURCE,
            interFileDependencies: false,
            workspaceDiagnostics: false,
          },
        }
      : {}),
  };
}

function offersSmokeBuilds(features: ClientFeatures, platform: Platform): boolean {
  return features.options.runsSmokeBuilds === true && platform.smoke !== undefined;
}

function serve(connection: Connection, platform: Platform, features: ClientFeatures): void {
  const files = chooseFiles(platform.files, connection, features);
  const folders = openFolders(connection, features, () => documents.reload(() => true));
  const configurations = new ConfigurationFiles(connection, files, folders.uris);
  const settings = createSettingsSource(connection, features, configurations, () =>
    documents.reload(() => true),
  );
  const compose = new ComposeDocuments(connection, platform, features, settings);
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
    return answering(connection, feature, async (params: P) => {
      const document = documents.get(params.textDocument.uri);
      if (document === undefined) return null;
      const asked = document.version;
      if (!document.isReady) await document.ready;
      return document.version === asked ? answer(document, params) : contentModified();
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
  const hovers = about('hover', (document, params: HoverParams) =>
    hoverAt(document, params, features, measurements),
  );
  connection.onHover(
    answering(connection, 'hover', (params, token) =>
      compose.takes(params.textDocument.uri) ? compose.hover(params) : hovers(params, token),
    ),
  );
  connection.onCompletion(
    about('completion', (document, params) => completionsAt(document, params, features)),
  );
  connection.onDefinition(
    about('definitions', (document, params) => definitions(document, params, features)),
  );
  connection.onReferences(about('references', references));
  connection.onDocumentHighlight(about('highlights', highlights));
  connection.onFoldingRanges(about('folding', foldingRanges));
  connection.onSelectionRanges(about('selections', selectionRanges));
  connection.onDocumentLinks(about('links', documentLinks));
  connection.onPrepareRename(about('renaming', prepareRename));
  const workspace = { files, platform, roots: folders.uris };
  connection.onRenameRequest(
    about('renaming', (document, params) => rename(document, params, features, workspace)),
  );
  connection.onDocumentSymbol(about('document symbols', (document) => documentSymbols(document, features)));
  const actions = about('code actions', (document, params: CodeActionParams): CodeAction[] => [
    ...codeActions(document, params, features),
    ...convertActions(document, params, features),
    ...(platform.digests === undefined ? [] : pinActions(document, params)),
  ]);
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
      (action) => resolveCodeAction(action, documents, features, tell),
    ),
  );
  answerConversions(connection, documents);
  answerExplanations(connection, documents);
  connection.onCodeLens(about('code lenses', (document) => codeLenses(document)));
  connection.onRequest(
    GRAPH_REQUEST,
    answering(connection, 'the build graph', async ({ uri, text, withPaths }: GraphParams) => {
      const document = documents.get(uri);
      await document?.ready;
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
    digests === undefined ? undefined : answerPinning(connection, { digests, trust, features, documents });

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
