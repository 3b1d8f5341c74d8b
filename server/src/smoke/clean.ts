/** Cleans an engine of what smoke builds left on it, without making one. */
import { type CancelSignal, NEVER } from './cancellation';
import { detectEngine } from './engines/detect';
import type { Marked } from './lease';
import type { SmokePort } from './port';
import { findLeftovers, nameOfMarked, removeAll } from './sweep';

export type CleanMode =
  /** Removes nothing. */
  | 'list'
  /** Removes what runs made whose lease has ended. */
  | 'abandoned'
  /** Removes also what running smoke builds, here or on another machine, are working with. */
  | 'everything';

export type CleanReport =
  | {
      readonly kind: 'cleaned';
      readonly found: readonly Leftover[];
      readonly removed: readonly string[];
      /** With the reason. */
      readonly kept: readonly string[];
    }
  | { readonly kind: 'unusable'; readonly message: string };

export interface Leftover {
  /** `container stagewright-smoke-…`, `image sha256:…`, `lease …`. */
  readonly name: string;
  readonly run: string;
  readonly owner: string;
  readonly host: string;
  /** Of the run's lease, by the engine's clock, ISO 8601. */
  readonly expires: string;
  readonly isAbandoned: boolean;
}

export async function cleanEngine(
  port: SmokePort,
  program: string | undefined,
  mode: CleanMode,
  signal: CancelSignal = NEVER,
): Promise<CleanReport> {
  const detection = await detectEngine(port, program, signal);
  if (detection.kind === 'cancelled') return { kind: 'unusable', message: 'Cancelled.' };
  if (detection.kind === 'unusable') return { kind: 'unusable', message: detection.message };
  // What was left behind lies most likely on the engine that is away, and the other one's silence would say that there is nothing.
  if (detection.passedOver !== undefined) return { kind: 'unusable', message: detection.passedOver };
  const access = { port, engine: detection.engine };
  const { abandoned, inUse } = await findLeftovers(access);
  const found = [
    ...abandoned.map((one) => leftover(one, 'abandoned')),
    ...inUse.map((one) => leftover(one, 'in-use')),
  ];
  switch (mode) {
    case 'list':
      return { kind: 'cleaned', found, removed: [], kept: [] };
    case 'abandoned':
      return { kind: 'cleaned', found, ...(await removeAll(access, abandoned)) };
    case 'everything':
      return { kind: 'cleaned', found, ...(await removeAll(access, [...abandoned, ...inUse])) };
  }
}

function leftover(object: Marked, state: 'abandoned' | 'in-use'): Leftover {
  const { run, owner, host, expires } = object.mark;
  return {
    name: nameOfMarked(object),
    run,
    owner,
    host,
    expires: new Date(expires).toISOString(),
    isAbandoned: state === 'abandoned',
  };
}
