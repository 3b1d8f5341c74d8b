/** What a measurement came to: a figure, or one short reason why there is none, which the table shows in its place. */

export type Outcome<T> =
  { readonly kind: 'measured'; readonly value: T } | { readonly kind: 'missing'; readonly reason: string };

export function measured<T>(value: T): Outcome<T> {
  return { kind: 'measured', value };
}

export function missing(reason: string): Outcome<never> {
  return { kind: 'missing', reason };
}

export const DID_NOT_FINISH = 'did not finish';

/** The server neither answered in time nor ended. */
export class TooLate extends Error {
  constructor() {
    super(DID_NOT_FINISH);
  }
}

/** Gives the figure, or the reason of the failure in one line. */
export async function attempt<T>(measure: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return measured(await measure());
  } catch (error) {
    return missing(inOneLine(error));
  }
}

export function inOneLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message.trim().split('\n')[0] ?? '').slice(0, 120);
}
