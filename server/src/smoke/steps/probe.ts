/** The default probes: the health check if there is one, else the exposed ports, else that the container lives or ends well. */
import type { HttpAnswer } from '../port';
import { askDeclared } from '../probes/declared';
import { listenersIn, whyUnreached } from '../probes/listeners';
import type { ImageReport, ProbeReport } from '../report';
import { cancelled, type Session } from '../session';
import { blameFor, blameForCommand } from './blame';
import { type ContainerState, healthStateOf, stateOf } from './container';
import type { Container } from './start';

const PAUSE_MS = 200;
const CONNECT_MS = 2_000;
const BODY_BYTES = 300;
/** How long the other ports may take once one has answered. */
const GRACE_MS = 2_000;

export interface Probing {
  readonly probes: readonly ProbeReport[];
  /** The state in which the last probe left the container. */
  readonly state: ContainerState | undefined;
  readonly readyMs: number | undefined;
}

export async function probe(session: Session, container: Container, image: ImageReport): Promise<Probing> {
  if (!container.isStarted) return { probes: [createdProbe()], state: undefined, readyMs: undefined };
  if (session.declared.length > 0) return askDeclared(session, container, session.declared);
  if (image.healthcheck !== null) return probeHealth(session, container);
  if (container.ports.length > 0) return probePorts(session, container);
  return probeLife(session, container);
}

function createdProbe(): ProbeReport {
  const message = 'The image has no command: a container was created for inspection and never run.';
  return { kind: 'created', passed: true, message, line: undefined, durationMs: 0 };
}

async function probeHealth(session: Session, container: Container): Promise<Probing> {
  const line = blameFor(session, ['HEALTHCHECK']).line;
  const { readyMs } = session.input.limits;
  for (;;) {
    const state = await healthStateOf(session, 'probe', container.name);
    const durationMs = session.port.now() - container.startedAt;
    const report = (passed: boolean, message: string): Probing => ({
      probes: [{ kind: 'health', passed, message, line, durationMs }],
      state,
      readyMs: passed ? durationMs : undefined,
    });
    const said =
      state.health === undefined || state.health.output === ''
        ? ''
        : ` (it last said: ${state.health.output})`;
    if (!state.isRunning) return report(false, `${endOf(state)} before the health check passed.`);
    if (state.health?.status === 'healthy') return report(true, 'The health check passed.');
    if (state.health?.status === 'unhealthy') return report(false, `The health check failed${said}.`);
    if (durationMs > readyMs)
      return report(false, `The health check did not pass within ${seconds(readyMs)}${said}.`);
    await pause(session);
  }
}

interface PortAnswer {
  readonly at: number;
  readonly http: HttpAnswer;
}

async function probePorts(session: Session, container: Container): Promise<Probing> {
  const { limits } = session.input;
  const answers = new Map<number, PortAnswer>();
  let deadline = container.startedAt + limits.readyMs;
  for (;;) {
    const state = await stateOf(session, 'probe', container.name);
    if (state.isRunning) {
      for (const port of container.ports.filter((entry) => !answers.has(entry))) {
        const http = await probePort(session, state.ports.get(port));
        if (http === undefined) continue;
        answers.set(port, { at: session.port.now(), http });
        deadline = Math.min(deadline, session.port.now() + GRACE_MS);
      }
    }
    const isOver = answers.size === container.ports.length || session.port.now() > deadline;
    if (state.isRunning && !isOver) {
      await pause(session);
      continue;
    }
    return portReports(session, container, state, answers);
  }
}

/** Undefined as long as nothing in the container answers. */
async function probePort(session: Session, published: number | undefined): Promise<HttpAnswer | undefined> {
  const { port, signal } = session;
  if (published === undefined) return undefined;
  const tcp = await port.tcpProbe({ port: published, timeoutMs: CONNECT_MS, signal });
  if (session.signal.aborted) throw cancelled('probe');
  if (tcp.kind === 'closed') return undefined;
  return port.httpGet({
    port: published,
    path: '/',
    timeoutMs: CONNECT_MS * 2,
    maxBytes: BODY_BYTES,
    signal,
  });
}

/** One port that answers is enough: images often expose ports that only some configurations use. */
async function portReports(
  session: Session,
  container: Container,
  state: ContainerState,
  answers: ReadonlyMap<number, PortAnswer>,
): Promise<Probing> {
  const listeners = answers.size > 0 || !state.isRunning ? undefined : await listenersIn(session, container);
  const line = blameFor(session, ['EXPOSE']).line;
  const now = session.port.now();
  const probes = container.ports.map((port): ProbeReport => {
    const answer = answers.get(port);
    const durationMs = (answer?.at ?? now) - container.startedAt;
    if (answer !== undefined) return answeredProbe(port, answer.http, line, durationMs);
    const why = state.isRunning
      ? `did not answer within ${seconds(durationMs)}${whyUnreached(port, listeners)}`
      : `did not answer. ${endOf(state)}`;
    const isExcused = answers.size > 0 && state.isRunning;
    const message = `Port ${port} ${why}${isExcused ? '; another port did, so this counts as unused' : ''}.`;
    return { kind: 'port', passed: isExcused, message, line, durationMs, port, http: undefined };
  });
  const first = [...answers.values()].map((answer) => answer.at).sort((a, b) => a - b)[0];
  return { probes, state, readyMs: first === undefined ? undefined : first - container.startedAt };
}

function answeredProbe(
  port: number,
  answer: HttpAnswer,
  line: number | undefined,
  durationMs: number,
): ProbeReport {
  const rest = { kind: 'port', line, durationMs, port } as const;
  if (answer.kind === 'not-http') {
    return { ...rest, passed: true, message: `Port ${port} answers, though not over HTTP.`, http: undefined };
  }
  const { status, contentType, body } = answer;
  const isServerError = status >= 500;
  return {
    ...rest,
    passed: !isServerError,
    message: `GET / on port ${port} was answered with HTTP ${status}${isServerError ? ', a server error' : ''}.`,
    http: { status, contentType, body },
  };
}

async function probeLife(session: Session, container: Container): Promise<Probing> {
  const line = blameForCommand(session).line;
  const { stayUpMs } = session.input.limits;
  for (;;) {
    const state = await stateOf(session, 'probe', container.name);
    const durationMs = session.port.now() - container.startedAt;
    const report = (passed: boolean, message: string): Probing => ({
      probes: [{ kind: 'exit', passed, message, line, durationMs }],
      state,
      readyMs: undefined,
    });
    if (!state.isRunning) return report(state.exitCode === 0, `${endOf(state)}.`);
    if (durationMs > stayUpMs) return report(true, `The container stayed up for ${seconds(stayUpMs)}.`);
    await pause(session);
  }
}

async function pause(session: Session): Promise<void> {
  await session.port.sleep(PAUSE_MS, session.signal);
  if (session.signal.aborted) throw cancelled('probe');
}

function endOf(state: ContainerState): string {
  const memory = state.wasOutOfMemory ? ', out of memory' : '';
  return `The container ended with exit code ${state.exitCode}${memory}`;
}

function seconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}
