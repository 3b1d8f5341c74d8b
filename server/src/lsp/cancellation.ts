/** A signal that cancels what the server has others do. */
import type { CancelSignal } from '../smoke/index';

/** An `AbortSignal` in all but name, since the runtimes' own is not known here. */
export class Cancellation implements CancelSignal {
  aborted = false;
  private readonly listeners = new Set<() => void>();

  cancel(): void {
    if (this.aborted) return;
    this.aborted = true;
    for (const listener of [...this.listeners]) listener();
    this.listeners.clear();
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    this.listeners.add(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.listeners.delete(listener);
  }
}
