/** Several users of one engine: each run minds its own things, and what the user made or kept is the user's. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import type { SmokeReport } from '../../server/src/smoke/index';
import { encodeMark, type Mark, nameOfContainer, nameOfLease } from '../../server/src/smoke/lease';
import { canary, docker, inputFor, LABEL, leftOf, newRun, smoke } from './workbench';

const QUICK = 'FROM busybox:latest\nCMD ["true"]\n';

function markOf(mark: Partial<Mark>): string {
  return `${LABEL}=${encodeMark({ kind: 'image', run: newRun(), owner: 'someone', host: 'elsewhere', expires: 0, ...mark })}`;
}

/** What an interrupted test left behind may be swept at any time; what the test is about may not. */
function assertNotSwept(report: SmokeReport, id: string): void {
  assert.deepEqual(
    report.cleanup.swept.filter((name) => name.includes(id)),
    [],
  );
}

/** An image without a name, as a run leaves one; gives its id. */
function plantImage(label: string, base = 'busybox:latest'): string {
  const { status, stdout, stderr } = spawnSync(
    'docker',
    ['buildx', 'build', '--load', '--quiet', '--label', label, '-'],
    {
      input: `FROM ${base}\nRUN echo ${newRun()} > /planted\n`,
      encoding: 'utf8',
    },
  );
  assert.equal(status, 0, stderr);
  return stdout.trim();
}

test('two runs at once do not disturb each other', async (t) => {
  const before = canary(t);
  const dockerfile = 'FROM busybox:latest\nEXPOSE 8080\nCMD ["httpd", "-f", "-p", "8080"]\n';
  const runs = [newRun(), newRun()];
  const reports = await Promise.all(runs.map((run) => smoke(t, { dockerfile, run })));
  for (const report of reports) {
    assert.equal(report.verdict, 'passed', report.summary);
    assert.equal(report.cleanup.removed.length, 3);
    for (const run of runs) assertNotSwept(report, run);
  }
  assert.notEqual(reports[0]?.image?.digest, reports[1]?.image?.digest);
  before.assertUntouched();
});

test('a lease that is renewed protects a run that outlasts it', async (t) => {
  let isEnding = false;
  const run = newRun();
  const long = smoke(t, {
    run,
    dockerfile: 'FROM busybox:latest\nCMD ["sleep", "60"]\n',
    // A busy engine may take seconds for a renewal: two thirds of the lease is what there is to spare.
    limits: { leaseMs: 24_000, stayUpMs: 40_000, stopMs: 1000 },
    options: {
      onProgress: (progress) => {
        if (progress.kind === 'step-started' && progress.step === 'decide') isEnding = true;
      },
    },
  });
  while (!isEnding) {
    const other = await smoke(t, { dockerfile: QUICK });
    // While a run removes its own things, nothing of it has to be protected any more.
    if (!isEnding) assertNotSwept(other, run);
  }
  const report = await long;
  assert.equal(report.verdict, 'passed', report.summary);
  assert.ok(report.cleanup.removed.some((name) => name.startsWith('lease ') && !name.endsWith('-lease-0')));
});

test("a sweep takes another host's run once it has expired, and not before", async (t) => {
  const [expired, alive] = [newRun(), newRun()];
  const future = Date.now() + 60 * 60_000;
  for (const run of [expired, alive]) {
    const image = plantImage(markOf({ run }));
    const label = markOf({ run, kind: 'container' });
    docker('create', '--name', nameOfContainer(run), '--label', label, '--volume', '/data', image, 'sh');
    const expires = run === alive ? future : 0;
    docker('volume', 'create', '--label', markOf({ run, kind: 'lease', expires }), nameOfLease(run, 3));
  }
  const image = docker('container', 'inspect', '--format', '{{.Image}}', nameOfContainer(alive));
  t.after(() => {
    docker('rm', '-fv', nameOfContainer(alive));
    docker('image', 'rm', image);
    docker('volume', 'rm', nameOfLease(alive, 3));
  });
  const report = await smoke(t, { dockerfile: QUICK });
  assert.deepEqual(leftOf(expired), []);
  assert.equal(report.cleanup.swept.filter((name) => name.includes(expired)).length, 2);
  assert.equal(leftOf(alive).length, 3);
});

test('what inherits the label is not ours', async (t) => {
  const run = newRun();
  const image = plantImage(markOf({ run }));
  const name = `stagewright-test-${run}`;
  docker('tag', image, `${name}:kept`);
  const child = plantImage('other=label', `${name}:kept`);
  docker('create', '--name', name, `${name}:kept`, 'sh');
  t.after(() => {
    docker('rm', '-f', name);
    docker('image', 'rm', child, `${name}:kept`);
  });
  await smoke(t, { dockerfile: QUICK });
  assert.equal(docker('container', 'inspect', '--format', '{{.Image}}', name), image);
  assert.equal(docker('image', 'inspect', '--format', '{{.Id}}', child), child);
  assert.equal(docker('image', 'inspect', '--format', '{{.Id}}', `${name}:kept`), image);
});

test('a label that we did not write is left alone', async (t) => {
  const image = plantImage(`${LABEL}=mine`);
  t.after(() => docker('image', 'rm', image));
  const report = await smoke(t, { dockerfile: QUICK });
  assertNotSwept(report, image);
  assert.equal(docker('image', 'inspect', '--format', '{{.Id}}', image), image);
});

test('an image is kept under the name that was asked for, and is no longer ours', async (t) => {
  const name = `stagewright-test-${newRun()}:1.0`;
  const report = await smoke(t, {
    dockerfile: 'FROM busybox:latest\nRUN echo x > /x\nCMD ["cat", "/x"]\n',
    input: { keep: name },
  });
  t.after(() => docker('image', 'rm', name));
  assert.equal(report.verdict, 'passed', report.summary);
  assert.deepEqual(report.cleanup.kept, [`image ${name}`]);
  assert.equal(docker('image', 'inspect', '--format', `{{index .Config.Labels "${LABEL}"}}`, name), 'kept');
  assert.equal(docker('run', '--rm', '--network', 'none', name), 'x');
  await smoke(t, { dockerfile: QUICK });
  assert.equal(docker('run', '--rm', '--network', 'none', name), 'x');
});

test('a name that is in use is refused before anything is made', async (t) => {
  const name = `stagewright-test-${newRun()}:1`;
  docker('tag', 'busybox:latest', name);
  t.after(() => docker('image', 'rm', name));
  const before = docker('image', 'inspect', '--format', '{{.Id}}', name);
  const report = await smoke(t, { dockerfile: QUICK, input: { keep: name } });
  assert.equal(report.verdict, 'error');
  assert.match(report.summary, /is in use/u);
  assert.equal(docker('image', 'inspect', '--format', '{{.Id}}', name), before);
});

test('an image that failed is not kept', async (t) => {
  const name = `stagewright-test-${newRun()}:1`;
  const report = await smoke(t, {
    dockerfile: 'FROM busybox:latest\nCMD ["false"]\n',
    input: { keep: name },
  });
  assert.equal(report.verdict, 'failed');
  assert.deepEqual(report.cleanup.kept, []);
  assert.throws(() => docker('image', 'inspect', name));
});

test('a running container is found with its limits on', async (t) => {
  const run = newRun();
  let seen = '';
  await smoke(t, {
    dockerfile: 'FROM busybox:latest\nEXPOSE 8080\nCMD ["httpd", "-f", "-p", "8080"]\n',
    run,
    options: {
      onProgress: (progress) => {
        if (progress.kind === 'step-started' && progress.step === 'stop')
          seen = docker('container', 'inspect', nameOfContainer(run));
      },
    },
  });
  const [container] = JSON.parse(seen) as readonly {
    readonly HostConfig: Record<string, unknown> & { readonly PortBindings: unknown };
    readonly NetworkSettings: { readonly Ports: Record<string, readonly { readonly HostIp: string }[]> };
  }[];
  assert.ok(container !== undefined);
  assert.equal(container.HostConfig['Memory'], inputFor(t, { dockerfile: QUICK }).limits.memory);
  assert.equal(container.HostConfig['PidsLimit'], inputFor(t, { dockerfile: QUICK }).limits.pids);
  assert.deepEqual(container.HostConfig['SecurityOpt'], ['no-new-privileges']);
  assert.equal(container.HostConfig['Privileged'], false);
  assert.deepEqual(
    container.NetworkSettings.Ports['8080/tcp']?.map(({ HostIp }) => HostIp),
    ['127.0.0.1'],
  );
});
