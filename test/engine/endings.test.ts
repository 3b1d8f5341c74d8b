/** However a smoke build is ended, nothing of it stays behind, and nothing of anybody else's goes. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { nodeSmokePort } from '../../server/src/node/smokePort';
import { cleanEngine, type CleanReport, type SmokeProgress } from '../../server/src/smoke/index';
import {
  assertNothingLeft,
  canary,
  commandLines,
  folderWith,
  leftOf,
  newRun,
  ROOT,
  smoke,
} from './workbench';

const SLOW_BUILD = 'FROM busybox:latest\nRUN echo begun; sleep 300\n';
const SLEEPER = 'FROM busybox:latest\nCMD ["sleep", "300"]\n';

/** Cancels as soon as the progress says so. */
function cancelWhen(isTime: (progress: SmokeProgress) => boolean): {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: SmokeProgress) => void;
} {
  const controller = new AbortController();
  return {
    signal: controller.signal,
    onProgress: (progress) => {
      if (isTime(progress)) controller.abort();
    },
  };
}

test('cancelled in the middle of the build', async (t) => {
  const before = canary(t);
  const options = cancelWhen((progress) => progress.kind === 'log' && progress.text === 'begun');
  const report = await smoke(t, { dockerfile: `${SLOW_BUILD}# ${newRun()}\n`, options });
  assert.equal(report.verdict, 'cancelled');
  assert.equal(report.image, undefined);
  assert.equal(report.failure?.step, 'build');
  before.assertUntouched();
});

test('cancelled while the container runs', async (t) => {
  const before = canary(t);
  const options = cancelWhen((progress) => progress.kind === 'step-started' && progress.step === 'probe');
  const report = await smoke(t, { dockerfile: SLEEPER, limits: { stayUpMs: 60_000 }, options });
  assert.equal(report.verdict, 'cancelled');
  assert.ok(report.cleanup.removed.some((name) => name.startsWith('container ')));
  assert.ok(report.cleanup.removed.some((name) => name.startsWith('image sha256:')));
  before.assertUntouched();
});

test('cancelled before it begins', async (t) => {
  const report = await smoke(t, { dockerfile: SLEEPER, options: { signal: AbortSignal.abort() } });
  assert.equal(report.verdict, 'cancelled');
  assert.deepEqual(report.plan, []);
});

test('the time limit ends a build and names the instruction that was at work', async (t) => {
  const before = canary(t);
  const report = await smoke(t, {
    dockerfile: `FROM busybox:latest\nRUN echo ${newRun()}; sleep 300\n`,
    limits: { timeoutMs: 6000 },
  });
  assert.equal(report.verdict, 'failed');
  assert.match(report.failure?.message ?? '', /time limit of 6 s/u);
  assert.equal(report.failure?.line, 1);
  before.assertUntouched();
});

test('an interrupt of the command line cleans up and exits with 130', async (t) => {
  const folder = folderWith(t, { Dockerfile: `FROM busybox:latest\nRUN echo ${newRun()}; sleep 300\n` });
  const child = spawn(
    process.execPath,
    [join(ROOT, 'out/server/src/node/cli.js'), 'smoke', '--format', 'json'],
    {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  while (!isBuilding(folder)) {
    assert.equal(child.exitCode, null, 'the command line ended before it was interrupted');
    await delay(50);
  }
  child.kill('SIGINT');
  const [code] = (await once(child, 'close')) as [number | null];
  assert.equal(code, 130);
  const report = JSON.parse(stdout) as { readonly verdict: string; readonly plan: readonly string[] };
  assert.equal(report.verdict, 'cancelled');
  const run = /stagewright-smoke-([0-9a-f]+)/u.exec(report.plan.join('\n'))?.[1];
  assert.ok(run !== undefined);
  assertNothingLeft(run);
});

test('killed with SIGKILL: a later smoke build sweeps all of it', async (t) => {
  const before = canary(t);
  const run = newRun();
  const leaseMs = 6000;
  const folder = folderWith(t, { Dockerfile: SLEEPER });
  const child = spawn(process.execPath, [join(__dirname, 'killedRun.js'), run, String(leaseMs), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await progressOf(child, (line) => line.includes('"step":"probe"'));
  child.kill('SIGKILL');
  await once(child, 'close');
  const left = leftOf(run).join('\n');
  for (const kind of ['container', 'image', 'lease'])
    assert.ok(left.includes(`\\"kind\\":\\"${kind}\\"`), left);

  await delay(leaseMs + 500);
  const later = await smoke(t, { dockerfile: 'FROM busybox:latest\nCMD ["true"]\n' });
  assert.match(later.cleanup.swept.join('\n'), new RegExp(`container stagewright-smoke-${run}`, 'u'));
  before.assertUntouched();
  assertNothingLeft(run);
});

test('killed with SIGKILL: `clean` leaves it alone while its lease lasts, then removes all of it', async (t) => {
  const run = newRun();
  const leaseMs = 6000;
  const folder = folderWith(t, { Dockerfile: SLEEPER });
  const child = spawn(process.execPath, [join(__dirname, 'killedRun.js'), run, String(leaseMs), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await progressOf(child, (line) => line.includes('"step":"probe"'));
  child.kill('SIGKILL');
  await once(child, 'close');
  const of = (report: CleanReport): readonly (readonly [string, boolean])[] =>
    report.kind === 'cleaned'
      ? report.found.filter((one) => one.run === run).map(({ name, isAbandoned }) => [name, isAbandoned])
      : [];
  const early = of(await cleanEngine(nodeSmokePort(), 'docker', 'abandoned'));
  assert.ok(early.length >= 3 && early.every(([, isAbandoned]) => !isAbandoned), JSON.stringify(early));

  await delay(leaseMs + 500);
  const late = await cleanEngine(nodeSmokePort(), 'docker', 'abandoned');
  assert.equal(of(late).length, early.length);
  assert.ok(late.kind === 'cleaned' && late.kept.length === 0);
  // Its folder on this machine goes with the next smoke build.
  assert.deepEqual(
    leftOf(run).filter((left) => !left.startsWith('stagewright-smoke-')),
    [],
  );
  await smoke(t, { dockerfile: 'FROM busybox:latest\nCMD ["true"]\n' });
});

test('killed with SIGKILL in the middle of a build: nothing stays after the sweep', async (t) => {
  const run = newRun();
  const folder = folderWith(t, {
    Dockerfile: `FROM busybox:latest\nRUN echo ${newRun()}; echo begun; sleep 2\n`,
  });
  const child = spawn(process.execPath, [join(__dirname, 'killedRun.js'), run, '3000', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await progressOf(child, (line) => line.includes('begun'));
  child.kill('SIGKILL');
  await once(child, 'close');
  // The client outlives its parent for a while, and may even finish the build.
  await delay(5000);
  await smoke(t, { dockerfile: 'FROM busybox:latest\nCMD ["true"]\n' });
  assertNothingLeft(run);
});

test('a folder of another name is not swept, however old', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'stagewright-other-'));
  t.after(async () => (await import('node:fs/promises')).rm(folder, { recursive: true, force: true }));
  utimesSync(folder, new Date(0), new Date(0));
  const report = await smoke(t, { dockerfile: 'FROM busybox:latest\nCMD ["true"]\n' });
  assert.equal(
    report.cleanup.swept.some((name) => name.includes('stagewright-other')),
    false,
  );
  utimesSync(folder, new Date(0), new Date(0));
});

/** True once a client of the engine builds with this context. */
function isBuilding(folder: string): boolean {
  return commandLines().some((line) => line.includes('buildx build') && line.includes(folder));
}

async function progressOf(child: ChildProcess, isTime: (line: string) => boolean): Promise<void> {
  let text = '';
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    if (text.split('\n').some(isTime)) return;
  }
  assert.fail(`the run ended before it was to be killed: ${text}`);
}
