/**
 * What the server needs of the protocol's library while it runs. Every file that imports it directly gets a view of its own on
 * its four hundred names when the bundle starts, and a dozen of those take longer than reading the user's file.
 */
export {
  CodeActionKind,
  CodeActionTriggerKind,
  CompletionItemKind,
  CreateFile,
  DiagnosticSeverity,
  DiagnosticTag,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  DocumentHighlight,
  DocumentHighlightKind,
  FoldingRange,
  FoldingRangeKind,
  InlayHintRefreshRequest,
  InsertTextFormat,
  Location,
  LocationLink,
  LSPErrorCodes,
  MarkupKind,
  MessageType,
  ResponseError,
  SelectionRange,
  ShowMessageNotification,
  SymbolInformation,
  SymbolKind,
  TextDocumentEdit,
  TextDocumentSyncKind,
  WatchKind,
  WorkDoneProgress,
} from 'vscode-languageserver';
