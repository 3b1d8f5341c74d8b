/** A smoke build that is killed at any moment leaves nothing that the next one does not take away. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { assertAsBefore, foldersOf, takeInventory, withSpareEngine } from '../engine/spare';
import { canary, commandLines, folderWith, newRun, smoke } from '../engine/workbench';

const spareEngine = withSpareEngine();

const LEASE_MS = 1500;
const MOMENTS = 10;
const SEED = 20260202;

/** A run with a moment of building, a volume, a container that ends by itself. */
function dockerfile(): string {
  return [
    'FROM busybox:latest',
    `RUN echo ${newRun()} > /x; sleep 0.4`,
    'VOLUME /data',
    'CMD ["sh", "-c", "echo x > /data/x; sleep 0.4"]',
    '',
  ].join('\n');
}

/** Ends when the process has ended and so has every client of the engine that it started. Gives how long it lived, in ms. */
async function killedAfter(run: string, folder: string, ms: number | undefined): Promise<number> {
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [join(__dirname, '../engine/killedRun.js'), run, String(LEASE_MS), folder],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  const closed = once(child, 'close');
  if (ms !== undefined) {
    await Promise.race([delay(ms), closed]);
    child.kill('SIGKILL');
  }
  await closed;
  const lived = performance.now() - started;
  while (commandLines().some((line) => line.includes(run) && line.includes('docker'))) await delay(50);
  return lived;
}

/** Park and Miller's generator: the same moments in every run of the test. */
function* fractions(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (state * 48_271) % 2_147_483_647;
    yield state / 2_147_483_647;
  }
}

test('killed with SIGKILL at ten random moments, the next smoke build sweeps what there is', async (t) => {
  if (spareEngine(t) === undefined) return;
  const user = canary(t);
  const before = takeInventory();
  const whole = await killedAfter(newRun(), folderWith(t, { Dockerfile: dockerfile() }), undefined);
  assertAsBefore(t, before, `a run that is left alone (${Math.round(whole)} ms)`);

  const random = fractions(SEED);
  let found = 0;
  for (let count = 1; count <= MOMENTS; count++) {
    const run = newRun();
    const moment = random.next().value * whole;
    await killedAfter(run, folderWith(t, { Dockerfile: dockerfile() }), moment);
    const left = takeInventory();
    const kinds = (['containers', 'images', 'volumes'] as const).map(
      (kind) => left[kind].length - before[kind].length,
    );
    found += kinds.reduce((sum, more) => sum + more, foldersOf(run).length);
    user.assertUntouched();
    await delay(LEASE_MS + 200);
    await smoke(t, { dockerfile: 'FROM busybox:latest\nCMD ["true"]\n' });
    assertAsBefore(
      t,
      before,
      `${count}. killed after ${Math.round(moment)} ms, left ${kinds.join(' + ')} and ${foldersOf(run).length} folders, then swept`,
    );
    assert.deepEqual(foldersOf(run), []);
    user.assertUntouched();
  }
  assert.ok(found > 0, 'no moment left anything, so nothing was tried');
});

test('killed before it has anything on the engine: its folder goes with the next smoke build', async (t) => {
  if (spareEngine(t) === undefined) return;
  const run = newRun();
  const folder = folderWith(t, { Dockerfile: dockerfile() });
  const child = spawn(
    process.execPath,
    [join(__dirname, '../engine/killedRun.js'), run, String(LEASE_MS), folder],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  while (foldersOf(run).length === 0) {
    assert.equal(child.exitCode, null);
    await delay(1);
  }
  child.kill('SIGKILL');
  await once(child, 'close');
  assert.equal(foldersOf(run).length, 1);
  await smoke(t, { dockerfile: 'FROM busybox:latest\nCMD ["true"]\n' });
  await delay(LEASE_MS);
  await smoke(t, { dockerfile: 'FROM busybox:latest\nCMD ["true"]\n' });
  assert.deepEqual(foldersOf(run), []);
});
