/** A disk that fills is named as what is wrong, and is as empty afterwards as it was before. */
import assert from 'node:assert/strict';
import { statfsSync } from 'node:fs';
import { test, type TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { SmokeReport } from '../../server/src/smoke/index';
import { assertAsBefore, type SpareEngine, takeInventory, withSpareEngine } from '../engine/spare';
import { canary, docker, newRun, smoke } from '../engine/workbench';

const spareEngine = withSpareEngine({ diskMegabytes: 96 });

/** The disk is full while it builds or runs, and free again when all is done. */
async function onFullDisk(
  t: TestContext,
  spare: SpareEngine,
  given: Parameters<typeof smoke>[1],
): Promise<SmokeReport> {
  const user = canary(t);
  const before = takeInventory();
  const free = freeMegabytes(spare);
  const report = await smoke(t, given);
  t.diagnostic(report.summary);
  assertAsBefore(t, before);
  user.assertUntouched();
  // The cache of builds is no run's; the engine lets go of a build that failed only after a while.
  let after = 0;
  for (let tries = 0; tries < 40 && after < free - 8; tries++) {
    if (tries > 0) await delay(500);
    docker('builder', 'prune', '--all', '--force');
    after = freeMegabytes(spare);
  }
  t.diagnostic(`${free} MB free before, ${after} MB after`);
  assert.ok(after > free - 8, `${free} MB were free before, and ${after} MB after`);
  return report;
}

function freeMegabytes({ dataRoot }: SpareEngine): number {
  const { bavail, bsize } = statfsSync(dataRoot);
  return Math.round((bavail * bsize) / 1024 ** 2);
}

function assertSaysSo(report: SmokeReport, step: string): void {
  assert.equal(report.verdict, 'error', report.summary);
  assert.equal(report.failure?.step, step);
  assert.match(report.failure.message, /no space left on the engine's disk/iu);
}

test('a RUN that fills the disk of the engine', async (t) => {
  const spare = spareEngine(t);
  if (spare === undefined) return;
  const report = await onFullDisk(t, spare, {
    dockerfile: `FROM busybox:latest\nRUN echo ${newRun()}; dd if=/dev/zero of=/big bs=1M count=200\n`,
  });
  assertSaysSo(report, 'build');
  assert.equal(report.failure?.line, 1);
});

test('a container that fills the disk of the engine', async (t) => {
  const spare = spareEngine(t);
  if (spare === undefined) return;
  const report = await onFullDisk(t, spare, {
    dockerfile: 'FROM busybox:latest\nCMD ["dd", "if=/dev/zero", "of=/big", "bs=1M", "count=200"]\n',
  });
  // What it says of that goes to its log, for which there is no space either: its exit code is all there is.
  assert.equal(report.verdict, 'failed', report.summary);
  assert.match(report.summary, /no space left on the engine's disk|ended with exit code 1/iu);
});

test('a context that does not fit on the disk of the engine', async (t) => {
  const spare = spareEngine(t);
  if (spare === undefined) return;
  const before = takeInventory();
  const report = await smoke(t, {
    dockerfile: 'FROM busybox:latest\nCOPY big /big\n',
    files: { big: 'x'.repeat(120 * 1024 ** 2) },
  });
  assertSaysSo(report, 'build');
  // What BuildKit has received of the context stays in its cache, which is not the run's to clean.
  assertAsBefore(t, before);
});
