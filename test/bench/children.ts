/** Every program that the bench starts is started here, so that none outlives it whatever way it ends. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { constants } from 'node:os';
import process from 'node:process';
import { DID_NOT_FINISH } from './outcome';

const running = new Set<ChildProcessWithoutNullStreams>();

process.once('exit', killAll);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => process.exit(128 + constants.signals[signal]));
}

/** Starts a program in a process group of its own, without a shell. */
export function start(
  program: string,
  args: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): ChildProcessWithoutNullStreams {
  const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, detached: true });
  running.add(child);
  child.once('exit', () => {
    // What it has started itself goes with it.
    killGroup(child);
    running.delete(child);
  });
  child.once('error', () => running.delete(child));
  // A program that ends while it is written to says so by its exit.
  child.stdin.on('error', () => undefined);
  return child;
}

/** Kills the program and all that it has started; it is reaped before the promise resolves. */
export async function kill(child: ChildProcessWithoutNullStreams): Promise<void> {
  if (!running.has(child)) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  killGroup(child);
  await ended;
}

export interface RunResult {
  /** From before the start to after the end, in milliseconds. */
  readonly duration: number;
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end; rejects when it cannot be started or takes longer than `limit` milliseconds. */
export async function run(
  program: string,
  args: readonly string[],
  options: {
    readonly cwd: string;
    readonly limit: number;
    readonly env?: Readonly<Record<string, string>>;
    readonly input?: string;
  },
): Promise<RunResult> {
  const started = performance.now();
  const child = start(program, args, options);
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  child.stdin.end(options.input ?? '');
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    killGroup(child);
  }, options.limit);
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (exitCode) => resolve(exitCode ?? 1));
    });
    const duration = performance.now() - started;
    if (isLate) throw new Error(DID_NOT_FINISH);
    return {
      duration,
      code,
      stdout: Buffer.concat(stdout).toString('utf8'),
      stderr: Buffer.concat(stderr).toString('utf8'),
    };
  } finally {
    clearTimeout(timer);
  }
}

function killAll(): void {
  for (const child of running) killGroup(child);
}

function killGroup(child: ChildProcessWithoutNullStreams): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Nobody of the group is left, or the system has no groups.
    child.kill('SIGKILL');
  }
}
