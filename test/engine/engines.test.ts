/** The engines and clients there are, and the message when there is none. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { nodeSmokePort } from '../../server/src/node/smokePort';
import type { SmokePort } from '../../server/src/smoke/index';
import { canary, folderWith, missing, newRun, portWith, provision, ROOT, smoke } from './workbench';

const CLI = join(ROOT, 'out/server/src/node/cli.js');
const TWO_STAGES = [
  'FROM busybox:latest AS build',
  'WORKDIR /app',
  'COPY . .',
  'RUN echo built > page',
  'FROM alpine:3.20',
  'COPY --from=build /app/page /www/index.html',
  'EXPOSE 80',
  'CMD ["httpd", "-f", "-h", "/www"]',
  '',
].join('\n');

/** The evidence that any way of building has to bring. */
async function assertFullEvidence(
  t: Parameters<typeof smoke>[0],
  port: SmokePort,
  builder: string,
): Promise<void> {
  const before = canary(t);
  const dockerfile = TWO_STAGES.replace('built', newRun());
  const first = await smoke(t, { dockerfile, port, limits: { stopMs: 1000 } });
  assert.equal(first.verdict, 'passed', first.summary);
  assert.equal(first.engine.builder, builder);
  assert.deepEqual(
    first.instructions.map(({ line }) => line),
    [0, 1, 2, 3, 4, 5],
  );
  assert.equal(first.instructions.find(({ line }) => line === 3)?.cached, false);
  assert.deepEqual(
    first.image?.layers.map(({ line }) => line),
    [4, 5],
  );
  assert.equal(first.probes[0]?.passed, true);
  const again = await smoke(t, { dockerfile, port, limits: { stopMs: 1000 } });
  assert.equal(again.instructions.find(({ line }) => line === 3)?.cached, true);
  const failing = await smoke(t, {
    dockerfile: 'FROM busybox:latest\nRUN true\nRUN echo oops; exit 4\n',
    port,
  });
  assert.equal(failing.verdict, 'failed');
  assert.equal(failing.failure?.line, 2);
  assert.deepEqual(failing.failure.log, ['oops']);
  assert.match(failing.failure.message, /exit code: 4/u);
  before.assertUntouched();
}

test('buildx brings full evidence', async (t) => {
  await assertFullEvidence(t, nodeSmokePort(), 'buildx');
});

test('an instruction that shares its build step with another stage has its own line', async (t) => {
  const dockerfile =
    'FROM busybox:latest AS a\nRUN echo 1 > /x\nFROM busybox:latest\nRUN echo 1 > /x\nCOPY --from=a /x /y\n';
  const report = await smoke(t, { dockerfile });
  assert.equal(report.verdict, 'passed', report.summary);
  assert.deepEqual(
    report.instructions.map(({ line, stage }) => [line, stage]),
    [
      [0, 0],
      [1, 0],
      [2, 1],
      [3, 1],
      [4, 1],
    ],
  );
});

test('a buildx that has no rawjson is read as plain progress', async (t) => {
  const port = nodeSmokePort();
  const older: SmokePort = {
    ...port,
    async run(command, options) {
      if (command.args.join(' ') !== 'buildx version') return port.run(command, options);
      return { kind: 'exited', exitCode: 0, stdout: 'github.com/docker/buildx v0.12.1 abc\n', stderr: '' };
    },
  };
  await assertFullEvidence(t, older, 'buildx');
});

test('a client before 23 without buildx builds with BuildKit all the same', async (t) => {
  const { ensureEngine, ensureOldClient } = await provision();
  const engine = await ensureEngine();
  if (!engine.available) return missing(t, engine.reason);
  const client = await ensureOldClient(engine);
  if (!client.available) return missing(t, client.reason);
  assert.match(client.version, /^20\./u);
  await assertFullEvidence(t, portWith(client.env), 'docker-buildkit');
});

test('a newer client without buildx is told to install it, and nothing is made', async (t) => {
  const { ensureEngine, ensureClientWithoutBuildx } = await provision();
  const engine = await ensureEngine();
  if (!engine.available) return missing(t, engine.reason);
  const client = await ensureClientWithoutBuildx(engine);
  if (!client.available) return missing(t, client.reason);
  const report = await smoke(t, { dockerfile: TWO_STAGES, port: portWith(client.env) });
  assert.equal(report.verdict, 'error');
  assert.match(report.summary, /Install buildx/u);
  assert.deepEqual(report.plan, []);
  assert.deepEqual(report.cleanup.removed, []);
});

test('no program of that name: the message says what was looked for', (t) => {
  const folder = folderWith(t, { Dockerfile: TWO_STAGES });
  const args = [CLI, 'smoke', '--engine', 'no-such-engine', '--format', 'json'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  assert.equal(status, 2);
  assert.equal(stderr, '');
  const report = JSON.parse(stdout) as { readonly verdict: string; readonly summary: string };
  assert.equal(report.verdict, 'error');
  assert.match(report.summary, /"no-such-engine" was looked for on PATH and not found/u);
});

test('an engine that does not answer: the message has its client and the complaint', (t) => {
  const folder = folderWith(t, { Dockerfile: TWO_STAGES });
  const { status, stdout } = spawnSync(process.execPath, [CLI, 'smoke', '--engine', 'docker'], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, DOCKER_HOST: `unix://${folder}/nobody.sock` },
  });
  assert.equal(status, 2);
  assert.match(stdout, /^ERROR {2}No container engine: "docker" \(client /mu);
  assert.match(stdout, /nobody\.sock/u);
});
