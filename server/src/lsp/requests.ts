/** The frame around every request handler: cancellation before work starts, and a fault that costs one answer, not the server. */
import type { CancellationToken, Connection } from 'vscode-languageserver';
import { LSPErrorCodes, ResponseError } from './library';

/** What a handler answers: a result, or a refusal that the protocol has a code for. */
export type Answer<R> = R | ResponseError<void>;

/**
 * A handler that answers `RequestCancelled` when the client has already lost interest, and null, with one line in the
 * client's log, when `handle` throws.
 */
export function answering<P, R>(
  connection: Connection,
  feature: string,
  handle: (params: P, token: CancellationToken) => Answer<R> | Promise<Answer<R>>,
): (params: P, token: CancellationToken) => Promise<Answer<R | null>> {
  return answeringOr<P, R | null>(connection, feature, () => null, handle);
}

/** The same for a request that has a better answer than null when it fails. */
export function answeringOr<P, R>(
  connection: Connection,
  feature: string,
  otherwise: (params: P) => R,
  handle: (params: P, token: CancellationToken) => Answer<R> | Promise<Answer<R>>,
): (params: P, token: CancellationToken) => Promise<Answer<R>> {
  return async (params, token) => {
    if (token.isCancellationRequested) return cancelled();
    try {
      return await handle(params, token);
    } catch (error) {
      log(connection, `${feature} failed: ${describe(error)}`);
      return otherwise(params);
    }
  };
}

/** The same for a notification: nothing is answered, everything else holds. */
export function noticing<P>(
  connection: Connection,
  feature: string,
  handle: (params: P) => void,
): (params: P) => void {
  return (params) => {
    try {
      handle(params);
    } catch (error) {
      log(connection, `${feature} failed: ${describe(error)}`);
    }
  };
}

function cancelled(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
}

/** For a request whose subject has changed since the client asked. */
export function contentModified(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.ContentModified, 'The document has changed.');
}

/** One line and where it happened; never a whole document, which a message might quote. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error).slice(0, 500);
  return (error.stack ?? error.message).slice(0, 2000);
}

/** For what is sent without waiting: a client that refuses it, or is gone, must not end the server. */
export function unawaited(connection: Connection, what: string, sending: Promise<unknown>): void {
  sending.catch((error: unknown) => log(connection, `${what} failed: ${describe(error)}`));
}

/** One entry in the client's log. */
export function log(connection: Connection, fault: string): void {
  try {
    connection.console.error(fault);
  } catch {
    // The connection is closed; there is nobody left to tell.
  }
}
