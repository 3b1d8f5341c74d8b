/** A language server in a process of its own, seen as an editor sees it: what is measured is what a user waits for. */
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import {
  type ClientCapabilities,
  ConfigurationRequest,
  createProtocolConnection,
  type Diagnostic,
  DiagnosticRefreshRequest,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  ExitNotification,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  type InitializeResult,
  LSPErrorCodes,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  RegistrationRequest,
  ResponseError,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  TextDocumentSyncKind,
  WorkDoneProgressCreateRequest,
  WorkspaceFoldersRequest,
} from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { kill, start } from './children';
import { type Outcome, TooLate } from './outcome';
import { memoryOfTree } from './processMemory';

export interface ServerCommand {
  readonly program: string;
  readonly args: readonly string[];
}

/** How long an editor would have to wait for one answer until the server counts as stuck, in milliseconds. */
export const ANSWER_LIMIT = 60_000;

/** Long enough for a server to say a second thing about the same version. */
const QUIET = 30;

const CAPABILITIES: ClientCapabilities = {
  workspace: { configuration: true, workspaceFolders: true, diagnostics: { refreshSupport: true } },
  textDocument: {
    synchronization: {},
    diagnostic: { relatedDocumentSupport: false },
    publishDiagnostics: { relatedInformation: true, versionSupport: true, codeDescriptionSupport: true },
    hover: { contentFormat: ['markdown', 'plaintext'] },
  },
};

export class LanguageServer {
  private readonly published = new Set<(params: PublishDiagnosticsParams) => void>();
  private capabilities: InitializeResult['capabilities'] = {};
  private document = TextDocument.create('', '', 0, '');
  private resultId: string | undefined;
  private readonly ended: Promise<never>;
  private hasEnded = false;

  private constructor(
    private readonly child: ChildProcessWithoutNullStreams,
    private readonly connection: ProtocolConnection,
    /** When the process was spawned. */
    private readonly started: number,
  ) {
    this.ended = new Promise((_resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => {
        this.hasEnded = true;
        reject(new Error(`the server ended with ${String(code ?? signal)}`));
      });
    });
    // Only whoever waits for an answer is interested.
    this.ended.catch(() => undefined);
    child.stderr.resume();
    connection.onError(() => undefined);
    connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
      for (const listener of [...this.published]) listener(params);
    });
    connection.onRequest(ConfigurationRequest.type, ({ items }) => items.map(() => null));
    connection.onRequest(WorkspaceFoldersRequest.type, () => null);
    connection.onRequest(RegistrationRequest.type, () => undefined);
    connection.onRequest(WorkDoneProgressCreateRequest.type, () => undefined);
    connection.onRequest(DiagnosticRefreshRequest.type, () => undefined);
    connection.listen();
  }

  /** Spawns the server and introduces the client. The workspace is a folder. */
  static async start({ program, args }: ServerCommand, workspace: string): Promise<LanguageServer> {
    const started = performance.now();
    const child = start(program, args, { cwd: workspace });
    const connection = createProtocolConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    const server = new LanguageServer(child, connection, started);
    try {
      await server.introduce(pathToFileURL(workspace).href);
      return server;
    } catch (error) {
      await server.kill();
      throw error;
    }
  }

  get hasHover(): boolean {
    return this.capabilities.hoverProvider !== undefined && this.capabilities.hoverProvider !== false;
  }

  get text(): string {
    return this.document.getText();
  }

  /** Opens a document and gives the milliseconds from the spawn to its diagnostics. */
  async open(path: string, text: string): Promise<{ readonly duration: number; readonly findings: number }> {
    this.document = TextDocument.create(pathToFileURL(path).href, 'dockerfile', 1, text);
    const { uri } = this.document;
    const diagnostics = await this.diagnosticsAfter(() =>
      this.connection.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: { uri, languageId: 'dockerfile', version: 1, text },
      }),
    );
    return { duration: performance.now() - this.started, findings: diagnostics?.length ?? 0 };
  }

  /** Replaces a part of the text and gives the milliseconds to the diagnostics of the new version. */
  async edit(start: number, end: number, text: string): Promise<number> {
    const range = { start: this.document.positionAt(start), end: this.document.positionAt(end) };
    const version = this.document.version + 1;
    TextDocument.update(this.document, [{ range, text }], version);
    const contentChanges = this.syncsIncrementally ? [{ range, text }] : [{ text: this.text }];
    const started = performance.now();
    await this.diagnosticsAfter(() =>
      this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri: this.document.uri, version },
        contentChanges,
      }),
    );
    return performance.now() - started;
  }

  /** Milliseconds to the answer, and whether there was anything to show. */
  async hover(offset: number): Promise<{ readonly duration: number; readonly isEmpty: boolean }> {
    const started = performance.now();
    const answer = await this.inTime(
      this.connection.sendRequest(HoverRequest.type, {
        textDocument: { uri: this.document.uri },
        position: this.document.positionAt(offset),
      }),
    );
    return { duration: performance.now() - started, isEmpty: answer === null };
  }

  /** Bytes. */
  memory(): Outcome<number> {
    return memoryOfTree(this.child.pid ?? 0);
  }

  /** Ends the server as an editor does; one that does not go by itself is killed. */
  async stop(): Promise<void> {
    try {
      await Promise.race([this.connection.sendRequest(ShutdownRequest.type), this.ended, lateAfter(3_000)]);
      await this.connection.sendNotification(ExitNotification.type);
      await Promise.race([this.ended, lateAfter(3_000)]);
    } catch {
      // It has ended, which is what was wanted, or is stuck.
    }
    await this.kill();
  }

  async kill(): Promise<void> {
    this.connection.dispose();
    await kill(this.child);
  }

  private get syncsIncrementally(): boolean {
    const sync = this.capabilities.textDocumentSync;
    return (typeof sync === 'object' ? sync.change : sync) === TextDocumentSyncKind.Incremental;
  }

  private async introduce(folder: string): Promise<void> {
    const { capabilities } = await this.inTime(
      this.connection.sendRequest(InitializeRequest.type, {
        processId: process.pid,
        rootUri: folder,
        capabilities: CAPABILITIES,
        workspaceFolders: [{ uri: folder, name: 'bench' }],
      }),
    );
    this.capabilities = capabilities;
    await this.connection.sendNotification(InitializedNotification.type, {});
  }

  /** Tells the server something new and waits for what it finds in that version; undefined when nothing has changed. */
  private async diagnosticsAfter(tell: () => Promise<void>): Promise<readonly Diagnostic[] | undefined> {
    if (this.capabilities.diagnosticProvider !== undefined) {
      await tell();
      return this.inTime(this.pull());
    }
    const awaited = this.nextPublished();
    await tell();
    return this.inTime(awaited);
  }

  private async pull(): Promise<readonly Diagnostic[] | undefined> {
    for (;;) {
      try {
        const report = await this.connection.sendRequest(DocumentDiagnosticRequest.type, {
          textDocument: { uri: this.document.uri },
          ...(this.resultId === undefined ? {} : { previousResultId: this.resultId }),
        });
        this.resultId = report.resultId;
        return report.kind === 'full' ? report.items : undefined;
      } catch (error) {
        // The editor asks again, too.
        if (
          !(error instanceof ResponseError) ||
          error.code !== LSPErrorCodes.ServerCancelled ||
          this.hasEnded
        )
          throw error;
      }
    }
  }

  /** A server that names no version is believed to speak of the newest, since it was quiet before. */
  private nextPublished(): Promise<readonly Diagnostic[]> {
    const { uri } = this.document;
    return new Promise((resolve) => {
      const listener = (params: PublishDiagnosticsParams): void => {
        if (params.uri !== uri || (params.version ?? this.document.version) < this.document.version) return;
        this.published.delete(listener);
        resolve(params.diagnostics);
      };
      this.published.add(listener);
    });
  }

  /** Resolves when the server has said nothing about the document for a while, so that the next answer is to the next question. */
  async quiet(): Promise<void> {
    if (this.capabilities.diagnosticProvider !== undefined) return;
    let hasSpoken = true;
    const listener = (): void => {
      hasSpoken = true;
    };
    this.published.add(listener);
    while (hasSpoken) {
      hasSpoken = false;
      await delay(QUIET);
    }
    this.published.delete(listener);
  }

  private inTime<T>(answer: Promise<T>): Promise<T> {
    return Promise.race([answer, this.ended, lateAfter(ANSWER_LIMIT)]);
  }
}

/** Rejects after the milliseconds; does not keep the bench alive. */
function lateAfter(limit: number): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(new TooLate()), limit).unref();
  });
}
