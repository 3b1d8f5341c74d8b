/** `--builder`: another BuildKit builds, and the engine at hand runs what it made. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { connect, createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { test, type TestContext } from 'node:test';
import { type SpareEngine, startSpareEngine } from './spare';
import { canary, docker, missing, newRun, smoke } from './workbench';

/**
 * BuildKit's own protocol, which is gRPC, on a port of this machine: an engine speaks it behind an upgrade of its API's
 * `/grpc` (moby, api/server/router/grpc), and buildx's remote driver wants it bare.
 */
async function bareBuildKit(t: TestContext, socket: string): Promise<string> {
  const server: Server = createServer((client) => {
    const engine = connect(socket);
    engine.write('POST /grpc HTTP/1.1\r\nHost: buildkit\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n');
    let head = Buffer.alloc(0);
    const read = (chunk: Buffer): void => {
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf('\r\n\r\n');
      if (end === -1) return;
      engine.off('data', read);
      client.write(head.subarray(end + 4));
      engine.pipe(client);
      client.pipe(engine);
    };
    engine.on('data', read);
    for (const one of [client, engine]) {
      one.on('error', () => undefined);
      one.on('close', () => {
        client.destroy();
        engine.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  return `tcp://127.0.0.1:${address.port}`;
}

function socketOf({ env }: SpareEngine): string {
  return (env['DOCKER_HOST'] ?? '').replace('unix://', '');
}

test('a remote BuildKit builds, the engine at hand runs, and neither keeps an image', async (t) => {
  const spare = await startSpareEngine({ store: 'containerd' });
  if (!spare.available) return missing(t, spare.reason);
  t.after(() => spare.remove());
  const user = canary(t);
  const name = `stagewright-${newRun()}`;
  docker('buildx', 'create', '--name', name, '--driver', 'remote', await bareBuildKit(t, socketOf(spare)));
  t.after(() => docker('buildx', 'rm', '--force', name));
  const report = await smoke(t, {
    // It has no image to begin with, and no registry to get one from.
    dockerfile: 'FROM scratch\nCOPY page.html /\nCOPY . /all\n',
    files: { 'page.html': '<p>' },
    input: { builder: name },
  });
  assert.equal(report.verdict, 'passed', report.summary);
  assert.match(report.notes.join('\n'), new RegExp(`built by the builder "${name}" \\(remote\\)`, 'u'));
  assert.deepEqual(
    report.image?.layers.map(({ line }) => line),
    [1, 2],
  );
  const there = { ...process.env, ...spare.env };
  assert.equal(execFileSync('docker', ['images', '-aq'], { env: there, encoding: 'utf8' }), '');
  user.assertUntouched();
});

test('a builder that there is none of, and one inside another engine, are refused before anything is made', async (t) => {
  const dockerfile = 'FROM busybox:latest\n';
  const absent = await smoke(t, { dockerfile, input: { builder: '--no-such-builder' } });
  assert.equal(absent.verdict, 'error');
  assert.match(absent.summary, /builder "--no-such-builder" cannot be used/u);
  assert.deepEqual(absent.plan, []);

  const here = docker('context', 'inspect', '--format', '{{.Endpoints.docker.Host}}');
  for (const [host, why] of [
    ['unix:///nowhere/docker.sock', /cannot be used: Cannot connect/u],
    [process.env['DOCKER_HOST'] ?? here, /part of another engine/u],
  ] as const) {
    const context = `stagewright-${newRun()}`;
    docker('context', 'create', context, '--docker', `host=${host}`);
    t.after(() => docker('context', 'rm', context));
    const other = await smoke(t, { dockerfile, input: { builder: context } });
    assert.equal(other.verdict, 'error');
    assert.match(other.summary, why);
    assert.deepEqual(other.plan, []);
  }
});
