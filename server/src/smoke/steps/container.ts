/** Asks the engine how the container is doing. */
import { plainLine, logTail } from '../logTail';
import { entriesAt, listAt, numberAt, parseInspected, textAt, valueAt } from '../reading';
import { plainCommand } from '../engines/engine';
import { NEVER } from '../cancellation';
import { ask, cancelled, failure, lastWords, type Session, SmokeStop } from '../session';
import type { StepName } from '../report';

export interface ContainerState {
  readonly isRunning: boolean;
  readonly exitCode: number;
  readonly wasOutOfMemory: boolean;
  /** What the engine says of a start that failed. */
  readonly error: string;
  /** Undefined without a health check. */
  readonly health: Health | undefined;
  /** Container port to the port on this machine. */
  readonly ports: ReadonlyMap<number, number>;
}

export interface Health {
  readonly status: 'starting' | 'healthy' | 'unhealthy';
  /** What the last check printed. */
  readonly output: string;
}

export async function stateOf(session: Session, step: StepName, container: string): Promise<ContainerState> {
  const outcome = await ask(session, 'container', 'inspect', '--format', '{{json .}}', container);
  if (outcome.kind === 'cancelled') throw cancelled(step);
  if (outcome.kind !== 'exited' || outcome.exitCode !== 0) {
    throw new SmokeStop('error', failure(step, `The container cannot be inspected: ${lastWords(outcome)}`));
  }
  const [json] = parseInspected(outcome.stdout);
  return {
    isRunning: valueAt(json, 'State', 'Running') === true,
    exitCode: numberAt(json, 'State', 'ExitCode') ?? 0,
    wasOutOfMemory: valueAt(json, 'State', 'OOMKilled') === true,
    error: textAt(json, 'State', 'Error') ?? '',
    health: healthOf(json),
    ports: portsOf(json),
  };
}

/** The state of a container with a health check. Nobody but us asks Podman's containers how they are. */
export async function healthStateOf(
  session: Session,
  step: StepName,
  container: string,
): Promise<ContainerState> {
  if (session.engine.builder.kind !== 'podman') return stateOf(session, step, container);
  const asked = await ask(session, 'healthcheck', 'run', container);
  if (asked.kind === 'cancelled') throw cancelled(step);
  const state = await stateOf(session, step, container);
  if (!state.isRunning || asked.kind !== 'exited') return state;
  // It counts failures from the first one on: when there were enough of them is for the caller to say.
  const status = asked.exitCode === 0 ? 'healthy' : 'starting';
  return { ...state, health: { status, output: state.health?.output ?? '' } };
}

function healthOf(json: unknown): Health | undefined {
  const status = textAt(json, 'State', 'Health', 'Status');
  if (status !== 'starting' && status !== 'healthy' && status !== 'unhealthy') return undefined;
  const output = textAt(listAt(json, 'State', 'Health', 'Log').at(-1), 'Output') ?? '';
  return { status, output: plainLine(output.trim().split('\n').at(-1) ?? '') };
}

function portsOf(json: unknown): ReadonlyMap<number, number> {
  const ports = new Map<number, number>();
  for (const [port, bindings] of entriesAt(json, 'NetworkSettings', 'Ports')) {
    const published = Number(textAt(bindings, 0, 'HostPort'));
    if (published > 0) ports.set(Number.parseInt(port, 10), published);
  }
  return ports;
}

/** The first and the last lines of what the container printed; also after a cancellation, when it tells why. */
export async function containerLog(session: Session, container: string): Promise<readonly string[]> {
  const half = Math.ceil(session.input.limits.logLines / 2);
  const first: string[] = [];
  const rest = logTail(half);
  let passed = 0;
  const take = (line: string): void => {
    const text = plainLine(line);
    if (first.length < half) {
      first.push(text);
      return;
    }
    passed++;
    rest.append(`${text}\n`);
  };
  const command = plainCommand(session.engine, 'logs', '--tail', '5000', container);
  await session.port.run(command, {
    signal: NEVER,
    timeoutMs: 10_000,
    onStdoutLine: take,
    onStderrLine: take,
  });
  const last = rest.lines();
  const left = passed - last.length;
  return [...first, ...(left > 0 ? [`… ${left} more lines …`] : []), ...last];
}
