/** Assertions and waiting, for a place that may have no Node. */

export function ok(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(what);
}

/** Compares by content. */
export function equal(actual: unknown, expected: unknown, what: string): void {
  const [left, right] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (left !== right) throw new Error(`${what}\n  is        ${left}\n  should be ${right}`);
}

export function match(text: string, pattern: RegExp, what: string): void {
  if (!pattern.test(text)) throw new Error(`${what}: ${String(pattern)} is not in\n${text}`);
}

/** After this time a thing that has not happened is taken for one that never will. */
const PATIENCE_IN_MS = 20_000;

/** Tries again until the action no longer throws; rejects with its last error. */
export async function eventually<T>(action: () => T | Promise<T>): Promise<T> {
  const deadline = Date.now() + PATIENCE_IN_MS;
  for (;;) {
    try {
      return await action();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await pause(50);
    }
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
