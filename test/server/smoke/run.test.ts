/** What a smoke build does when its engine behaves in ways that a real one cannot be made to. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatReport, smokeBuild } from '../../../server/src/smoke/index';
import { type Answer, IMAGE, ok, refused, RUN, scriptedEngine, scriptedInput } from './scriptedEngine';

const GONE = refused('Cannot connect to the Docker daemon. Is the docker daemon running?');
const isBuild = (args: string): boolean => args.startsWith('buildx build');

test('all goes well', async () => {
  const { port, asked } = scriptedEngine(() => undefined);
  const report = await smokeBuild(scriptedInput(), port);
  assert.equal(report.verdict, 'passed', report.summary);
  assert.equal(report.image?.digest, IMAGE);
  const order = ['volume create', 'buildx build', 'create', 'start'].map((verb) =>
    asked.findIndex((args) => args.startsWith(verb)),
  );
  assert.deepEqual(
    order,
    [...order].sort((a, b) => a - b),
  );
  assert.equal(order.includes(-1), false);
});

test('an engine that goes away during the build is an error, not the fault of the Dockerfile', async () => {
  let isGone = false;
  const { port } = scriptedEngine((args) => {
    if (isBuild(args)) {
      isGone = true;
      return refused('ERROR: error during connect');
    }
    return isGone ? GONE : undefined;
  });
  const report = await smokeBuild(scriptedInput(), port);
  assert.equal(report.verdict, 'error');
  assert.match(report.summary, /went away during the build/u);
  assert.equal(report.cleanup.isComplete, false);
  assert.ok(report.notes.some((note) => note.includes('later smoke build')));
});

test('clean-up is tried again while the engine comes back', async () => {
  let refusals = 3;
  const label = JSON.stringify({ kind: 'container', run: RUN, expires: '2026-01-01T00:10:00.000Z' });
  let isThere = true;
  const { port } = scriptedEngine((args) => {
    if (args.startsWith('ps --all') && refusals > 0) {
      refusals--;
      return GONE;
    }
    if (args.startsWith('ps --all')) return ok(isThere ? 'abc\n' : '');
    if (args === 'container inspect --format {{json .}} abc') {
      return ok(
        JSON.stringify({
          Id: 'abc',
          Name: `/stagewright-smoke-${RUN}`,
          Config: { Labels: { 'dev.stagewright.smoke': label } },
        }),
      );
    }
    if (args === 'rm --force --volumes abc') isThere = false;
    return undefined;
  });
  const report = await smokeBuild(scriptedInput(), port);
  assert.deepEqual(report.cleanup.removed, [`container stagewright-smoke-${RUN}`]);
  assert.equal(report.cleanup.isComplete, true);
});

test('ports of a remote engine are not probed from here', async () => {
  const { port, asked } = scriptedEngine((args) => {
    if (args.startsWith('context inspect'))
      return ok(JSON.stringify({ Name: 'far', Endpoints: { docker: { Host: 'ssh://me@far' } } }));
    if (args.startsWith('image inspect --format {{json .}}')) {
      return ok(JSON.stringify({ Size: 5, Config: { Cmd: ['x'], ExposedPorts: { '80/tcp': {} } } }));
    }
    return undefined;
  });
  const report = await smokeBuild(scriptedInput(), port);
  assert.equal(report.engine.isRemote, true);
  assert.equal(report.probes[0]?.kind, 'exit');
  assert.ok(report.notes.some((note) => note.includes('remote')));
  assert.ok(asked.some((args) => args.startsWith('create') && args.includes('--network none')));
});

test('the engine’s clock decides about leases, not this machine’s', async () => {
  const labels: string[] = [];
  const { port } = scriptedEngine((args, { args: [verb, , flag, label] }) => {
    if (args.startsWith('info'))
      return ok(JSON.stringify({ SystemTime: '2030-06-01T00:00:00Z', SecurityOptions: ['name=rootless'] }));
    if (verb === 'volume' && flag === '--label' && label !== undefined) labels.push(label);
    return undefined;
  });
  const report = await smokeBuild(scriptedInput(), port);
  assert.equal(report.engine.isRootless, true);
  assert.match(labels.join('\n'), /"expires":"2030-06-01T00:02:0/u);
});

test('an id that the engine does not know is found by the label', async () => {
  const other = `sha256:${'2'.repeat(64)}`;
  const { port } = scriptedEngine((args) => {
    if (args === `image inspect --format {{.Id}} ${IMAGE}`) return refused('No such image');
    if (args.startsWith('images --quiet --no-trunc --filter label=dev.stagewright.smoke={'))
      return ok(`${other}\n`);
    return undefined;
  });
  const report = await smokeBuild(scriptedInput(), port);
  assert.equal(report.image?.digest, other);
});

test('a watcher that throws changes nothing', async () => {
  const { port, asked } = scriptedEngine(() => undefined);
  const report = await smokeBuild(scriptedInput(), port, {
    onProgress: () => {
      throw new Error('the watcher is gone');
    },
  });
  assert.equal(report.verdict, 'passed', report.summary);
  assert.ok(asked.some((args) => args.startsWith('ps --all')));
});

test('a lease that cannot be taken ends it before anything is built', async () => {
  const { port, asked } = scriptedEngine((args) =>
    args.startsWith('volume create') ? refused('read-only') : undefined,
  );
  const report = await smokeBuild(scriptedInput(), port);
  assert.equal(report.verdict, 'error');
  assert.match(report.summary, /The lease could not be taken: read-only/u);
  assert.equal(asked.some(isBuild), false);
});

const PODMAN = JSON.stringify({
  Client: { APIVersion: '4.3.1', Version: '4.3.1', OsArch: 'linux/amd64' },
});

test('Podman behind the name docker is recognised, and told what Podman is told', async () => {
  const podman: Answer = (args) => (args.startsWith('version') ? ok(PODMAN) : undefined);
  const { port, asked } = scriptedEngine(podman);
  const report = await smokeBuild(scriptedInput(), port);
  assert.equal(report.verdict, 'passed', report.summary);
  assert.equal(report.engine.builder, 'podman');
  assert.equal(report.engine.version, '4.3.1');
  assert.match(asked.find((args) => args.startsWith('build ')) ?? '', /^build --format docker --secret id=/u);
});

test('without a name, Podman is taken where Docker is not there', async () => {
  const { port } = scriptedEngine((args, { program }) => {
    if (program === 'docker') return { kind: 'not-found', message: 'ENOENT' };
    return args.startsWith('version') ? ok(PODMAN) : undefined;
  });
  const report = await smokeBuild(scriptedInput(undefined, { program: undefined }), port);
  assert.equal(report.engine.program, 'podman');
  assert.equal(
    report.notes.some((note) => note.startsWith('Podman is used')),
    false,
  );
});

test('without a name, Podman is taken where no Docker engine answers, and the report says why', async () => {
  const { port } = scriptedEngine((args, { program }) => {
    if (!args.startsWith('version')) return undefined;
    return program === 'docker' ? refused('Cannot connect to the Docker daemon') : ok(PODMAN);
  });
  const report = await smokeBuild(scriptedInput(undefined, { program: undefined }), port);
  assert.equal(report.engine.program, 'podman');
  assert.match(report.notes.join('\n'), /Podman is used, because: .*Cannot connect to the Docker daemon/u);
});

test('without a name and without any engine, the message says what was looked for', async () => {
  const { port } = scriptedEngine(() => ({ kind: 'not-found', message: 'ENOENT' }));
  const report = await smokeBuild(scriptedInput(undefined, { program: undefined }), port);
  assert.equal(report.verdict, 'error');
  assert.match(report.summary, /neither "docker" nor "podman" was found on PATH/u);
});

test('a named engine is the only one that is looked for', async () => {
  const { port, asked } = scriptedEngine(() => ({ kind: 'not-found', message: 'ENOENT' }));
  const report = await smokeBuild(scriptedInput(), port);
  assert.match(report.summary, /"docker" was looked for/u);
  assert.equal(asked.filter((args) => args.startsWith('version')).length, 1);
});

test('a Podman that does not work says so', async () => {
  const { port } = scriptedEngine((args) => {
    if (args.startsWith('version')) return ok(PODMAN);
    return args.startsWith('info') ? refused('Error: no such runtime') : undefined;
  });
  const report = await smokeBuild(scriptedInput(), port);
  assert.equal(report.verdict, 'error');
  assert.match(report.summary, /Podman 4\.3\.1 was found as "docker", but does not work: .*no such runtime/u);
});

test('a Dockerfile without a stage is an error, and no engine is asked', async () => {
  const { port, asked } = scriptedEngine(() => undefined);
  const report = await smokeBuild(scriptedInput('# nothing\n'), port);
  assert.equal(report.verdict, 'error');
  assert.match(report.summary, /no build stage/u);
  assert.deepEqual(asked, []);
});

test('a name to keep that could be an option of the client is refused', async () => {
  for (const keep of ['--all', '', 'Name', 'a b']) {
    const { port, asked } = scriptedEngine(() => undefined);
    const report = await smokeBuild(scriptedInput(undefined, { keep }), port);
    assert.equal(report.verdict, 'error');
    assert.match(report.summary, /is no image name/u);
    assert.equal(asked.some(isBuild), false);
  }
});

test('a report without anything reads well too', async () => {
  const missing: Answer = () => ({ kind: 'not-found', message: 'ENOENT' });
  const report = await smokeBuild(
    scriptedInput(undefined, { program: 'docker' }),
    scriptedEngine(missing).port,
  );
  const text = formatReport(report, { isColored: false });
  assert.match(text, /^Smoke build of Dockerfile, stage 0 \(unnamed\)\nERROR {2}No container engine/u);
  assert.deepEqual(
    text.split('\n').filter((line) => line.length > 80),
    [],
  );
});
