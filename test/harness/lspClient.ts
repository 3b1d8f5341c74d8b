/** A real LSP client for tests: against the server in this process over two streams, or against one that was spawned. */
import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import {
  type ClientCapabilities,
  type CodeAction,
  type CodeActionContext,
  CodeActionRequest,
  type CodeLens,
  CodeLensRequest,
  type CompletionList,
  CompletionRequest,
  ConfigurationRequest,
  createProtocolConnection,
  type Diagnostic,
  DiagnosticRefreshRequest,
  DidChangeConfigurationNotification,
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DidSaveTextDocumentNotification,
  type DocumentDiagnosticReport,
  DocumentDiagnosticRequest,
  type DocumentSymbol,
  DocumentSymbolRequest,
  type FileChangeType,
  type Hover,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  type InitializeResult,
  LogMessageNotification,
  type MessageReader,
  type MessageWriter,
  type Position,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  type Range,
  RegistrationRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type SymbolInformation,
  type TextDocumentContentChangeEvent,
  type WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createConnection } from 'vscode-languageserver/node';
import * as asked from '../../server/src/lsp/asked';
import { createServer } from '../../server/src/lsp/server';
import type { Platform } from '../../server/src/lsp/platform';
import { nodeFiles } from '../../server/src/node/files';
import type { InitializationOptions, Settings } from '../../server/src/protocol';

export interface TestClientOptions {
  readonly capabilities?: ClientCapabilities;
  readonly initializationOptions?: InitializationOptions;
  /** What the client answers to `workspace/configuration`. */
  readonly settings?: Settings;
  readonly workspaceFolders?: readonly string[];
}

/** Everything that VS Code's own client can do, as far as the server asks for it. */
export const FULL_CAPABILITIES: ClientCapabilities = {
  workspace: {
    configuration: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    diagnostics: { refreshSupport: true },
    workspaceEdit: { documentChanges: true, resourceOperations: ['create', 'rename', 'delete'] },
  },
  textDocument: {
    diagnostic: {},
    publishDiagnostics: {
      relatedInformation: true,
      tagSupport: { valueSet: [1, 2] },
      codeDescriptionSupport: true,
      versionSupport: true,
    },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: [] } },
      dataSupport: true,
      resolveSupport: { properties: ['edit'] },
    },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    hover: { contentFormat: ['markdown', 'plaintext'] },
  },
};

/** The same without pulling. */
export const PUSH_CAPABILITIES: ClientCapabilities = {
  ...FULL_CAPABILITIES,
  textDocument: withoutPull(FULL_CAPABILITIES.textDocument ?? {}),
};

function withoutPull({
  diagnostic: _diagnostic,
  ...others
}: NonNullable<ClientCapabilities['textDocument']>): NonNullable<ClientCapabilities['textDocument']> {
  return others;
}

/** The parts of the platform that are not the machine's own. */
export const TEST_PLATFORM: Platform = {
  files: nodeFiles,
  smoke: undefined,
  smokeTwice: undefined,
  runsOnTexts: undefined,
  digests: undefined,
  defer: (callback) => void setImmediate(callback),
  after: (milliseconds, callback) => void setTimeout(callback, milliseconds),
};

export class TestClient {
  readonly published: PublishDiagnosticsParams[] = [];
  readonly logged: string[] = [];
  /** Methods that the server has registered for. */
  readonly registered: { readonly method: string; readonly options: unknown }[] = [];
  refreshes = 0;
  settings: Settings;
  /** What the client answers to requests of our own. */
  readonly files = new Map<string, string>();
  initialized: InitializeResult = { capabilities: {} };
  private readonly documents = new Map<string, TextDocument>();
  private readonly watchers = new Set<() => void>();

  private constructor(
    readonly connection: ProtocolConnection,
    options: TestClientOptions,
    private readonly end: () => void,
  ) {
    this.settings = options.settings ?? {};
    connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
      this.published.push(params);
      this.notice();
    });
    connection.onNotification(LogMessageNotification.type, ({ message }) => {
      this.logged.push(message);
      this.notice();
    });
    connection.onRequest(ConfigurationRequest.type, ({ items }) => items.map(() => this.settings));
    connection.onRequest(RegistrationRequest.type, ({ registrations }) => {
      for (const { method, registerOptions } of registrations)
        this.registered.push({ method, options: registerOptions });
      this.notice();
    });
    connection.onRequest(DiagnosticRefreshRequest.type, () => {
      this.refreshes += 1;
      this.notice();
    });
    connection.listen();
  }

  /** A client and the server in this process. */
  static async start(options: TestClientOptions = {}, platform: Partial<Platform> = {}): Promise<TestClient> {
    const toServer = new PassThrough();
    const toClient = new PassThrough();
    const server = createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient));
    createServer(server, { ...TEST_PLATFORM, ...platform }, () => Promise.resolve(asked));
    server.listen();
    const connection = createProtocolConnection(
      new StreamMessageReader(toClient),
      new StreamMessageWriter(toServer),
    );
    return TestClient.connect(connection, options, () => server.dispose());
  }

  /** A client of a server that somebody else has started. */
  static async attach(
    reader: MessageReader,
    writer: MessageWriter,
    options: TestClientOptions = {},
  ): Promise<TestClient> {
    return TestClient.connect(createProtocolConnection(reader, writer), options, () => undefined);
  }

  private static async connect(
    connection: ProtocolConnection,
    options: TestClientOptions,
    end: () => void,
  ): Promise<TestClient> {
    const client = new TestClient(connection, options, end);
    client.initialized = await connection.sendRequest(InitializeRequest.type, {
      processId: null,
      rootUri: null,
      capabilities: options.capabilities ?? FULL_CAPABILITIES,
      workspaceFolders: (options.workspaceFolders ?? []).map((uri) => ({ uri, name: uri })),
      // A client that cannot be asked for its settings says them at the start.
      initializationOptions: {
        ...((options.capabilities ?? FULL_CAPABILITIES).workspace?.configuration !== true
          ? { settings: client.settings }
          : {}),
        ...options.initializationOptions,
      },
    });
    await connection.sendNotification(InitializedNotification.type, {});
    return client;
  }

  async stop(): Promise<void> {
    await this.connection.sendRequest(ShutdownRequest.type);
    this.connection.dispose();
    this.end();
  }

  async open(uri: string, text: string): Promise<void> {
    this.documents.set(uri, TextDocument.create(uri, 'dockerfile', 1, text));
    await this.connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId: 'dockerfile', version: 1, text },
    });
  }

  /** Replaces the first occurrence of `before`; the whole text when it is left out. Gives the new version. */
  async edit(uri: string, after: string, before?: string): Promise<number> {
    const document = this.document(uri);
    const at = before === undefined ? 0 : document.getText().indexOf(before);
    assert.notEqual(at, -1, `${String(before)} is not in the text`);
    const end = before === undefined ? document.getText().length : at + before.length;
    const range = { start: document.positionAt(at), end: document.positionAt(end) };
    return this.change(uri, [{ range, text: after }]);
  }

  async change(uri: string, contentChanges: TextDocumentContentChangeEvent[]): Promise<number> {
    const document = this.document(uri);
    const version = document.version + 1;
    TextDocument.update(document, contentChanges, version);
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version },
      contentChanges,
    });
    return version;
  }

  async close(uri: string): Promise<void> {
    this.documents.delete(uri);
    await this.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
  }

  async save(uri: string): Promise<void> {
    await this.connection.sendNotification(DidSaveTextDocumentNotification.type, { textDocument: { uri } });
  }

  async changeSettings(settings: Settings): Promise<void> {
    this.settings = settings;
    await this.connection.sendNotification(DidChangeConfigurationNotification.type, {
      settings: { stagewright: settings },
    });
  }

  async changeFile(uri: string, type: FileChangeType): Promise<void> {
    await this.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri, type }],
    });
  }

  report(uri: string, previousResultId?: string): Promise<DocumentDiagnosticReport> {
    return this.connection.sendRequest(DocumentDiagnosticRequest.type, {
      textDocument: { uri },
      ...(previousResultId === undefined ? {} : { previousResultId }),
    });
  }

  async pull(uri: string): Promise<Diagnostic[]> {
    const report = await this.report(uri);
    assert.equal(report.kind, 'full');
    return report.kind === 'full' ? report.items : [];
  }

  /** The first diagnostics that were or will be pushed for the document and fit; those pushed before `since` do not count. */
  async push(
    uri: string,
    fits: (params: PublishDiagnosticsParams) => boolean = () => true,
    since = 0,
  ): Promise<Diagnostic[]> {
    const find = (): PublishDiagnosticsParams | undefined =>
      this.published.slice(since).find((params) => params.uri === uri && fits(params));
    await this.until(() => find() !== undefined);
    return find()?.diagnostics ?? [];
  }

  /** The server always answers with a list. */
  async completion(uri: string, position: Position): Promise<CompletionList | null> {
    const found = await this.connection.sendRequest(CompletionRequest.type, {
      textDocument: { uri },
      position,
    });
    return Array.isArray(found) ? { isIncomplete: false, items: found } : found;
  }

  hover(uri: string, position: Position): Promise<Hover | null> {
    return this.connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position });
  }

  symbols(uri: string): Promise<DocumentSymbol[] | SymbolInformation[] | null> {
    return this.connection.sendRequest(DocumentSymbolRequest.type, { textDocument: { uri } });
  }

  lenses(uri: string): Promise<CodeLens[] | null> {
    return this.connection.sendRequest(CodeLensRequest.type, { textDocument: { uri } });
  }

  async actions(uri: string, range: Range, context: Partial<CodeActionContext> = {}): Promise<CodeAction[]> {
    const answer = await this.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri },
      range,
      context: { diagnostics: [], ...context },
    });
    return (answer ?? []).filter((action): action is CodeAction => 'kind' in action);
  }

  /** What the document would be after the edit; asserts that the edit is for its present version. */
  after(uri: string, edit: WorkspaceEdit | undefined): string {
    const document = this.document(uri);
    const edits = (edit?.documentChanges ?? []).flatMap((change) => {
      if (!('edits' in change) || change.textDocument.uri !== uri) return [];
      assert.equal(change.textDocument.version, document.version);
      return change.edits.map((one) => {
        assert.ok('newText' in one);
        return one;
      });
    });
    return TextDocument.applyEdits(document, [...edits, ...(edit?.changes?.[uri] ?? [])]);
  }

  /** The range of the first occurrence of `piece`. */
  rangeOf(uri: string, piece: string): Range {
    const document = this.document(uri);
    const at = document.getText().indexOf(piece);
    assert.notEqual(at, -1, `${piece} is not in the text`);
    return { start: document.positionAt(at), end: document.positionAt(at + piece.length) };
  }

  wholeRange(uri: string): Range {
    const document = this.document(uri);
    return { start: { line: 0, character: 0 }, end: document.positionAt(document.getText().length) };
  }

  /** Resolves once the condition holds; it is looked at whenever the server says something. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise<void>((resolve) => {
        const watcher = (): void => {
          this.watchers.delete(watcher);
          resolve();
        };
        this.watchers.add(watcher);
      });
    }
  }

  /** Resolves when the server has answered everything so far and had the time to say more. */
  async quiet(): Promise<void> {
    await this.connection.sendRequest(HoverRequest.type, {
      textDocument: { uri: 'untitled:nothing' },
      position: { line: 0, character: 0 },
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
  }

  private document(uri: string): TextDocument {
    const document = this.documents.get(uri);
    assert.ok(document, `${uri} is not open`);
    return document;
  }

  private notice(): void {
    for (const watcher of [...this.watchers]) watcher();
  }
}
