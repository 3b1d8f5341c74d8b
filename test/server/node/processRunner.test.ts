/** Programs that end, do not end, print without end, and start others: with real ones. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { runProgram } from '../../../server/src/node/processRunner';
import { OUTPUT_LIMIT, type RunOptions, type RunOutcome } from '../../../server/src/smoke/index';

const LONG = 600_000;

function node(script: string, options: Partial<RunOptions> = {}): Promise<RunOutcome> {
  const signal = new AbortController().signal;
  return runProgram(
    { program: process.execPath, args: ['-e', script] },
    { signal, timeoutMs: LONG, ...options },
  );
}

test('output, exit code, standard input and environment', async () => {
  const script =
    'process.stdin.on("data", (d) => process.stdout.write(d + process.env.ADDED)); process.stdin.on("end", () => { console.error("err"); process.exit(3); })';
  const outcome = await runProgram(
    { program: process.execPath, args: ['-e', script], env: { ADDED: '!' } },
    { signal: new AbortController().signal, timeoutMs: LONG, stdin: 'in' },
  );
  assert.deepEqual(outcome, { kind: 'exited', exitCode: 3, stdout: 'in!', stderr: 'err\n' });
});

test('arguments are never read by a shell', async () => {
  const argument = '$(touch /tmp/x); `id` && "quoted" \'too\' *';
  const outcome = await runProgram(
    { program: process.execPath, args: ['-e', 'process.stdout.write(process.argv[1])', argument] },
    { signal: new AbortController().signal, timeoutMs: LONG },
  );
  assert.ok(outcome.kind === 'exited' && outcome.stdout === argument);
});

test('a program that is not there', async () => {
  const outcome = await runProgram(
    { program: 'no-such-program-anywhere', args: [] },
    { signal: new AbortController().signal, timeoutMs: LONG },
  );
  assert.equal(outcome.kind, 'not-found');
});

test('lines come whole, with multi-byte characters and over-long ones cut', async () => {
  const lines: string[] = [];
  const script =
    'process.stdout.write("é".repeat(70000) + "\\r\\n"); process.stdout.write("x".repeat(1e6) + "\\nlast")';
  await node(script, { onStdoutLine: (line) => lines.push(line) });
  assert.deepEqual(
    lines.map((line) => [line.slice(0, 2), line.length]),
    [
      ['éé', 70_000],
      ['xx', 256 * 1024],
      ['la', 4],
    ],
  );
});

test('of output without end only the end is kept', async () => {
  const outcome = await node(
    'for (let i = 0; i < 300; i++) process.stdout.write("y".repeat(65536)); process.stdout.write("the end")',
  );
  assert.ok(
    outcome.kind === 'exited' && outcome.stdout.length <= OUTPUT_LIMIT && outcome.stdout.endsWith('the end'),
  );
});

test('cancelling ends the program and what it started', async () => {
  const controller = new AbortController();
  const script = `
    const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    console.log(child.pid); setInterval(() => {}, 1000)`;
  let grandchild = 0;
  const outcome = await node(script, {
    signal: controller.signal,
    onStdoutLine: (line) => {
      grandchild = Number(line);
      controller.abort();
    },
  });
  assert.deepEqual(outcome, { kind: 'cancelled' });
  assert.ok(grandchild > 0);
  while (isAlive(grandchild)) await delay(20);
});

test('a program that ignores the request to end is killed', async () => {
  const controller = new AbortController();
  const outcome = await node(
    'process.on("SIGTERM", () => {}); console.log("ready"); setInterval(() => {}, 1000)',
    {
      signal: controller.signal,
      onStdoutLine: () => {
        controller.abort();
      },
    },
  );
  assert.deepEqual(outcome, { kind: 'cancelled' });
});

test('a time limit ends the program', async () => {
  const outcome = await node('setInterval(() => {}, 1000)', { timeoutMs: 300 });
  assert.equal(outcome.kind, 'timed-out');
});

test('nothing is started once it was cancelled', async () => {
  const outcome = await node('process.exit(0)', { signal: AbortSignal.abort() });
  assert.deepEqual(outcome, { kind: 'cancelled' });
});

test('a program that leaves something behind with its output open does not hold us up', async () => {
  const script = `require('node:child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 20000)'], { stdio: 'inherit', detached: true }).unref(); console.log('done')`;
  const outcome = await node(script);
  assert.ok(outcome.kind === 'exited' && outcome.stdout === 'done\n');
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Starts a program in a group of its own, tells when it runs, and how it has ended. */
const STARTER = `const child = require("child_process").spawn("sleep", ["300"], { detached: true, stdio: "ignore" });
  child.on("spawn", () => console.log("started"));
  child.on("exit", (code, signal) => { console.log("ended by " + signal); process.exit(0); });`;

test('what a program runs is ended first, and it cleans up after that', async () => {
  const lines: string[] = [];
  const cancel = new AbortController();
  const outcome = await node(STARTER, {
    signal: cancel.signal,
    ending: 'what-it-runs',
    onStdoutLine: (line) => {
      lines.push(line);
      if (line === 'started') cancel.abort();
    },
  });
  assert.deepEqual(outcome, { kind: 'cancelled' });
  assert.deepEqual(lines, ['started', 'ended by SIGKILL']);
});

test('a program that runs nothing is ended itself, after a while', async () => {
  const cancel = new AbortController();
  const outcome = await node('console.log("up"); setInterval(() => undefined, 1000)', {
    signal: cancel.signal,
    ending: 'what-it-runs',
    onStdoutLine: () => {
      cancel.abort();
    },
  });
  assert.deepEqual(outcome, { kind: 'cancelled' });
});
