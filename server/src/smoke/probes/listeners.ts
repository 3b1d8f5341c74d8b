/** Where the programs of a container listen, so that a port that does not answer can be told why. */
import { plainCommand } from '../engines/engine';
import type { Session } from '../session';
import type { Container } from '../steps/start';

export interface Listener {
  readonly port: number;
  /** Nobody outside of the container reaches it. */
  readonly isLoopback: boolean;
}

const READ_MS = 5_000;

/**
 * What the kernel lists as listening. Undefined where nobody can tell: the image has no `cat`, or the container has ended.
 */
export async function listenersIn(
  session: Session,
  container: Container,
): Promise<readonly Listener[] | undefined> {
  const command = plainCommand(
    session.engine,
    'exec',
    container.name,
    'cat',
    '/proc/net/tcp',
    '/proc/net/tcp6',
  );
  const outcome = await session.port.run(command, { signal: session.signal, timeoutMs: READ_MS });
  // A kernel without IPv6 has one of the tables only.
  if (outcome.kind !== 'exited' || !outcome.stdout.includes('local_address')) return undefined;
  return readListeners(outcome.stdout);
}

/** Reads `/proc/net/tcp` and `/proc/net/tcp6` (proc_net_tcp.rst of the kernel): addresses in hexadecimal, state 0A listens. */
export function readListeners(tables: string): readonly Listener[] {
  const found: Listener[] = [];
  for (const [, address = '', port = ''] of tables.matchAll(
    /^\s*\d+: ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) [0-9A-F]+:0000 0A /gmu,
  ))
    if (address !== ENGINE_DNS) found.push({ port: parseInt(port, 16), isLoopback: LOOPBACK.test(address) });
  return found;
}

/** 127.0.0.11, where Docker itself answers for names in networks of the user's. */
const ENGINE_DNS = '0B00007F';

/** 127.0.0.0/8, ::1 and ::ffff:127.0.0.0/104, with the bytes of each word turned around. */
const LOOPBACK = /^(?:[0-9A-F]{6}7F|0{24}01000000|0{16}FFFF0000[0-9A-F]{6}7F)$/u;

/** Continues "Port 8080 did not answer"; empty where nothing is known or all looks well. */
export function whyUnreached(port: number, listeners: readonly Listener[] | undefined): string {
  if (listeners === undefined) return '';
  if (listeners.length === 0) return ': nothing in the container listens at any port';
  const own = listeners.filter((listener) => listener.port === port);
  if (own.some(({ isLoopback }) => !isLoopback)) return '';
  if (own.length > 0)
    return ': the program listens at the loopback address only, which nobody outside of the container reaches; let it listen at 0.0.0.0';
  const others = [...new Set(listeners.map((listener) => listener.port))].sort((a, b) => a - b);
  return `: the container listens at ${others.length === 1 ? 'port' : 'ports'} ${others.slice(0, 4).join(', ')} instead`;
}
