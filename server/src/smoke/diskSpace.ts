/** Names a full disk as what is wrong: a command that fails for want of space only tells its exit code. */
import type { FailureReport } from './report';
import { SmokeStop } from './session';

/** As the system says it (errno 28 and 122), in the words of C libraries, of Go, and of Node. */
const NO_SPACE = /no space left on device|disk quota exceeded|\bENOSPC\b/iu;

/** Nothing is wrong with a Dockerfile that the engine has no room for; a container that fills the disk has itself to blame. */
export function withDiskSpace(stop: SmokeStop): SmokeStop {
  if (!saysNoSpace(stop.failure)) return stop;
  const verdict = stop.failure.step === 'probe' ? stop.verdict : 'error';
  const message = `There is no space left on the engine's disk ("docker system df" tells what takes it): ${stop.failure.message}`;
  return new SmokeStop(verdict, { ...stop.failure, message });
}

function saysNoSpace({ message, log }: FailureReport): boolean {
  return NO_SPACE.test(message) || log.some((line) => NO_SPACE.test(line));
}
