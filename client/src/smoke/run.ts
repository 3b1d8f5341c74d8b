/** One smoke build as the command, a code lens and the Test Explorer run it: may it begin, how far is it, what did it find. */
import * as vscode from 'vscode';
import {
  SMOKE_DECIDE_REQUEST,
  SMOKE_LOG_NOTIFICATION,
  SMOKE_PROGRESS_NOTIFICATION,
  SMOKE_REQUEST,
  type SmokeDecideParams,
  type SmokeDecision,
  type SmokeLogParams,
  type SmokeParams,
  type SmokeProgressParams,
  type SmokeResult,
} from '../../../server/src/protocol';
import type { Session } from '../languageClient';

/** What was built: its name for people, and its text, since the user may have gone on typing. */
export interface BuiltText {
  readonly name: string;
  readonly text: string;
}

/** A smoke build that came to its end. */
export interface SmokeRun extends BuiltText {
  readonly report: SmokeResult;
}

/** The same of a request with another kind of answer. */
export interface SmokeAnswer<R> extends BuiltText {
  readonly result: R;
}

/** Why a smoke build is not begun, and the command that helps. */
export interface Obstacle {
  readonly message: string;
  readonly remedy?: { readonly title: string; readonly command: string };
}

/** What is asked for beyond the document. */
export type SmokeChoices = Omit<SmokeParams, 'uri' | 'token' | 'withLog'>;

export interface SmokeListener {
  readonly onProgress: (progress: SmokeProgressParams) => void;
  /** What the build prints; asked for only by who listens. */
  readonly onLog?: (lines: readonly string[]) => void;
  /** Asked what becomes of the image where the choices say `retention: 'ask'`; the token fires when the time is over. */
  readonly onDecide?: (
    built: BuiltText,
    question: SmokeDecideParams,
    token: vscode.CancellationToken,
  ) => Promise<SmokeDecision>;
}

/** The smoke builds of this window, of which each Dockerfile has one at a time. */
export class SmokeRuns {
  readonly #starting: Promise<Session>;
  /** By the document's URI; resolves, and never rejects, when the last one that waits has ended. */
  readonly #queues = new Map<string, Promise<void>>();
  /** By the token of their request. */
  readonly #listeners = new Map<string, { readonly built: BuiltText; readonly listener: SmokeListener }>();
  #isListening = false;

  constructor(starting: Promise<Session>) {
    this.#starting = starting;
  }

  isRunning(document: vscode.TextDocument): boolean {
    return this.#queues.has(document.uri.toString());
  }

  /**
   * Waits for its turn, then builds the text of that moment. Cancelling asks the server to stop; the report of what was
   * removed still comes. Rejects when the server could not begin.
   */
  async run(
    document: vscode.TextDocument,
    choices: SmokeChoices,
    listener: SmokeListener,
    cancellation: vscode.CancellationToken,
  ): Promise<SmokeRun> {
    const { result, ...built } = await this.ask<SmokeResult>(
      SMOKE_REQUEST,
      document,
      choices,
      listener,
      cancellation,
    );
    return { ...built, report: result };
  }

  /** The same for a request that takes a smoke build's parameters and more, and has another kind of answer. */
  ask<R>(
    method: string,
    document: vscode.TextDocument,
    choices: SmokeChoices & Readonly<Record<string, unknown>>,
    listener: SmokeListener,
    cancellation: vscode.CancellationToken,
  ): Promise<SmokeAnswer<R>> {
    const key = document.uri.toString();
    const turn = this.#queues.get(key) ?? Promise.resolve();
    const work = turn.then(() => this.#askNow<R>(method, document, choices, listener, cancellation));
    const end = work.then(
      () => undefined,
      () => undefined,
    );
    this.#queues.set(key, end);
    void end.then(() => {
      if (this.#queues.get(key) === end) this.#queues.delete(key);
    });
    return work;
  }

  async #askNow<R>(
    method: string,
    document: vscode.TextDocument,
    choices: SmokeChoices,
    listener: SmokeListener,
    cancellation: vscode.CancellationToken,
  ): Promise<SmokeAnswer<R>> {
    const session = await this.#starting;
    const token = crypto.randomUUID();
    const params: SmokeParams = {
      ...choices,
      ...(listener.onLog === undefined ? {} : { withLog: true }),
      uri: session.uriOf(document),
      token,
    };
    this.#listen(session);
    const built = { name: vscode.workspace.asRelativePath(document.uri), text: document.getText() };
    this.#listeners.set(token, { built, listener });
    try {
      return { ...built, result: await session.request<R>(method, params, cancellation) };
    } finally {
      this.#listeners.delete(token);
    }
  }

  /** Once for all, because a connection has one handler a method: a second one would silence the first. */
  #listen(session: Session): void {
    if (this.#isListening) return;
    this.#isListening = true;
    session.onNotification<SmokeProgressParams>(SMOKE_PROGRESS_NOTIFICATION, (event) => {
      this.#listeners.get(event.token)?.listener.onProgress(event);
    });
    session.onNotification<SmokeLogParams>(SMOKE_LOG_NOTIFICATION, ({ token, lines }) => {
      this.#listeners.get(token)?.listener.onLog?.(lines);
    });
    session.onRequest<SmokeDecideParams, SmokeDecision>(SMOKE_DECIDE_REQUEST, (question, token) => {
      const asked = this.#listeners.get(question.token);
      const answer = asked?.listener.onDecide?.(asked.built, question, token);
      return answer ?? Promise.resolve({ kind: 'remove' });
    });
  }
}

export type Admission =
  | { readonly kind: 'admitted'; readonly document: vscode.TextDocument }
  | ({ readonly kind: 'refused' } & Obstacle);

/** What every way of starting one has to ask first. */
export function admit(document: vscode.TextDocument | undefined): Admission {
  if (!vscode.workspace.isTrusted) {
    return {
      kind: 'refused',
      message:
        'The smoke build runs what the Dockerfile says, so it needs a trusted workspace. Diagnostics, fixes and hovers work without.',
      remedy: { title: 'Manage Workspace Trust', command: 'workbench.trust.manage' },
    };
  }
  if (document?.languageId !== 'dockerfile') {
    return { kind: 'refused', message: 'Open a Dockerfile to run a smoke build of it.' };
  }
  if (document.uri.scheme !== 'file') {
    return {
      kind: 'refused',
      message: 'The smoke build needs a Dockerfile on a disk: the folder it lies in is its build context.',
    };
  }
  return { kind: 'admitted', document };
}
