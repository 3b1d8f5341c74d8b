/** Starts a container of the image within limits, or only creates one when the image has nothing to run. */
import { canLimit, createCommand } from '../engines/engine';
import { nameOfContainer } from '../lease';
import { portOf } from '../probes/declaration';
import type { ImageReport } from '../report';
import { ask, cancelled, demand, failure, labelFor, lastWords, type Session, SmokeStop } from '../session';
import { blameForCommand } from './blame';

export interface Container {
  readonly name: string;
  readonly isStarted: boolean;
  /** TCP ports that are published and have to be probed. */
  readonly ports: readonly number[];
  /** When it was started, by this machine's clock. */
  readonly startedAt: number;
}

const UNLIMITED = { memory: 'memory', pids: 'processes' } as const;

/** More exposed ports than this are a range, and a range is not probed port by port. */
const MAX_PORTS = 10;

/** Never run: an image without a command gets it only because an engine creates no container without one. */
const DUMMY_COMMAND = ['/stagewright-never-run'];

export async function startContainer(session: Session, image: ImageReport): Promise<Container> {
  const name = nameOfContainer(session.run);
  const hasCommand = (image.cmd ?? []).length > 0 || (image.entrypoint ?? []).length > 0;
  const ports = hasCommand ? portsToPublish(session, image) : [];
  const command = createCommand(session.engine, {
    name,
    label: labelFor(session, 'container'),
    image: image.digest,
    ports,
    hasHealthCheck: hasCommand && image.healthcheck !== null,
    command: hasCommand ? [] : DUMMY_COMMAND,
    limits: session.input.limits,
  });
  const unlimited = (['memory', 'pids'] as const).filter((what) => !canLimit(session.engine, what));
  if (hasCommand && unlimited.length > 0)
    session.note(
      `The container runs without a limit of ${unlimited.map((what) => UNLIMITED[what]).join(' and ')}: this user may not set one (the cgroup controllers are not delegated).`,
    );
  const created = await session.port.run(command, { signal: session.signal, timeoutMs: 60_000 });
  demand('run', 'The container cannot be created', created);
  const startedAt = session.port.now();
  if (!hasCommand) return { name, isStarted: false, ports, startedAt };
  const started = await ask(session, 'start', name);
  if (started.kind === 'cancelled') throw cancelled('run');
  if (started.kind !== 'exited' || started.exitCode !== 0) throw whyNotStarted(session, started);
  return { name, isStarted: true, ports, startedAt };
}

/** The command of the image is at fault when the engine cannot execute it; else the engine is. */
function whyNotStarted(session: Session, outcome: Parameters<typeof lastWords>[0]): SmokeStop {
  const words = outcome.kind === 'exited' ? outcome.stderr : '';
  const isCommand =
    /exec|executable|no such file|permission denied|not found|not a directory|unable to find user/iu.test(
      words,
    );
  const complaint = words.split('\n').find((line) => /^Error/u.test(line)) ?? lastWords(outcome);
  const reason = complaint.replace(
    /^Error response from daemon: |^Error: (?:unable to start container "\w+": )?/u,
    '',
  );
  const message = `The container does not start: ${reason}`;
  return new SmokeStop(isCommand ? 'failed' : 'error', {
    ...failure('run', message),
    ...blameForCommand(session),
  });
}

/** Declared probes may ask for ports that the image does not expose; one that names none asks the exposed ones. */
function portsToPublish(session: Session, image: ImageReport): readonly number[] {
  const { declared } = session;
  if (declared.length === 0) return image.healthcheck === null ? portsToProbe(session, image) : [];
  const named = declared.flatMap(({ declaration }) => portOf(declaration) ?? []);
  const isAny = declared.some(
    ({ declaration }) => declaration.kind === 'http' && declaration.port === undefined,
  );
  return [...new Set([...named, ...(isAny ? portsToProbe(session, image) : [])])];
}

function portsToProbe(session: Session, image: ImageReport): readonly number[] {
  const tcp = image.ports
    .filter((port) => !port.endsWith('/udp') && !port.endsWith('/sctp'))
    .map((port) => Number.parseInt(port, 10));
  if (tcp.length < image.ports.length)
    session.note('Exposed UDP and SCTP ports are not probed: nothing has to answer there.');
  if (tcp.length > MAX_PORTS)
    session.note(`Of ${tcp.length} exposed ports the first ${MAX_PORTS} are probed.`);
  if (tcp.length > 0 && session.engine.report.isRemote === true) {
    session.note(
      'The engine is remote, so the ports it publishes on its own loopback cannot be probed from here.',
    );
    return [];
  }
  return tcp.slice(0, MAX_PORTS);
}
