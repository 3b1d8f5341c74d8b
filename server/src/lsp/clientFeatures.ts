/** Reads once, from `initialize`, what the client can do, so that features ask plain questions. */
import type { InitializeParams } from 'vscode-languageserver';
import type { InitializationOptions } from '../protocol/index';

export interface ClientFeatures {
  readonly pullsDiagnostics: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly relatedInformation: boolean;
  readonly codeDescription: boolean;
  readonly diagnosticTags: boolean;
  readonly diagnosticVersions: boolean;
  readonly versionedEdits: boolean;
  readonly createsFiles: boolean;
  readonly codeActionLiterals: boolean;
  readonly resolvesCodeActionEdits: boolean;
  readonly definitionLinks: boolean;
  readonly preparesRenames: boolean;
  /** Shows an action that cannot be done, with the reason. */
  readonly disabledCodeActions: boolean;
  readonly nestedSymbols: boolean;
  readonly markdownHovers: boolean;
  readonly completionSnippets: boolean;
  readonly configuration: boolean;
  readonly registersConfigurationChanges: boolean;
  readonly registersFileWatchers: boolean;
  readonly registersDocuments: boolean;
  readonly registersHovers: boolean;
  readonly registersCodeActions: boolean;
  readonly refreshesCodeLenses: boolean;
  readonly refreshesInlayHints: boolean;
  readonly tellsOfFolders: boolean;
  readonly showsProgress: boolean;
  /** URIs of the folders that are open at the start. */
  readonly folders: readonly string[];
  readonly options: InitializationOptions;
}

export function readClientFeatures(params: InitializeParams): ClientFeatures {
  const { textDocument, workspace } = params.capabilities;
  // A client that pulls may describe its diagnostics in either place.
  const pulled = textDocument?.diagnostic;
  const pushed = textDocument?.publishDiagnostics;
  const resourceOperations = workspace?.workspaceEdit?.resourceOperations ?? [];
  const versionedEdits = workspace?.workspaceEdit?.documentChanges === true;
  return {
    pullsDiagnostics: Boolean(pulled),
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    relatedInformation: (pulled?.relatedInformation ?? pushed?.relatedInformation) === true,
    codeDescription: (pulled?.codeDescriptionSupport ?? pushed?.codeDescriptionSupport) === true,
    diagnosticTags: (pulled?.tagSupport ?? pushed?.tagSupport) !== undefined,
    diagnosticVersions: pushed?.versionSupport === true,
    versionedEdits,
    createsFiles: versionedEdits && resourceOperations.includes('create'),
    codeActionLiterals: textDocument?.codeAction?.codeActionLiteralSupport !== undefined,
    resolvesCodeActionEdits:
      textDocument?.codeAction?.dataSupport === true &&
      textDocument.codeAction.resolveSupport?.properties.includes('edit') === true,
    definitionLinks: textDocument?.definition?.linkSupport === true,
    preparesRenames: textDocument?.rename?.prepareSupport === true,
    disabledCodeActions: textDocument?.codeAction?.disabledSupport === true,
    nestedSymbols: textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true,
    markdownHovers: textDocument?.hover?.contentFormat?.includes('markdown') ?? true,
    completionSnippets: textDocument?.completion?.completionItem?.snippetSupport === true,
    configuration: workspace?.configuration === true,
    registersConfigurationChanges: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    registersFileWatchers: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    registersDocuments: textDocument?.synchronization?.dynamicRegistration === true,
    registersHovers: textDocument?.hover?.dynamicRegistration === true,
    registersCodeActions: textDocument?.codeAction?.dynamicRegistration === true,
    refreshesCodeLenses: workspace?.codeLens?.refreshSupport === true,
    refreshesInlayHints: workspace?.inlayHint?.refreshSupport === true,
    tellsOfFolders: workspace?.workspaceFolders === true,
    showsProgress: params.capabilities.window?.workDoneProgress === true,
    folders: (params.workspaceFolders ?? []).map(({ uri }) => uri),
    options: readOptions(params.initializationOptions),
  };
}

function readOptions(options: unknown): InitializationOptions {
  return typeof options === 'object' && options !== null ? options : {};
}
