/** What a smoke build costs over the three commands that it replaces, how fast it reads layers, and how much memory that takes. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from '../harness/repository';
import { missing, measured, type Outcome } from './outcome';
import { median } from './statistics';

export interface SmokeFigures {
  /** Medians of whole processes, in ms, everything in the build cache. */
  readonly smoke: number;
  readonly bare: number;
  /** Of the image that is read. */
  readonly imageBytes: number;
  /** In ms: a smoke build of the large image less one of the small image. */
  readonly reading: number;
  /** In ms: `docker save | tar t` of the same image. */
  readonly listing: number;
  /** Of our process while it read the large image, in bytes; undefined where the system does not tell. */
  readonly peakMemory: number | undefined;
}

const ROUNDS = 5;
const LARGE_MEGABYTES = 1200;

const SMALL =
  'FROM busybox:latest AS build\nRUN echo built > /page\nFROM busybox:latest\nCOPY --from=build /page /page\n';
/** Random, so that nothing on the way can make it smaller. */
const LARGE = `FROM busybox:latest\n${Array.from({ length: 4 }, (_, at) => `RUN dd if=/dev/urandom of=/file${at} bs=1M count=${LARGE_MEGABYTES / 4}\n`).join('')}`;
const COMMAND = 'CMD ["cat", "/etc/hostname"]\n';

export async function measureSmoke(folder: string): Promise<Outcome<SmokeFigures>> {
  const module = (await import(
    pathToFileURL(join(repositoryRoot(), 'test/harness/provision/engine.mjs')).href
  )) as { findEngine(): Promise<FoundEngine> };
  const engine = await module.findEngine();
  if (!engine.available) return missing(engine.reason);
  const env = { ...process.env, ...engine.env };
  if (run(['image', 'inspect', 'busybox:latest'], env, folder) !== 0)
    return missing('the engine has no image busybox:latest');
  const [small, large] = [contextOf(join(folder, 'small'), SMALL), contextOf(join(folder, 'large'), LARGE)];
  const tag = `stagewright-bench-${process.pid}`;
  try {
    for (const context of [small, large]) build(context, tag, env);
    const smokes: number[] = [];
    const bares: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      smokes.push((await smoke(small, env)).duration);
      bares.push(bare(small, tag, env));
    }
    const whole = await smoke(large, env);
    build(large, tag, env);
    const listing = timed(() => {
      const script = 'docker image save "$0" | tar t > "$1"';
      must(spawnSync('sh', ['-c', script, tag, join(folder, 'list')], { env }).status, 'docker save | tar t');
    });
    return measured({
      smoke: median(smokes),
      bare: median(bares),
      imageBytes: LARGE_MEGABYTES * 1024 ** 2,
      reading: whole.duration - median(smokes),
      listing,
      peakMemory: whole.peakMemory,
    });
  } finally {
    run(['image', 'rm', '--force', tag], env, folder);
  }
}

type FoundEngine =
  | { readonly available: true; readonly env: Readonly<Record<string, string>> }
  | { readonly available: false; readonly reason: string };

type Environment = NodeJS.ProcessEnv;

function contextOf(folder: string, dockerfile: string): string {
  mkdirSync(folder);
  writeFileSync(join(folder, 'Dockerfile'), `${dockerfile}${COMMAND}`);
  return folder;
}

/** The three commands that people write. */
function bare(context: string, tag: string, env: Environment): number {
  return timed(() => {
    build(context, tag, env);
    must(run(['run', '--name', tag, tag], env, context), 'docker run');
    must(run(['rm', tag], env, context), 'docker rm');
  });
}

function build(context: string, tag: string, env: Environment): void {
  must(run(['build', '--quiet', '--tag', tag, '.'], env, context), 'docker build');
}

async function smoke(
  context: string,
  env: Environment,
): Promise<{ readonly duration: number; readonly peakMemory: number | undefined }> {
  const started = performance.now();
  const cli = join(repositoryRoot(), 'dist/cli.js');
  const child = spawn(process.execPath, [cli, 'smoke'], { cwd: context, env, stdio: 'ignore' });
  const ended = once(child, 'exit');
  let isRunning = true;
  void ended.then(() => (isRunning = false));
  let peakMemory: number | undefined;
  while (isRunning) {
    peakMemory = peakOf(child.pid) ?? peakMemory;
    await Promise.race([ended, delay(50)]);
  }
  const duration = performance.now() - started;
  must(child.exitCode, 'stagewright smoke');
  return { duration, peakMemory };
}

/** The most memory that the process ever had (proc_pid_status(5)), in bytes. */
function peakOf(pid: number | undefined): number | undefined {
  try {
    const told = /^VmHWM:\s+(\d+) kB/mu.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1];
    return told === undefined ? undefined : Number(told) * 1024;
  } catch {
    return undefined;
  }
}

function timed(action: () => void): number {
  const started = performance.now();
  action();
  return performance.now() - started;
}

function run(args: readonly string[], env: Environment, cwd: string): number | null {
  return spawnSync('docker', args, { env, cwd, stdio: 'ignore' }).status;
}

function must(status: number | null, what: string): void {
  if (status !== 0) throw new Error(`${what} ended with ${String(status)}`);
}
