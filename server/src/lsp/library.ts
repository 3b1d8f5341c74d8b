/**
 * What the server needs of the protocol's library while it runs. Every file that imports it as an ES module gets a view of its
 * own on its four hundred names when the bundle starts, which takes longer than reading the user's file. So this one takes
 * it as what it is, and is the only one to take values from it.
 */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- see above
import library = require('vscode-languageserver');

export import CancellationTokenSource = library.CancellationTokenSource;
export import CodeActionKind = library.CodeActionKind;
export import CodeActionRequest = library.CodeActionRequest;
export import CodeActionTriggerKind = library.CodeActionTriggerKind;
export import CompletionItemKind = library.CompletionItemKind;
export import CreateFile = library.CreateFile;
export import DiagnosticSeverity = library.DiagnosticSeverity;
export import DiagnosticTag = library.DiagnosticTag;
export import DidChangeConfigurationNotification = library.DidChangeConfigurationNotification;
export import DidChangeTextDocumentNotification = library.DidChangeTextDocumentNotification;
export import DidChangeWatchedFilesNotification = library.DidChangeWatchedFilesNotification;
export import DidCloseTextDocumentNotification = library.DidCloseTextDocumentNotification;
export import DidOpenTextDocumentNotification = library.DidOpenTextDocumentNotification;
export import DocumentHighlight = library.DocumentHighlight;
export import DocumentHighlightKind = library.DocumentHighlightKind;
export import FoldingRange = library.FoldingRange;
export import FoldingRangeKind = library.FoldingRangeKind;
export import HoverRequest = library.HoverRequest;
export import InlayHintRefreshRequest = library.InlayHintRefreshRequest;
export import InsertTextFormat = library.InsertTextFormat;
export import Location = library.Location;
export import LocationLink = library.LocationLink;
export import LSPErrorCodes = library.LSPErrorCodes;
export import MarkupKind = library.MarkupKind;
export import MessageType = library.MessageType;
export import ResponseError = library.ResponseError;
export import SelectionRange = library.SelectionRange;
export import ShowMessageNotification = library.ShowMessageNotification;
export import SymbolInformation = library.SymbolInformation;
export import SymbolKind = library.SymbolKind;
export import TextDocumentEdit = library.TextDocumentEdit;
export import TextDocumentSyncKind = library.TextDocumentSyncKind;
export import WatchKind = library.WatchKind;
export import WorkDoneProgress = library.WorkDoneProgress;
