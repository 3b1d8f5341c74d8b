/** The one file that starts programs: no shell, an argument list, a time limit, and an end for the whole process group. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';
import {
  type EngineCommand,
  LINE_LIMIT,
  OUTPUT_LIMIT,
  type RunOptions,
  type RunOutcome,
} from '../smoke/index';
import { endStartedBy } from './processTree';

/** How long a program may take to end by itself once it was asked to, before its whole group is killed. */
const GRACE_MS = 5_000;
/** How long pipes may stay open once the program has ended: something it started may hold them. */
const DRAIN_MS = 1_000;

/** How often programs are looked for that have to be ended. */
const RETRY_MS = 100;

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** Runs a program to its end. Never rejects, and resolves only when the program is gone. */
export function runProgram(command: EngineCommand, options: RunOptions): Promise<RunOutcome> {
  return run(command, options, (stdout) => collect(stdout, options.onStdoutLine));
}

/**
 * The same for a program whose standard output is data: it goes to the sink as fast as that takes it, and is not in the
 * outcome. A sink that gives up ends the program. Resolves when the sink has finished too.
 */
export async function streamProgram(
  command: EngineCommand,
  options: Omit<RunOptions, 'onStdoutLine'>,
  sink: Writable,
): Promise<RunOutcome> {
  const given = new AbortController();
  const giveUp = (): void => given.abort();
  options.signal.addEventListener('abort', giveUp);
  if (options.signal.aborted) giveUp();
  let finished: Promise<void> = Promise.resolve();
  const outcome = await run(command, { ...options, signal: given.signal }, (stdout) => {
    finished = pipeline(stdout, sink).catch(giveUp);
    return { isData: true, finish: () => '' };
  });
  options.signal.removeEventListener('abort', giveUp);
  if (outcome.kind === 'not-found') sink.destroy();
  await finished;
  return outcome;
}

function run(
  command: EngineCommand,
  options: RunOptions,
  take: (stdout: Readable) => Collector,
): Promise<RunOutcome> {
  if (options.signal.aborted) return Promise.resolve({ kind: 'cancelled' });
  return new Promise((resolve) => {
    const child = start(command);
    const stdout = take(child.stdout);
    const stderr = collect(child.stderr, options.onStderrLine);
    let ending: 'cancelled' | 'timed-out' | undefined;
    let killTimer: NodeJS.Timeout | undefined;

    const end = (why: 'cancelled' | 'timed-out'): void => {
      if (ending !== undefined) return;
      ending = why;
      const endItself = (): void => {
        signalGroup(child, 'SIGTERM');
        killTimer = setTimeout(() => signalGroup(child, 'SIGKILL'), GRACE_MS);
      };
      if (options.ending !== 'what-it-runs' || child.pid === undefined) {
        endItself();
        return;
      }
      // It may be between two of them: then the next one ends as soon as it is there.
      const { pid } = child;
      const deadline = Date.now() + GRACE_MS;
      const endWhatItRuns = (): void => {
        if (endStartedBy(pid) === 'cannot-be-told' || Date.now() > deadline) endItself();
        else killTimer = setTimeout(endWhatItRuns, RETRY_MS);
      };
      endWhatItRuns();
    };
    const onAbort = (): void => end('cancelled');
    options.signal.addEventListener('abort', onAbort);
    const limitTimer = setTimeout(() => end('timed-out'), options.timeoutMs);

    const settle = (outcome: RunOutcome): void => {
      clearTimeout(limitTimer);
      clearTimeout(killTimer);
      options.signal.removeEventListener('abort', onAbort);
      resolve(outcome);
    };
    child.once('error', (error) => {
      if (child.pid === undefined) settle({ kind: 'not-found', message: error.message });
    });
    child.once('exit', () => {
      setTimeout(() => {
        if (stdout.isData !== true) child.stdout.destroy();
        child.stderr.destroy();
      }, DRAIN_MS).unref();
    });
    child.once('close', (code, signal) => {
      // What the program started and left behind in its group ends with it.
      if (ending !== undefined) signalGroup(child, 'SIGKILL');
      const output = { stdout: stdout.finish(), stderr: stderr.finish() };
      if (ending === 'cancelled') settle({ kind: 'cancelled' });
      else if (ending === 'timed-out') settle({ kind: 'timed-out', stderr: output.stderr });
      else settle({ kind: 'exited', exitCode: code ?? exitCodeOf(signal), ...output });
    });
    // A program that does not read its input, or is gone already, is no error of ours.
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.stdin ?? '');
  });
}

function start(command: EngineCommand): Child {
  return spawn(command.program, [...command.args], {
    shell: false,
    windowsHide: true,
    // A group of its own, so that a program and what it starts (the client's plugins) can be ended together.
    detached: process.platform !== 'win32',
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...command.env },
  });
}

function signalGroup(child: Child, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // The group is gone.
  }
}

function exitCodeOf(signal: NodeJS.Signals | null): number {
  return signal === null ? 1 : 128 + constants.signals[signal];
}

interface Collector {
  /** True for data, which is never cut off: only the sink knows when it has all of it. */
  readonly isData?: boolean;
  /** The end of all that was printed. */
  finish(): string;
}

/** Hands lines on as they come, and keeps the end of the output; neither grows with what the program prints. */
function collect(stream: Readable, onLine: ((line: string) => void) | undefined): Collector {
  const decoder = new StringDecoder('utf8');
  let kept = '';
  let open = '';
  const take = (text: string): void => {
    kept += text;
    if (kept.length > 2 * OUTPUT_LIMIT) kept = kept.slice(-OUTPUT_LIMIT);
    if (onLine === undefined) return;
    const lines = text.split('\n');
    for (let at = 0; at < lines.length; at++) {
      if (open.length < LINE_LIMIT) open += (lines[at] ?? '').slice(0, LINE_LIMIT - open.length);
      if (at === lines.length - 1) break;
      onLine(open.endsWith('\r') ? open.slice(0, -1) : open);
      open = '';
    }
  };
  stream.on('data', (chunk: Buffer) => take(decoder.write(chunk)));
  stream.on('error', () => undefined);
  return {
    finish() {
      take(decoder.end());
      if (open !== '') onLine?.(open);
      open = '';
      return kept.slice(-OUTPUT_LIMIT);
    },
  };
}
