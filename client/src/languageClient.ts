/** The language client without its runtime: which documents it serves, what it tells the server, its life from start to stop. */
import * as vscode from 'vscode';
import { State, type BaseLanguageClient, type LanguageClientOptions } from 'vscode-languageclient';
import {
  PIN_IMAGES_COMMAND,
  SETTINGS_SECTION,
  type InitializationOptions,
  WORKSPACE_TRUSTED_NOTIFICATION,
} from '../../server/src/protocol';
import { documentSelector } from './documents';
import { messageOf } from './errors';
import { answerFileRequests } from './fileRequests';

/** What differs between the desktop and the browser. */
export interface Runtime {
  readonly runsSmokeBuilds: boolean;
  connect(options: LanguageClientOptions): BaseLanguageClient;
}

export type ServerState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'running' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly reason: string };

/** VS Code itself gives an extension five seconds. */
const STOP_LIMIT_IN_MS = 4000;

/** One language client from its creation to its end; a restart keeps the object and replaces the server. */
export class Session {
  readonly output: vscode.LogOutputChannel;
  readonly onDidChangeState: vscode.Event<ServerState>;
  readonly #client: BaseLanguageClient;
  readonly #changes = new vscode.EventEmitter<ServerState>();
  readonly #trust: vscode.Disposable;
  #state: ServerState = { kind: 'stopped' };

  /** Returns before the server is ready. */
  static start(runtime: Runtime): Session {
    const session = new Session(runtime);
    void session.#start();
    return session;
  }

  private constructor(runtime: Runtime) {
    this.output = vscode.window.createOutputChannel('Stagewright', { log: true });
    this.onDidChangeState = this.#changes.event;
    this.#client = runtime.connect(optionsOf(runtime, this.output));
    this.#client.onDidChangeState(({ newState }) => {
      this.#become(stateOf(newState));
    });
    answerFileRequests(this.#client);
    this.#trust = vscode.workspace.onDidGrantWorkspaceTrust(() => {
      // A server that starts later is told at its start.
      if (this.#client.isRunning()) void this.#client.sendNotification(WORKSPACE_TRUSTED_NOTIFICATION);
    });
  }

  get state(): ServerState {
    return this.#state;
  }

  /** Never rejects, and starts a server that has failed before. */
  async restart(): Promise<void> {
    try {
      if (this.#client.needsStop()) await this.#client.stop();
    } catch (error) {
      // A server that hangs or has crashed cannot say goodbye; the next one starts all the same.
      this.output.warn(`The language server did not stop cleanly: ${messageOf(error)}`);
    }
    await this.#start();
  }

  /** Rejects with what the server answered, and with a cancellation error when `token` was cancelled. */
  request<Result>(method: string, params: object, token?: vscode.CancellationToken): Promise<Result> {
    // The library takes an undefined token for one more parameter.
    return token === undefined
      ? this.#client.sendRequest<Result>(method, params)
      : this.#client.sendRequest<Result>(method, params, token);
  }

  onNotification<Params>(method: string, handler: (params: Params) => void): vscode.Disposable {
    return this.#client.onNotification(method, handler);
  }

  /** The token fires when the server wants no answer any more. */
  onRequest<Params, Result>(
    method: string,
    handler: (params: Params, token: vscode.CancellationToken) => Promise<Result>,
  ): vscode.Disposable {
    return this.#client.onRequest(method, handler);
  }

  notify(method: string, params: object): void {
    void this.#client.sendNotification(method, params);
  }

  /** Now when a server runs, and again each time that one has started. */
  whenRunning(action: () => void): vscode.Disposable {
    if (this.#state.kind === 'running') action();
    return this.onDidChangeState(({ kind }) => {
      if (kind === 'running') action();
    });
  }

  uriOf(document: Pick<vscode.TextDocument, 'uri'>): string {
    return this.#client.code2ProtocolConverter.asUri(document.uri);
  }

  async dispose(): Promise<void> {
    // A server that cannot end in time is ended; what it leaves behind is swept at its next start.
    await this.#client.dispose(STOP_LIMIT_IN_MS).catch(() => undefined);
    this.#trust.dispose();
    this.#changes.dispose();
    this.output.dispose();
  }

  /** Never rejects: a server that cannot start is a state, which the status item shows. */
  async #start(): Promise<void> {
    try {
      await this.#client.start();
    } catch (error) {
      this.#fail(error);
    }
  }

  #become(state: ServerState): void {
    this.#state = state;
    this.#changes.fire(state);
  }

  #fail(error: unknown): void {
    const reason = messageOf(error);
    this.output.error(`The language server could not start: ${reason}`);
    this.#become({ kind: 'failed', reason });
  }
}

function optionsOf(runtime: Runtime, output: vscode.LogOutputChannel): LanguageClientOptions {
  // Asked anew at every start: the workspace may be trusted by then.
  const initializationOptions = (): InitializationOptions => ({
    runsSmokeBuilds: runtime.runsSmokeBuilds,
    decidesSmokeBuilds: runtime.runsSmokeBuilds,
    renames: true,
    converts: true,
    runsShellcheck: vscode.workspace.isTrusted,
    readsFiles: true,
  });
  return {
    documentSelector: documentSelector(),
    diagnosticCollectionName: SETTINGS_SECTION,
    outputChannel: output,
    initializationOptions,
    middleware: { executeCommand: withActiveDocument },
    // The status item says it, and a message box on every start of a broken server would say it too often.
    initializationFailedHandler: () => false,
  };
}

/** Whoever says a command of the server by its name means the document that they look at. */
function withActiveDocument(
  command: string,
  args: unknown[],
  next: (command: string, args: unknown[]) => vscode.ProviderResult<unknown>,
): vscode.ProviderResult<unknown> {
  const document = vscode.window.activeTextEditor?.document;
  const isUnsaid = command === PIN_IMAGES_COMMAND && typeof args[0] !== 'string' && document !== undefined;
  return next(command, isUnsaid ? [document.uri.toString()] : args);
}

function stateOf(state: State): ServerState {
  switch (state) {
    case State.Starting:
      return { kind: 'starting' };
    case State.Running:
      return { kind: 'running' };
    case State.StartFailed:
      return { kind: 'failed', reason: 'it ended before it was ready' };
    case State.Stopped:
      return { kind: 'stopped' };
  }
}
