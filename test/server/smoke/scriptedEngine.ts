/** A stand-in for the world of a smoke build, for what cannot be made to happen to a real engine. */
import { analyze } from '../../../server/src/core/index';
import {
  DEFAULT_LIMITS,
  type EngineCommand,
  type RunOutcome,
  type SmokeInput,
  type SmokePort,
  smokeStages,
} from '../../../server/src/smoke/index';

export const RUN = 'a1b2c3d4e5f6';
export const IMAGE = `sha256:${'1'.repeat(64)}`;

/** Gives an answer for the commands it is about, and undefined for all others. */
export type Answer = (args: string, command: EngineCommand) => RunOutcome | undefined;

export interface Scripted {
  readonly port: SmokePort;
  /** The arguments of every command, in order. */
  readonly asked: readonly string[];
}

export function ok(stdout: string): RunOutcome {
  return { kind: 'exited', exitCode: 0, stdout, stderr: '' };
}

export function refused(stderr: string): RunOutcome {
  return { kind: 'exited', exitCode: 1, stdout: '', stderr };
}

/** An engine on which everything goes well, but for what the answer says. Sleeping takes no time but moves the clock. */
export function scriptedEngine(answer: Answer): Scripted {
  const asked: string[] = [];
  let now = Date.parse('2026-01-01T00:00:00Z');
  const port: SmokePort = {
    run(command) {
      const args = command.args.join(' ');
      asked.push(args);
      return Promise.resolve(answer(args, command) ?? usual(args));
    },
    now: () => now,
    sleep(ms, signal) {
      // A time limit or a heartbeat never comes; a pause is over at once.
      if (ms >= 10_000)
        return new Promise((resolve) => {
          if (signal.aborted) resolve();
          else signal.addEventListener('abort', resolve);
        });
      now += ms;
      return Promise.resolve();
    },
    randomId: () => RUN,
    identity: () => ({ owner: 'tester', host: 'here' }),
    openFolder: () =>
      Promise.resolve({
        path: '/run',
        write: (name) => Promise.resolve(`/run/${name}`),
        read: (name) => Promise.resolve(name === 'image-id' ? IMAGE : undefined),
        renew: () => Promise.resolve(),
        remove: () => Promise.resolve(),
      }),
    sweepFolders: () => Promise.resolve([]),
    readText: () => Promise.resolve(undefined),
    listContext: () => Promise.resolve({ kind: 'listed', ignoreFile: undefined, isIncomplete: false }),
    readArchive: () => Promise.resolve({ kind: 'unreadable', message: 'a scripted engine saves nothing' }),
    findSecrets: () => Promise.resolve([]),
    tcpProbe: () => Promise.resolve({ kind: 'open' }),
    httpGet: () => Promise.resolve({ kind: 'answered', status: 200, contentType: 'text/html', body: 'hi' }),
  };
  return { port, asked };
}

function usual(args: string): RunOutcome {
  if (args.startsWith('version --format {{json')) {
    return ok(
      JSON.stringify({
        Client: { Version: '28.5.2' },
        Server: { Version: '28.5.2', Os: 'linux', Arch: 'amd64' },
      }),
    );
  }
  if (args === 'buildx version') return ok('github.com/docker/buildx v0.29.1 abc');
  if (args.startsWith('info'))
    return ok(JSON.stringify({ Driver: 'overlay2', SystemTime: '2026-01-01T00:00:00Z' }));
  if (args.startsWith('context inspect'))
    return ok(JSON.stringify({ Name: 'default', Endpoints: { docker: { Host: 'unix:///x' } } }));
  if (args.startsWith('image inspect --format {{.Id}}')) return ok(IMAGE);
  if (args.startsWith('image inspect'))
    return ok(JSON.stringify({ Size: 5, Os: 'linux', Architecture: 'amd64', Config: { Cmd: ['x'] } }));
  if (args.startsWith('container inspect'))
    return ok(JSON.stringify({ State: { Running: false, ExitCode: 0 } }));
  return ok('');
}

export function scriptedInput(
  text = 'FROM busybox\nCMD ["x"]\n',
  rest: Partial<SmokeInput> = {},
): SmokeInput {
  return {
    dockerfilePath: '/project/Dockerfile',
    text,
    isSaved: true,
    contextDir: '/project',
    target: undefined,
    stages: smokeStages(analyze(text)),
    buildArgs: {},
    keep: undefined,
    program: 'docker',
    limits: DEFAULT_LIMITS,
    ...rest,
  };
}
