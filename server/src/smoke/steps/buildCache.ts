/** Says how much the build cache grew, because that is the one thing that is left on purpose. */
import { NEVER } from '../cancellation';
import { plainCommand } from '../engines/engine';
import { parseBytes } from '../quantity';
import { parseJsonLines, textAt } from '../reading';
import type { Session } from '../session';

/** An engine with much on its disk takes long to add it up, and the answer is not worth a wait. */
const ASK_MS = 3_000;

/** Bytes, as exactly as the engine rounds them; undefined when it does not say in time. */
export async function buildCacheBytes(session: Session): Promise<number | undefined> {
  const command = plainCommand(session.engine, 'system', 'df', '--format', '{{json .}}');
  const outcome = await session.port.run(command, { signal: NEVER, timeoutMs: ASK_MS });
  if (outcome.kind !== 'exited') return undefined;
  const cache = parseJsonLines(outcome.stdout).find((entry) => textAt(entry, 'Type') === 'Build Cache');
  return parseBytes(textAt(cache, 'Size') ?? '');
}
