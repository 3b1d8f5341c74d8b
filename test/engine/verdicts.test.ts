/** What a real engine makes of Dockerfiles that build or do not, run or do not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze } from '../../server/src/core/index';
import { smokeStages } from '../../server/src/smoke/index';
import { nameOfContainer } from '../../server/src/smoke/lease';
import { canary, docker, newRun, smoke } from './workbench';

test('a failing RUN is blamed at its exact range, with the last log lines', async (t) => {
  const before = canary(t);
  const dockerfile = [
    'FROM busybox:latest AS build',
    'RUN echo fine',
    'RUN echo first; for i in 1 2 3; do echo line $i; done; \\',
    '    echo sorry >&2; exit 3',
    'FROM busybox:latest',
    'COPY --from=build /bin/sh /x',
    '',
  ].join('\n');
  const report = await smoke(t, { dockerfile });
  assert.equal(report.verdict, 'failed');
  assert.equal(report.failure?.step, 'build');
  assert.equal(report.failure.line, 2);
  assert.deepEqual(report.failure.range, {
    start: { line: 2, character: 0 },
    end: { line: 3, character: 26 },
  });
  assert.equal(report.failure.stage, 0);
  assert.match(report.failure.message, /exit code: 3/u);
  assert.deepEqual([...report.failure.log].sort(), ['first', 'line 1', 'line 2', 'line 3', 'sorry']);
  assert.equal(report.image, undefined);
  before.assertUntouched();
});

test('a COPY of what is not there is blamed', async (t) => {
  const report = await smoke(t, { dockerfile: 'FROM busybox:latest\nRUN true\nCOPY nothing-here /x\n' });
  assert.equal(report.verdict, 'failed');
  assert.equal(report.failure?.line, 2);
  assert.match(report.failure.message, /nothing-here/u);
});

test('an instruction that there is none of is blamed', async (t) => {
  const report = await smoke(t, { dockerfile: 'FROM busybox:latest\nFOO bar\n' });
  assert.equal(report.verdict, 'failed');
  assert.equal(report.failure?.line, 1);
  assert.match(report.failure.message, /unknown instruction/u);
});

test("the engine's own warnings come with their lines", async (t) => {
  const report = await smoke(t, { dockerfile: 'FROM busybox:latest\nworkdir /x\nRUN true\n' });
  assert.equal(report.verdict, 'passed');
  assert.deepEqual(
    report.warnings.map(({ line }) => line),
    [1],
  );
  assert.match(report.warnings[0]?.message ?? '', /ConsistentInstructionCasing/u);
});

test('a container that ends with an error fails at its command', async (t) => {
  const before = canary(t);
  const report = await smoke(t, {
    dockerfile: 'FROM busybox:latest\nUSER 1000\nCMD ["sh", "-c", "echo oh dear; exit 7"]\n',
  });
  assert.equal(report.verdict, 'failed');
  assert.equal(report.failure?.step, 'probe');
  assert.equal(report.failure.line, 2);
  assert.match(report.failure.message, /exit code 7/u);
  assert.deepEqual(report.failure.log, ['oh dear']);
  assert.equal(report.run?.exitCode, 7);
  assert.equal(report.image?.user, '1000');
  before.assertUntouched();
});

test('a port that nothing answers fails, although the proxy of the engine takes the connection', async (t) => {
  const report = await smoke(t, {
    dockerfile: 'FROM busybox:latest\nEXPOSE 8080\nCMD ["sleep", "60"]\n',
    limits: { readyMs: 2000, stopMs: 1000 },
  });
  assert.equal(report.verdict, 'failed');
  assert.equal(report.failure?.line, 1);
  assert.match(report.failure.message, /Port 8080 did not answer/u);
  assert.equal(report.run?.stop?.wasKilled, true);
  assert.ok(report.notes.some((note) => note.includes('PID 1')));
});

test('a container that ends before its port answers fails with its exit code', async (t) => {
  const report = await smoke(t, { dockerfile: 'FROM busybox:latest\nEXPOSE 8080\nCMD ["false"]\n' });
  assert.equal(report.verdict, 'failed');
  assert.match(
    report.failure?.message ?? '',
    /Port 8080 did not answer\. The container ended with exit code 1/u,
  );
});

test('one port that answers is enough', async (t) => {
  const report = await smoke(t, {
    dockerfile:
      'FROM busybox:latest\nRUN mkdir /www && echo hello > /www/index.html\nEXPOSE 8080 8443\nCMD ["httpd", "-f", "-p", "8080", "-h", "/www"]\n',
    limits: { stopMs: 1000 },
  });
  assert.equal(report.verdict, 'passed', report.summary);
  assert.equal(report.run?.network, 'loopback');
  const [first, second] = report.probes;
  assert.ok(first?.kind === 'port' && first.http?.body === 'hello\n');
  assert.ok(second?.kind === 'port' && second.http === undefined);
});

test('an answer that is no HTTP is an answer', async (t) => {
  const report = await smoke(t, {
    dockerfile: 'FROM busybox:latest\nEXPOSE 7\nCMD ["sh", "-c", "while :; do echo hi | nc -l -p 7; done"]\n',
    limits: { stopMs: 1000 },
  });
  assert.equal(report.verdict, 'passed', report.summary);
  assert.match(report.probes[0]?.message ?? '', /not over HTTP/u);
});

test('a health check decides, whatever ports there are', async (t) => {
  const healthy = await smoke(t, {
    dockerfile:
      'FROM busybox:latest\nEXPOSE 8080\nHEALTHCHECK --interval=1h CMD test -e /tmp/ready\nCMD ["sh", "-c", "sleep 1; touch /tmp/ready; sleep 60"]\n',
    limits: { stopMs: 1000 },
  });
  assert.equal(healthy.verdict, 'passed', healthy.summary);
  assert.equal(healthy.probes[0]?.kind, 'health');
  assert.equal(healthy.run?.network, 'none');

  const sick = await smoke(t, {
    dockerfile: 'FROM busybox:latest\nHEALTHCHECK CMD echo no pulse; exit 1\nCMD ["sleep", "60"]\n',
    limits: { readyMs: 3000, stopMs: 1000 },
  });
  assert.equal(sick.verdict, 'failed');
  assert.equal(sick.failure?.line, 1);
  assert.match(sick.failure.message, /no pulse/u);
});

test('a container without ports or health check passes when it stays up', async (t) => {
  const report = await smoke(t, {
    dockerfile:
      'FROM busybox:latest\nENTRYPOINT ["sh", "-c", "trap \'exit 0\' TERM; echo up; while :; do sleep 0.1; done"]\n',
    limits: { stayUpMs: 500 },
  });
  assert.equal(report.verdict, 'passed', report.summary);
  assert.deepEqual(report.run?.log, ['up']);
  assert.deepEqual(
    [report.run.stop?.signal, report.run.stop?.exitCode, report.run.stop?.wasKilled],
    ['SIGTERM', 0, false],
  );
});

test('a command that does not exist fails at the CMD', async (t) => {
  const report = await smoke(t, { dockerfile: 'FROM busybox:latest\nRUN true\nCMD ["/no/such/program"]\n' });
  assert.equal(report.verdict, 'failed');
  assert.equal(report.failure?.step, 'run');
  assert.equal(report.failure.line, 2);
  assert.match(report.failure.message, /\/no\/such\/program/u);
});

test('an image without a command is created for inspection and never run', async (t) => {
  const report = await smoke(t, {
    dockerfile: 'FROM scratch\nCOPY page.html /\n',
    files: { 'page.html': '<p>' },
  });
  assert.equal(report.verdict, 'passed', report.summary);
  assert.equal(report.run?.isStarted, false);
  assert.equal(report.probes[0]?.kind, 'created');
  assert.deepEqual(
    report.image?.layers.map(({ line, isBase }) => [line, isBase]),
    [[1, false]],
  );
});

test('volumes that the image declares go with the container', async (t) => {
  const run = newRun();
  let volume = '';
  const report = await smoke(t, {
    dockerfile: 'FROM busybox:latest\nVOLUME /data\nCMD ["sh", "-c", "echo x > /data/x"]\n',
    run,
    options: {
      onProgress: (progress) => {
        if (progress.kind !== 'step-started' || progress.step !== 'decide') return;
        volume = docker(
          'container',
          'inspect',
          '--format',
          '{{(index .Mounts 0).Name}}',
          nameOfContainer(run),
        );
      },
    },
  });
  assert.equal(report.verdict, 'passed', report.summary);
  assert.match(volume, /^[0-9a-f]{64}$/u);
  assert.throws(() => docker('volume', 'inspect', volume));
});

test('a stage can be chosen, and layers of a parent stage keep their lines', async (t) => {
  const dockerfile = [
    'ARG TAG=latest',
    'FROM busybox:$TAG AS base',
    'RUN echo 1 > /one',
    'FROM base AS app',
    'ENV A=b',
    'RUN echo 22 > /two',
    'CMD ["cat", "/two"]',
    'FROM app AS test',
    'RUN false',
    '',
  ].join('\n');
  const report = await smoke(t, { dockerfile, input: { target: 'APP' } });
  assert.equal(report.verdict, 'passed', report.summary);
  assert.deepEqual(report.stage, { index: 1, name: 'app' });
  assert.deepEqual(
    report.image?.layers.map(({ line, isBase }) => [line, isBase]),
    [
      [1, true],
      [2, false],
      [5, false],
    ],
  );
  assert.deepEqual(report.run?.log, ['22']);
});

test('a stage that there is none of is an error, and nothing is made', async (t) => {
  const report = await smoke(t, { dockerfile: 'FROM busybox:latest AS app\n', input: { target: 'nope' } });
  assert.equal(report.verdict, 'error');
  assert.match(report.summary, /no build stage "nope"/u);
  assert.deepEqual(report.plan, []);
});

test('what is not saved is what is built, with the ignore file of its name', async (t) => {
  const dockerfile = 'FROM busybox:latest\nCOPY . /context\nCMD ["find", "/context", "-type", "f"]\n';
  const report = await smoke(t, {
    dockerfile: 'FROM busybox:latest\nRUN false\n',
    name: 'app.Dockerfile',
    files: {
      '.dockerignore': 'kept.txt\n',
      'app.Dockerfile.dockerignore': '# by name\n*\n!kept.txt\n!deep\ndeep/left.txt\n',
      'kept.txt': 'kept',
      'left.txt': 'left',
      'deep/kept.txt': 'deep',
      'deep/left.txt': 'left',
    },
    input: { text: dockerfile, isSaved: false, stages: smokeStages(analyze(dockerfile)) },
  });
  assert.equal(report.verdict, 'passed', report.summary);
  assert.deepEqual([...(report.run?.log ?? [])].sort(), ['/context/deep/kept.txt', '/context/kept.txt']);
  assert.deepEqual(report.context?.largest.map(({ path }) => path).sort(), ['deep/kept.txt', 'kept.txt']);
  assert.match(report.context.ignoreFile ?? '', /app\.Dockerfile\.dockerignore$/u);
  assert.ok(report.notes.some((note) => note.includes('unsaved')));
});
