/** An engine that goes away in the middle takes nothing of the promise with it: what was made goes when it is back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { nodeSmokePort } from '../../server/src/node/smokePort';
import { smokeBuild, type SmokePort, type SmokeProgress } from '../../server/src/smoke/index';
import { assertAsBefore, takeInventory, withSpareEngine } from '../engine/spare';
import { canary, inputFor, newRun, smoke } from '../engine/workbench';

const spareEngine = withSpareEngine();

const isBuilding = (progress: SmokeProgress): boolean => progress.kind === 'log' && progress.text === 'begun';
const isRunning = (progress: SmokeProgress): boolean =>
  progress.kind === 'step-started' && progress.step === 'probe';

/** Something to build that takes long, and is in nobody's cache. */
const slowBuild = (): string => `FROM busybox:latest\nRUN echo ${newRun()}; echo begun; sleep 30\n`;
const SLEEPER = 'FROM busybox:latest\nRUN echo x > /x\nVOLUME /data\nCMD ["sleep", "60"]\n';

const CASES = [
  {
    what: 'stopped in the middle of the build',
    signal: 'SIGTERM',
    dockerfile: slowBuild,
    isTime: isBuilding,
  },
  { what: 'killed in the middle of the build', signal: 'SIGKILL', dockerfile: slowBuild, isTime: isBuilding },
  {
    what: 'stopped in the middle of the run',
    signal: 'SIGTERM',
    dockerfile: () => SLEEPER,
    isTime: isRunning,
  },
  {
    what: 'killed in the middle of the run',
    signal: 'SIGKILL',
    dockerfile: () => SLEEPER,
    isTime: isRunning,
  },
] as const;

for (const { what, signal, dockerfile, isTime } of CASES) {
  test(`an engine that is ${what} and comes back`, async (t) => {
    const spare = spareEngine(t);
    if (spare === undefined) return;
    const user = canary(t);
    const before = takeInventory();
    let away: Promise<void> | undefined;
    const report = await smoke(t, {
      dockerfile: dockerfile(),
      limits: { stayUpMs: 20_000 },
      options: {
        onProgress: (progress) => {
          if (away !== undefined || !isTime(progress)) return;
          away = spare
            .stop(signal)
            .then(() => delay(500))
            .then(() => spare.start());
        },
      },
    });
    await away;
    assert.ok(report.verdict === 'error' || report.verdict === 'failed', report.summary);
    assert.equal(report.cleanup.isComplete, true, report.notes.join('\n'));
    t.diagnostic(report.summary);
    assertAsBefore(t, before);
    user.assertUntouched();
  });
}

test('an engine that does not come back in time: the report says so, and the next smoke build sweeps', async (t) => {
  const spare = spareEngine(t);
  if (spare === undefined) return;
  const before = takeInventory();
  // The real waits between the tries, five times as fast.
  const port = nodeSmokePort();
  const hasty: SmokePort = { ...port, sleep: (ms, signal) => port.sleep(ms / 5, signal) };
  let away: Promise<void> | undefined;
  const report = await smokeBuild(
    inputFor(t, { dockerfile: SLEEPER, limits: { stayUpMs: 60_000, leaseMs: 5000 } }),
    hasty,
    {
      onProgress: (progress) => {
        if (isRunning(progress)) away ??= spare.stop('SIGKILL');
      },
    },
  );
  await away;
  assert.equal(report.verdict, 'error', report.summary);
  assert.equal(report.cleanup.isComplete, false);
  assert.match(report.notes.join('\n'), /a later smoke build on this engine will do it/u);
  await spare.start();
  assert.notDeepEqual(takeInventory(), before, 'nothing was left, so nothing was tried');
  const later = await smoke(t, { dockerfile: 'FROM busybox:latest\nCMD ["true"]\n' });
  // A lease that was being renewed when the engine went leaves the old one beside the new one.
  const kinds = new Set(later.cleanup.swept.map((name) => name.split(' ')[0]));
  assert.deepEqual([...kinds].sort(), ['container', 'image', 'lease'], later.cleanup.swept.join('\n'));
  assertAsBefore(t, before);
});
