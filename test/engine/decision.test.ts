/** A person who decides about the image: what is kept is theirs, what is not is gone, and thinking takes as long as it takes. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { RetentionOffer } from '../../server/src/smoke/index';
import { assertNothingLeft, canary, docker, folderWith, leftOf, newRun, smoke } from './workbench';

const QUICK = 'FROM busybox:latest\nRUN echo hello > /greeting\nCMD ["cat", "/greeting"]\n';

test('keeps the image under the name, without our label, and nothing else', async (t) => {
  const before = canary(t);
  const name = `stagewright-test-${newRun()}:kept`;
  const report = await smoke(t, {
    dockerfile: QUICK,
    options: { decide: () => Promise.resolve({ kind: 'keep', name }) },
  });
  t.after(() => docker('rmi', name));
  assert.deepEqual(report.cleanup.kept, [`image ${name}`]);
  assert.match(docker('image', 'inspect', '--format', '{{json .Config.Labels}}', name), /:"kept"\}/u);
  assert.equal(docker('run', '--rm', '--network', 'none', name), 'hello');
  before.assertUntouched();
});

test('a name that is in use is refused with the reason, and the image of that name stays what it was', async (t) => {
  const name = `stagewright-test-${newRun()}:mine`;
  docker('tag', 'busybox:latest', name);
  t.after(() => docker('rmi', name));
  const id = docker('image', 'inspect', '--format', '{{.Id}}', name);
  const problems: (string | undefined)[] = [];
  const report = await smoke(t, {
    dockerfile: QUICK,
    options: {
      decide({ problem }) {
        problems.push(problem);
        return Promise.resolve(problem === undefined ? { kind: 'keep', name } : { kind: 'remove' });
      },
    },
  });
  assert.match(problems[1] ?? '', /is in use/u);
  assert.deepEqual(report.cleanup.kept, []);
  assert.equal(docker('image', 'inspect', '--format', '{{.Id}}', name), id);
});

test('a failed probe is asked about too: its image can be kept to be looked into', async (t) => {
  const name = `stagewright-test-${newRun()}:broken`;
  const report = await smoke(t, {
    dockerfile: 'FROM busybox:latest\nRUN echo broken > /state\nCMD ["false"]\n',
    options: { decide: () => Promise.resolve({ kind: 'keep', name }) },
  });
  t.after(() => docker('rmi', name));
  assert.equal(report.verdict, 'failed');
  assert.equal(docker('run', '--rm', name, 'cat', '/state'), 'broken');
});

test('while a person thinks longer than the lease, another run does not sweep the image away', async (t) => {
  const run = newRun();
  const report = await smoke(t, {
    run,
    dockerfile: QUICK,
    limits: { leaseMs: 12_000 },
    options: {
      async decide() {
        await delay(16_000);
        await smoke(t, { dockerfile: 'FROM busybox:latest\nCMD ["true"]\n' });
        assert.ok(
          leftOf(run).some((left) => left.startsWith('sha256:')),
          leftOf(run).join('\n'),
        );
        return { kind: 'remove' };
      },
    },
  });
  assert.equal(report.verdict, 'passed');
  assert.ok(report.durationMs < 16_000, 'the time of a person is not that of the build');
});

test('the shell that is offered runs in the image, within its limits and without a network', async (t) => {
  const offers: RetentionOffer[] = [];
  let said = '';
  await smoke(t, {
    dockerfile: QUICK,
    options: {
      async decide(offer) {
        offers.push(offer);
        if (offer.shell === undefined) return { kind: 'remove' };
        // A test has no terminal to give.
        const args = offer.shell.args.filter((each) => each !== '--tty');
        const child = spawn(offer.shell.program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
        child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
        child.stdin.end('cat /greeting; ls /sys/class/net\n');
        await once(child, 'close');
        return { kind: 'remove' };
      },
    },
  });
  assert.equal(offers[0]?.shell?.program, 'docker');
  assert.deepEqual(said.trim().split(/\s+/u), ['hello', 'lo']);
});

test('a shell that is still open when the time is over goes with the run', async (t) => {
  let child: ReturnType<typeof spawn> | undefined;
  const report = await smoke(t, {
    dockerfile: QUICK,
    limits: { decideMs: 5_000 },
    options: {
      decide({ shell }) {
        const args = (shell?.args ?? []).filter((each) => each !== '--tty');
        child = spawn(shell?.program ?? '', args, { stdio: ['pipe', 'ignore', 'ignore'] });
        return new Promise(() => undefined);
      },
    },
  });
  assert.ok(report.cleanup.removed.some((name) => /^container stagewright-smoke-\w+-shell$/u.test(name)));
  if (child?.exitCode === null) await once(child, 'close');
});

test('killed with SIGKILL while a person thinks: a later smoke build sweeps all of it', async (t) => {
  const run = newRun();
  const leaseMs = 6000;
  const folder = folderWith(t, { Dockerfile: QUICK });
  const child = spawn(
    process.execPath,
    [join(__dirname, 'killedRun.js'), run, String(leaseMs), folder, 'docker', 'ask'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  while (!said.includes('asked')) {
    assert.equal(child.exitCode, null, said);
    await delay(50);
  }
  child.kill('SIGKILL');
  await once(child, 'close');
  assert.notDeepEqual(leftOf(run), []);
  await delay(leaseMs + 500);
  await smoke(t, { dockerfile: 'FROM busybox:latest\nCMD ["true"]\n' });
  assertNothingLeft(run);
});
