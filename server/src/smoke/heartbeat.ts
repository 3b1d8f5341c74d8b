/** Keeps a run's lease alive for as long as the run lives; see lease.ts for why it is done this way. */
import { cancelSource } from './cancellation';
import { nameOfLease } from './lease';
import type { RunFolder } from './port';
import { askRegardless, demand, labelFor, type Session } from './session';

export interface Heartbeat {
  /** Ends the renewing; the last lease stays until the clean-up takes it with everything else of the run. */
  stop(): Promise<void>;
}

/** Takes the first lease before it resolves, so that nothing is made before it. Throws when the engine refuses. */
export async function startHeartbeat(session: Session, folder: RunFolder): Promise<Heartbeat> {
  demand('identify', 'The lease could not be taken', await takeLease(session, 0));
  const end = cancelSource(undefined);
  const beating = beat(session, folder, end.signal);
  return {
    async stop() {
      end.cancel('cancelled');
      await beating;
    },
  };
}

async function beat(
  session: Session,
  folder: RunFolder,
  signal: Parameters<Session['port']['sleep']>[1],
): Promise<void> {
  const everyMs = session.input.limits.leaseMs / 3;
  let number = 0;
  for (;;) {
    await session.port.sleep(everyMs, signal);
    if (signal.aborted) return;
    await folder.renew();
    // A renewal that fails is tried again at the next beat: the lease outlasts two of them.
    const taken = await takeLease(session, number + 1);
    if (taken.kind !== 'exited' || taken.exitCode !== 0) continue;
    await askRegardless(session, 'volume', 'rm', nameOfLease(session.run, number));
    number++;
  }
}

function takeLease(session: Session, number: number): ReturnType<typeof askRegardless> {
  const label = labelFor(session, 'lease');
  return askRegardless(session, 'volume', 'create', '--label', label, nameOfLease(session.run, number));
}
