/** Cancelling without the platform's own classes, which the pure part of the smoke build may not name. */

/** What the smoke build needs of an `AbortSignal`; every `AbortSignal` is one. */
export interface CancelSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** A signal of our own, with the reason it was given. */
export interface CancelSource {
  readonly signal: CancelSignal;
  /** Undefined as long as nothing was cancelled. */
  readonly reason: () => CancelReason | undefined;
  /** Only the first call counts. */
  cancel(reason: CancelReason): void;
  /** Lets go of the outer signal. */
  dispose(): void;
}

export type CancelReason = 'cancelled' | 'time-limit';

/** A signal that never fires: clean-up has to run after a cancellation too. */
export const NEVER: CancelSignal = {
  aborted: false,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
};

/** A source that is also cancelled by an outer signal. */
export function cancelSource(outer: CancelSignal | undefined): CancelSource {
  const listeners = new Set<() => void>();
  let reason: CancelReason | undefined;
  const cancel = (why: CancelReason): void => {
    if (reason !== undefined) return;
    reason = why;
    for (const listener of [...listeners]) listener();
    listeners.clear();
  };
  const follow = (): void => cancel('cancelled');
  if (outer?.aborted === true) follow();
  else outer?.addEventListener('abort', follow);
  return {
    signal: {
      get aborted() {
        return reason !== undefined;
      },
      addEventListener: (_type, listener) => void listeners.add(listener),
      removeEventListener: (_type, listener) => void listeners.delete(listener),
    },
    reason: () => reason,
    cancel,
    dispose: () => outer?.removeEventListener('abort', follow),
  };
}
