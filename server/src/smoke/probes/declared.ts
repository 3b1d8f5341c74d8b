/** Asks the probes that the user declared, until each has passed or the container has had its time. */
import { NEVER } from '../cancellation';
import { plainCommand } from '../engines/engine';
import { plainLine } from '../logTail';
import type { ProbeReport } from '../report';
import { ask, cancelled, lastWords, type Session } from '../session';
import { type ContainerState, healthStateOf, stateOf } from '../steps/container';
import type { Container } from '../steps/start';
import type { Declaration, DeclaredProbe } from './declaration';

const PAUSE_MS = 250;
const CONNECT_MS = 2_000;
const COMMAND_MS = 10_000;
const BODY_BYTES = 64 * 1024;

export interface Declared {
  readonly probes: readonly ProbeReport[];
  readonly state: ContainerState;
  readonly readyMs: number | undefined;
}

/** `isFinal` is a no that further waiting cannot change. */
type Answer =
  | { readonly kind: 'yes'; readonly message: string }
  | { readonly kind: 'no'; readonly message: string; readonly isFinal?: boolean };

export async function askDeclared(
  session: Session,
  container: Container,
  probes: readonly DeclaredProbe[],
): Promise<Declared> {
  const { port, input } = session;
  const deadline = container.startedAt + input.limits.readyMs;
  const done = new Map<DeclaredProbe, ProbeReport>();
  let readyMs: number | undefined;
  const look = probes.some(({ declaration }) => declaration.kind === 'health') ? healthStateOf : stateOf;
  for (;;) {
    const state = await look(session, 'probe', container.name);
    const isOver = port.now() > deadline;
    for (const probe of probes.filter((one) => !done.has(one))) {
      const answer = await answerOf(session, container, state, probe.declaration);
      const durationMs = port.now() - container.startedAt;
      if (answer.kind === 'yes') readyMs ??= durationMs;
      else if (answer.isFinal !== true && !isOver && state.isRunning) continue;
      const { text, line } = probe;
      const passed = answer.kind === 'yes';
      done.set(probe, { kind: 'declared', what: text, passed, message: answer.message, line, durationMs });
    }
    if (done.size === probes.length)
      return { probes: probes.flatMap((probe) => done.get(probe) ?? []), state, readyMs };
    await port.sleep(PAUSE_MS, session.signal);
    if (session.signal.aborted) throw cancelled('probe');
  }
}

function answerOf(
  session: Session,
  container: Container,
  state: ContainerState,
  declaration: Declaration,
): Promise<Answer> {
  switch (declaration.kind) {
    case 'http':
      return askHttp(session, state, declaration);
    case 'tcp':
      return askTcp(session, state, declaration.port);
    case 'command':
      return askCommand(session, container, state, declaration);
    case 'exit':
      return Promise.resolve(exitAnswer(state, declaration.exitCode));
    case 'log':
      return askLog(session, container, declaration.text);
    case 'file':
      return askFile(session, container, declaration.path);
    case 'health':
      return Promise.resolve(healthAnswer(state));
  }
}

const ENDED: Answer = { kind: 'no', message: 'The container has ended.', isFinal: true };

async function askHttp(
  session: Session,
  state: ContainerState,
  { method, path, status, port, containing }: Extract<Declaration, { kind: 'http' }>,
): Promise<Answer> {
  if (!state.isRunning) return ENDED;
  const what = `${method} ${path}`;
  const published = port === undefined ? [...state.ports.values()][0] : state.ports.get(port);
  if (published === undefined)
    return {
      kind: 'no',
      message: `${what}: no port is published for it; name one with "on PORT".`,
      isFinal: true,
    };
  const answer = await session.port.httpGet({
    port: published,
    method,
    path,
    timeoutMs: CONNECT_MS * 2,
    maxBytes: BODY_BYTES,
    signal: session.signal,
  });
  if (answer.kind === 'not-http')
    return { kind: 'no', message: `${what} was not answered: ${answer.message}.` };
  const said = `${what} was answered with HTTP ${answer.status}`;
  const isExpected = status === undefined ? answer.status < 400 : answer.status === status;
  if (!isExpected)
    return { kind: 'no', message: status === undefined ? `${said}.` : `${said} instead of ${status}.` };
  if (containing !== undefined && !answer.body.includes(containing))
    return { kind: 'no', message: `${said}, without "${containing}".` };
  return { kind: 'yes', message: `${said}.` };
}

async function askTcp(session: Session, state: ContainerState, port: number): Promise<Answer> {
  if (!state.isRunning) return ENDED;
  const published = state.ports.get(port);
  if (published === undefined)
    return { kind: 'no', message: `Port ${port} could not be published.`, isFinal: true };
  const { signal } = session;
  const answer = await session.port.tcpProbe({ port: published, timeoutMs: CONNECT_MS, signal });
  return answer.kind === 'open'
    ? { kind: 'yes', message: `Port ${port} takes connections.` }
    : { kind: 'no', message: `Port ${port} takes no connections: ${answer.message}.` };
}

async function askCommand(
  session: Session,
  container: Container,
  state: ContainerState,
  { words, exitCode }: Extract<Declaration, { kind: 'command' }>,
): Promise<Answer> {
  if (!state.isRunning) return ENDED;
  const outcome = await session.port.run(plainCommand(session.engine, 'exec', container.name, ...words), {
    signal: session.signal,
    timeoutMs: COMMAND_MS,
  });
  if (outcome.kind === 'cancelled') throw cancelled('probe');
  if (outcome.kind !== 'exited')
    return { kind: 'no', message: `"${words.join(' ')}": ${lastWords(outcome)}.` };
  const isExpected = outcome.exitCode === exitCode;
  const said = `"${words.join(' ')}" ended with exit code ${outcome.exitCode}`;
  const output = plainLine((outcome.stdout.trim() || outcome.stderr.trim()).split('\n').at(-1) ?? '');
  const remark = output === '' ? '' : ` (it said: ${output.slice(0, 200)})`;
  return isExpected
    ? { kind: 'yes', message: `${said}${remark}.` }
    : { kind: 'no', message: `${said} instead of ${exitCode}${remark}.` };
}

function exitAnswer(state: ContainerState, exitCode: number): Answer {
  if (state.isRunning) return { kind: 'no', message: 'The container is still running.' };
  const said = `The container ended with exit code ${state.exitCode}`;
  return state.exitCode === exitCode
    ? { kind: 'yes', message: `${said}.` }
    : { kind: 'no', message: `${said} instead of ${exitCode}.`, isFinal: true };
}

async function askLog(session: Session, container: Container, text: string): Promise<Answer> {
  const found: string[] = [];
  const look = (line: string): void => {
    if (found.length === 0 && plainLine(line).includes(text)) found.push(line);
  };
  await session.port.run(plainCommand(session.engine, 'logs', '--tail', '10000', container.name), {
    signal: NEVER,
    timeoutMs: COMMAND_MS,
    onStdoutLine: look,
    onStderrLine: look,
  });
  return found.length > 0
    ? { kind: 'yes', message: `The log says "${text}".` }
    : { kind: 'no', message: `The log does not say "${text}".` };
}

/** Copied out, because there may be no program in the image that could look. */
async function askFile(session: Session, container: Container, path: string): Promise<Answer> {
  const outcome = await ask(session, 'cp', `${container.name}:${path}`, '-');
  if (outcome.kind === 'cancelled') throw cancelled('probe');
  return outcome.kind === 'exited' && outcome.exitCode === 0
    ? { kind: 'yes', message: `${path} is there.` }
    : { kind: 'no', message: `${path} is not there.` };
}

function healthAnswer(state: ContainerState): Answer {
  if (state.health === undefined)
    return { kind: 'no', message: 'The image declares no health check.', isFinal: true };
  if (!state.isRunning) return ENDED;
  const said = state.health.output === '' ? '' : ` (it last said: ${state.health.output})`;
  return state.health.status === 'healthy'
    ? { kind: 'yes', message: 'The health check passed.' }
    : { kind: 'no', message: `The health check is ${state.health.status}${said}.` };
}
