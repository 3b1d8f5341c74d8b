/** Sends the declared stop signal and times what happens: the lesson about PID 1. */
import type { ImageReport, StopReport } from '../report';
import { ask, cancelled, type Session } from '../session';
import { stateOf } from './container';

/** What an engine reports for a process that it had to kill: 128 and SIGKILL's number. */
const KILLED = 137;

export async function stopContainer(
  session: Session,
  container: string,
  image: ImageReport,
): Promise<StopReport> {
  const seconds = Math.max(1, Math.ceil(session.input.limits.stopMs / 1000));
  const startedAt = session.port.now();
  const outcome = await ask(session, 'stop', '-t', String(seconds), container);
  if (outcome.kind === 'cancelled') throw cancelled('stop');
  const durationMs = session.port.now() - startedAt;
  const { exitCode } = await stateOf(session, 'stop', container);
  const wasKilled = exitCode === KILLED && durationMs >= seconds * 1000;
  if (wasKilled) {
    session.note(
      `The container did not end within ${seconds} s of ${image.stopSignal} and was killed: its first process (PID 1) does not act on the signal. Use the exec form, or an init, or handle the signal.`,
    );
  }
  return { signal: image.stopSignal, durationMs, exitCode, wasKilled };
}
