/** The promises of the smoke build, on a Podman with a disk of its own. */
import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test, type TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import {
  cleanEngine,
  reportJson,
  smokeBuild,
  smokeReproduce,
  type SmokePort,
  type SmokeReport,
} from '../../server/src/smoke/index';
import {
  type Case,
  commandLines,
  folderWith,
  inputFor,
  type Missing,
  missing,
  newRun,
  portWith,
  ROOT,
  rows,
} from './workbench';

interface Podman {
  readonly available: true;
  readonly env: Readonly<Record<string, string>>;
  readonly hasPorts: boolean;
  readonly folder: string;
  remove(): Promise<void>;
}

let podman: Podman | Missing | undefined;

before(async () => {
  const file = join(ROOT, 'test/harness/provision/podman.mjs');
  const { startPodman } = (await import(pathToFileURL(file).href)) as {
    startPodman(images: Buffer): Promise<Podman | Missing>;
  };
  const images = execFileSync('docker', ['image', 'save', 'busybox:latest', 'alpine:3.20'], {
    maxBuffer: 1024 ** 3,
  });
  podman = await startPodman(images);
});

after(async () => {
  if (podman?.available === true) await podman.remove();
});

/** Says on the test why there is none. */
function engine(t: TestContext): Podman | undefined {
  if (podman?.available === true) return podman;
  missing(t, podman?.reason ?? 'Podman was not started');
  return undefined;
}

function ask({ env }: Podman, ...args: readonly string[]): string {
  return execFileSync('podman', [...args], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
}

/** All there is, but for the images without a name and without our label that are Podman's build cache. */
function inventory(one: Podman): readonly string[] {
  const labelled = rows(
    ask(one, 'images', '--all', '--quiet', '--no-trunc', '--filter', 'label=dev.stagewright.smoke'),
  );
  return [
    ...rows(ask(one, 'ps', '--all', '--external', '--no-trunc', '--format', '{{.ID}} {{.Names}}')),
    ...rows(ask(one, 'volume', 'ls', '--format', '{{.Name}}')),
    ...rows(ask(one, 'network', 'ls', '--format', '{{.Name}}')),
    ...rows(ask(one, 'images', '--format', '{{.ID}} {{.Repository}}:{{.Tag}}')).filter(
      (row) => !row.endsWith(' <none>:<none>'),
    ),
    ...labelled.filter((id) => !isKept(one, id)),
  ].sort();
}

/** Folders of a run, and of builds, among the temporary files. */
function folders(run: string): readonly string[] {
  return ['/tmp', '/var/tmp'].flatMap((place) =>
    readdirSync(place).filter((name) => name.includes(run) || /^buildah\d/u.test(name)),
  );
}

function isKept(one: Podman, id: string): boolean {
  return ask(one, 'image', 'inspect', '--format', '{{index .Labels "dev.stagewright.smoke"}}', id) === 'kept';
}

interface Smoked {
  readonly report: SmokeReport;
  readonly run: string;
}

/** After it everything is as before: whatever a test is about, that is checked. */
async function smoke(t: TestContext, one: Podman, given: Case): Promise<Smoked> {
  const run = newRun();
  const earlier = inventory(one);
  const port: SmokePort = { ...portWith(one.env), randomId: () => run };
  const input = inputFor(t, { ...given, input: { program: 'podman', ...given.input } });
  const report = await smokeBuild(input, port, given.options);
  if (given.input?.keep === undefined) assert.deepEqual(inventory(one), earlier);
  assert.deepEqual(folders(run), []);
  return { report, run };
}

/** Something of the user's, which is there after the test as it was before. */
function canary(t: TestContext, one: Podman): () => void {
  const name = `user-${newRun()}`;
  ask(
    one,
    'create',
    '--network',
    'none',
    '--name',
    name,
    '--volume',
    `${name}:/data`,
    'busybox:latest',
    'sh',
  );
  ask(one, 'tag', 'busybox:latest', `${name}:1`);
  const look = (): string =>
    [
      ask(one, 'container', 'inspect', '--format', '{{.ID}} {{.State.Status}} {{.Image}}', name),
      ask(one, 'volume', 'inspect', '--format', '{{.Name}} {{.CreatedAt}}', name),
      ask(one, 'image', 'inspect', '--format', '{{.ID}}', `${name}:1`, 'busybox:latest'),
    ].join('\n');
  const earlier = look();
  t.after(() => {
    ask(one, 'rm', '--force', '--time', '0', name);
    ask(one, 'volume', 'rm', name);
    ask(one, 'rmi', `${name}:1`);
  });
  return () => {
    assert.equal(look(), earlier);
  };
}

test('full evidence: steps, cache, layers by line, contents, an answer over HTTP', async (t) => {
  const one = engine(t);
  if (one === undefined) return;
  const untouched = canary(t, one);
  const dockerfile = [
    'FROM busybox:latest AS build',
    'WORKDIR /app',
    'COPY page .',
    `RUN echo ${newRun()}; cat page > index.html`,
    'FROM alpine:3.20',
    'ENV MODE=fast',
    'COPY --from=build /app/index.html /www/',
    'RUN ["touch", "/built"]',
    ...(one.hasPorts ? ['EXPOSE 8080'] : []),
    'USER 7',
    'CMD ["httpd", "-f", "-p", "8080", "-h", "/www"]',
    '',
  ].join('\n');
  const given: Case = {
    dockerfile,
    // Were it not the first of the two that counts, there would be no page.
    files: {
      page: '<p>hello</p>',
      '.containerignore': 'unwanted\n',
      '.dockerignore': 'page\n',
      unwanted: '',
    },
    limits: { stopMs: 1000, stayUpMs: 500 },
  };
  const { report } = await smoke(t, one, given);
  assert.equal(report.verdict, 'passed', report.summary);
  assert.equal(report.engine.builder, 'podman');
  const lines = dockerfile
    .trim()
    .split('\n')
    .map((_, line) => line);
  assert.deepEqual(
    report.instructions.map(({ line }) => line),
    lines,
  );
  assert.match(report.context?.ignoreFile ?? '', /\.containerignore$/u);
  // The Dockerfile, the page, and both ignore files.
  assert.equal(report.context?.files, 4);
  const { image } = report;
  assert.ok((image?.builders?.[0]?.size ?? 0) > 0);
  assert.deepEqual(
    image?.layers.map(({ line, isBase }) => [line, isBase]),
    [
      [4, true],
      [6, false],
      [7, false],
    ],
  );
  assert.equal(image.user, '7');
  assert.deepEqual(image.cmd, ['httpd', '-f', '-p', '8080', '-h', '/www']);
  assert.match(image.digest, /^sha256:[0-9a-f]{64}$/u);
  assert.equal(image.platform, report.engine.platform);
  assert.ok((image.contents?.files ?? 0) > 2);
  const [probe] = report.probes;
  assert.equal(probe?.passed, true);
  if (one.hasPorts) assert.ok(probe.kind === 'port' && probe.http?.body === '<p>hello</p>');
  assert.equal(report.run?.stop?.wasKilled, true);
  assert.ok(report.cleanup.removed.some((name) => name.startsWith('image sha256:')));
  assert.match(report.notes.join('\n'), /build cache as images without a name: this build added \d+/u);

  const again = await smoke(t, one, given);
  assert.equal(again.report.verdict, 'passed', again.report.summary);
  assert.equal(again.report.instructions.find(({ line }) => line === 3)?.cached, true);
  assert.doesNotMatch(again.report.notes.join('\n'), /build cache/u);

  // A stage that others are built from, and that is in the cache: without the label it would be the user's.
  const builder = await smoke(t, one, { ...given, input: { target: 'build' } });
  assert.equal(builder.report.verdict, 'passed', builder.report.summary);
  assert.deepEqual(
    builder.report.instructions.map(({ line }) => line),
    [0, 1, 2, 3],
  );
  untouched();
});

test('a build that fails is told at its line, with its last words', async (t) => {
  const one = engine(t);
  if (one === undefined) return;
  const { report } = await smoke(t, one, {
    dockerfile:
      'FROM busybox:latest AS a\nRUN true\nFROM busybox:latest\nCOPY --from=a /bin/sh /x\nRUN echo oops >&2; exit 4\n',
  });
  assert.equal(report.verdict, 'failed');
  assert.equal(report.failure?.line, 4);
  assert.equal(report.failure.stage, 1);
  assert.deepEqual(report.failure.log, ['oops']);
  assert.match(report.failure.message, /exit code: 4/u);

  const absent = await smoke(t, one, { dockerfile: 'FROM busybox:latest\nCOPY nothing /\n' });
  assert.equal(absent.report.verdict, 'failed');
  assert.equal(absent.report.failure?.line, 1);
  assert.match(absent.report.failure.message, /"\/nothing": not found/u);
});

test('probes that are declared, the health check among them, pass and fail', async (t) => {
  const one = engine(t);
  if (one === undefined) return;
  const dockerfile = [
    '# stagewright smoke=health',
    '# stagewright smoke=run cat /etc/made',
    '# stagewright smoke=file /etc/made',
    '# stagewright smoke=log "begun"',
    'FROM busybox:latest',
    'RUN mkdir -p /etc && echo made > /etc/made',
    'HEALTHCHECK --interval=10m CMD test -e /tmp/ready',
    'CMD ["sh", "-c", "trap exit TERM; echo begun; mkdir -p /tmp; sleep 1; touch /tmp/ready; while :; do sleep 0.1; done"]',
    '',
  ].join('\n');
  const { report } = await smoke(t, one, { dockerfile });
  assert.equal(report.verdict, 'passed', report.summary);
  assert.equal(report.run?.stop?.wasKilled, false);

  const never = await smoke(t, one, {
    dockerfile: 'FROM busybox:latest\nHEALTHCHECK --retries=1 CMD echo not yet; false\nCMD ["sleep", "60"]\n',
    limits: { readyMs: 1500, stopMs: 1000 },
  });
  assert.equal(never.report.verdict, 'failed');
  assert.equal(never.report.failure?.line, 1);
  assert.match(never.report.failure.message, /did not pass within 1\.5 s/u);
});

test('an image whose command is not there, one without any, and one that ends with an error', async (t) => {
  const one = engine(t);
  if (one === undefined) return;
  const wrong = await smoke(t, one, { dockerfile: 'FROM busybox:latest\nCMD ["not-there"]\n' });
  assert.equal(wrong.report.verdict, 'failed');
  assert.equal(wrong.report.failure?.line, 1);
  assert.match(wrong.report.failure.message, /^The container does not start: runc: .*"not-there"/u);
  const none = await smoke(t, one, { dockerfile: 'FROM scratch\nCOPY Dockerfile /\n' });
  assert.equal(none.report.verdict, 'passed', none.report.summary);
  assert.equal(none.report.probes[0]?.kind, 'created');
  const ends = await smoke(t, one, {
    dockerfile: 'FROM busybox:latest\nCMD ["sh", "-c", "echo over; exit 3"]\n',
  });
  assert.equal(ends.report.verdict, 'failed');
  assert.deepEqual(ends.report.run?.log, ['over']);
});

test('cancelled in the middle of a RUN, and while the container runs', async (t) => {
  const one = engine(t);
  if (one === undefined) return;
  const untouched = canary(t, one);
  const controller = new AbortController();
  const { report } = await smoke(t, one, {
    dockerfile: `FROM busybox:latest\nRUN echo begun; sleep 300 || true\n# ${newRun()}\n`,
    options: {
      signal: controller.signal,
      onProgress: (progress) => {
        if (progress.kind === 'log' && progress.text === 'begun') controller.abort();
      },
    },
  });
  assert.equal(report.verdict, 'cancelled');
  assert.equal(report.failure?.line, 1);
  assert.equal(commandLines().filter((line) => line === 'sleep 300 ').length, 0);

  const second = new AbortController();
  const running = await smoke(t, one, {
    dockerfile: 'FROM busybox:latest\nCMD ["sleep", "300"]\n',
    limits: { stayUpMs: 60_000, stopMs: 1000 },
    options: {
      signal: second.signal,
      onProgress: (progress) => {
        if (progress.kind === 'step-started' && progress.step === 'probe') second.abort();
      },
    },
  });
  assert.equal(running.report.verdict, 'cancelled');
  assert.ok(running.report.cleanup.removed.some((name) => name.startsWith('container ')));
  untouched();
});

const LEASE_MS = 60_000;

/** The world when every lease of now has ended. */
function later(one: Podman): SmokePort {
  return { ...portWith(one.env), now: () => Date.now() + 3 * LEASE_MS };
}

/** A smoke build of its own that goes with all that it has started, as when the machine loses its power. */
async function killed(
  t: TestContext,
  one: Podman,
  dockerfile: string,
  isTime: (text: string) => boolean,
): Promise<string> {
  const run = newRun();
  const folder = folderWith(t, { Dockerfile: dockerfile });
  const child = spawn(
    process.execPath,
    [join(__dirname, 'killedRun.js'), run, String(LEASE_MS), folder, 'podman'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...one.env },
    },
  );
  await progressOf(child, isTime);
  child.kill('SIGKILL');
  for (const id of clientsOf(run)) process.kill(id, 'SIGKILL');
  await once(child, 'close');
  return run;
}

async function progressOf(child: ChildProcess, isTime: (text: string) => boolean): Promise<void> {
  let text = '';
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    if (isTime(text)) return;
  }
  assert.fail(`the run ended before it was to be killed: ${text}`);
}

/** The processes that build for a run. */
function clientsOf(run: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .map(Number)
    .filter((id) => {
      try {
        return execFileSync('cat', [`/proc/${id}/cmdline`], {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
        }).includes(`smoke-${run}`);
      } catch {
        return false;
      }
    });
}

test('killed in the middle of a build, with its client: what that leaves is left alone, then swept', async (t) => {
  const one = engine(t);
  if (one === undefined) return;
  const untouched = canary(t, one);
  const earlier = inventory(one);
  const run = await killed(
    t,
    one,
    `FROM busybox:latest\nRUN echo ${newRun()}; echo begun; sleep 4\n`,
    (text) => text.includes('"text":"begun"'),
  );
  assert.ok(
    inventory(one).some((row) => row.includes('working-container')),
    inventory(one).join('\n'),
  );
  const early = await cleanEngine(portWith(one.env), 'podman', 'abandoned');
  assert.ok(
    early.kind === 'cleaned' &&
      early.found.some((found) => found.run === run && found.name.startsWith('build ')),
  );
  assert.deepEqual(early.removed, []);

  const late = await smokeBuild(
    inputFor(t, { dockerfile: 'FROM busybox:latest\nCMD ["true"]\n', input: { program: 'podman' } }),
    later(one),
  );
  assert.match(late.cleanup.swept.join('\n'), /build .*busybox.*\n.*lease /u);
  assert.deepEqual(inventory(one), earlier);
  assert.deepEqual(folders(run), []);
  untouched();
});

test('killed while the container runs: `clean` takes it away once its lease has ended', async (t) => {
  const one = engine(t);
  if (one === undefined) return;
  const earlier = inventory(one);
  const run = await killed(t, one, 'FROM busybox:latest\nVOLUME /data\nCMD ["sleep", "300"]\n', (text) =>
    text.includes('"step":"probe"'),
  );
  const report = await cleanEngine(later(one), 'podman', 'abandoned');
  assert.ok(report.kind === 'cleaned' && report.kept.length === 0);
  assert.deepEqual(
    report.removed.map((name) => name.split(' ')[0]),
    ['container', 'image', 'lease'],
  );
  assert.ok(report.found.every((found) => found.run === run));
  assert.deepEqual(inventory(one), earlier);
  // Its folder goes with the next smoke build.
  const next = inputFor(t, {
    dockerfile: 'FROM busybox:latest\nCMD ["true"]\n',
    input: { program: 'podman' },
  });
  await smokeBuild(next, portWith(one.env));
  assert.deepEqual(folders(run), []);
});

test('two at once of one file do not disturb each other, and neither does a kept image', async (t) => {
  const one = engine(t);
  if (one === undefined) return;
  const dockerfile = `FROM busybox:latest AS build\nRUN echo ${newRun()} > /x\nFROM busybox:latest\nCOPY --from=build /x /\nCMD ["cat", "/x"]\n`;
  const port = portWith(one.env);
  const earlier = inventory(one);
  const both = await Promise.all(
    [1, 2].map(() => smokeBuild(inputFor(t, { dockerfile, input: { program: 'podman' } }), port)),
  );
  assert.deepEqual(
    both.map(({ summary, verdict }) => [verdict, summary][0]),
    ['passed', 'passed'],
    both[0]?.summary,
  );
  assert.deepEqual(inventory(one), earlier);

  const name = `kept-${newRun()}`;
  const { report } = await smoke(t, one, { dockerfile, input: { keep: name } });
  t.after(() => ask(one, 'rmi', name));
  assert.deepEqual(report.cleanup.kept, [`image ${name}`]);
  assert.ok(isKept(one, name));
  const taken = await smoke(t, one, { dockerfile, input: { keep: '', program: 'podman' } });
  assert.equal(taken.report.verdict, 'error');
  assert.deepEqual(
    inventory(one).filter((row) => !row.includes(name)),
    earlier,
  );
});

test('values of secrets are in no report, no process list and no layer', async (t) => {
  const one = engine(t);
  if (one === undefined) return;
  const [argument, mounted] = [`s3cr3t-${newRun()}`, `m0unt3d-${newRun()}`];
  let processes = '';
  const { report } = await smoke(t, one, {
    dockerfile: [
      'FROM busybox:latest',
      'ARG NPM_TOKEN',
      'RUN --mount=type=secret,id=npmrc echo "$NPM_TOKEN $(cat /run/secrets/npmrc)"; sleep 0.5',
      'CMD ["true"]',
      '',
    ].join('\n'),
    input: {
      buildArgs: { NPM_TOKEN: argument },
      secrets: [{ kind: 'value', id: 'npmrc', value: mounted }],
    },
    options: {
      onProgress: (progress) => {
        if (progress.kind === 'log') processes += commandLines().join('\n');
      },
    },
  });
  assert.equal(report.verdict, 'passed', report.summary);
  assert.deepEqual(report.instructions.find(({ line }) => line === 2)?.log, ['*** ***']);
  assert.match(processes, /--build-arg NPM_TOKEN /u);
  for (const text of [processes, reportJson(report)])
    for (const secret of [argument, mounted]) assert.equal(text.includes(secret), false);
});

test('two clean builds are compared', async (t) => {
  const one = engine(t);
  if (one === undefined) return;
  const port = portWith(one.env);
  const earlier = inventory(one);
  const same = await smokeReproduce(
    inputFor(t, {
      dockerfile: 'FROM busybox:latest\nRUN echo same > /a && mkdir /made && sleep 1\n',
      input: { program: 'podman' },
    }),
    port,
  );
  assert.equal(same.verdict, 'passed', same.summary);
  assert.equal(same.compared, 'layers');
  assert.match(same.summary, /same layers, bit for bit/u);
  const other = await smokeReproduce(
    inputFor(t, {
      dockerfile: 'FROM busybox:latest\nRUN head -c 8 /dev/urandom > /b\n',
      input: { program: 'podman' },
    }),
    port,
  );
  assert.equal(other.verdict, 'failed', other.summary);
  assert.equal(other.difference?.line, 1);
  assert.deepEqual(inventory(one), earlier);
});
