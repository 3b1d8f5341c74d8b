/** What a person is shown while a smoke build runs, told by a clock that the test moves. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Watch, watch } from '../../../server/src/cli/smoke/watching';

interface Watched extends Watch {
  /** Every text that was shown, live or not. */
  readonly shown: readonly string[][];
  readonly printed: readonly string[];
  /** Lets so much time go by, in milliseconds. */
  pass(ms: number): Promise<void>;
}

function watched(kind: 'terminal' | 'pipe', columns = 40, names: readonly string[] = []): Watched {
  const shown: string[][] = [];
  const printed: string[] = [];
  let now = 0;
  let waiting: { readonly until: number; readonly wake: () => void }[] = [];
  const io = {
    liveLines:
      kind === 'pipe'
        ? undefined
        : { columns: () => columns, show: (lines: readonly string[]) => void shown.push([...lines]) },
    printError: (text: string) => void printed.push(text),
    terminal: { isColored: false, columns: undefined },
  };
  const clock = {
    now: () => now,
    sleep: (ms: number, signal: { addEventListener: (type: 'abort', listener: () => void) => void }) =>
      new Promise<void>((wake) => {
        waiting.push({ until: now + ms, wake });
        signal.addEventListener('abort', wake);
      }),
  };
  return {
    ...watch(io, clock, names),
    shown,
    printed,
    async pass(ms) {
      const end = now + ms;
      for (;;) {
        const next = Math.min(...waiting.map(({ until }) => until));
        if (next > end) break;
        now = next;
        const due = waiting.filter(({ until }) => until <= now);
        waiting = waiting.filter(({ until }) => until > now);
        for (const { wake } of due) wake();
        await new Promise(setImmediate);
      }
      now = end;
    },
  };
}

test('a terminal shows the step, the running instructions with their time, and the last word of the build', async () => {
  const one = watched('terminal');
  one.onProgress({ kind: 'step-started', step: 'build' });
  one.onProgress({
    kind: 'instruction-started',
    line: 4,
    stage: 0,
    text: 'RUN npm ci',
    count: { number: 2, of: 7 },
  });
  one.onProgress({ kind: 'instruction-started', line: 11, stage: 1, text: `RUN ${'x'.repeat(60)}` });
  one.onProgress({ kind: 'log', line: 4, text: 'added 312 packages \u001b[2J' });
  await one.pass(12_000);
  assert.deepEqual(one.shown.at(-1), [
    'Building, step 2 of 7, 12.0 s…',
    '  line   5   12.0 s  RUN npm ci',
    `  line  12   12.0 s  RUN ${'x'.repeat(14)}…`,
    '  | added 312 packages \ufffd[2J',
  ]);
  one.onProgress({ kind: 'instruction-finished', line: 4, stage: 0, durationMs: 12_000, cached: false });
  await one.pass(1000);
  assert.equal(
    one.shown.at(-1)?.some((line) => line.includes('npm ci')),
    false,
  );
  one.end();
  assert.deepEqual(one.shown.at(-1), []);
  const count = one.shown.length;
  await one.pass(5000);
  assert.equal(one.shown.length, count, 'nothing is drawn over the report');
  assert.deepEqual(one.printed, []);
});

test('letters that take two columns are counted as two', async () => {
  const one = watched('terminal', 20);
  one.onProgress({ kind: 'step-started', step: 'build' });
  one.onProgress({ kind: 'log', line: undefined, text: '日本語日本語日本語日本語' });
  await one.pass(200);
  assert.equal(one.shown.at(-1)?.at(-1), '  | 日本語日本語日…');
});

test('of several builds the one that runs is named, and a second build of one text is told', async () => {
  const two = watched('terminal', 60, ['HEAD', 'this Dockerfile']);
  const heads: (string | undefined)[] = [];
  for (const step of ['identify', 'build', 'build', 'identify', 'build'] as const) {
    two.onProgress({ kind: 'step-started', step });
    await two.pass(200);
    heads.push(two.shown.at(-1)?.[0]);
  }
  assert.deepEqual(heads, [
    'HEAD: Looking for the engine…',
    'HEAD: Building…',
    'HEAD: Building again…',
    'this Dockerfile: Looking for the engine…',
    'this Dockerfile: Building…',
  ]);
});

test('without a terminal a build that takes long gives a sign of life each minute, and a short one is silent', async () => {
  const one = watched('pipe');
  one.onProgress({ kind: 'step-started', step: 'build' });
  one.onProgress({ kind: 'instruction-started', line: 4, stage: 0, text: 'RUN make' });
  await one.pass(59_000);
  assert.deepEqual(one.printed, []);
  await one.pass(61_000);
  assert.deepEqual(one.printed, [
    'Building, 1 min 00 s… line 5: RUN make\n',
    'Building, 2 min 00 s… line 5: RUN make\n',
  ]);
  one.end();
  await one.pass(600_000);
  assert.equal(one.printed.length, 2);
});
