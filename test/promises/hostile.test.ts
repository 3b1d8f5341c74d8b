/** Images and Dockerfiles that misbehave: nothing of the text reaches a shell, and nothing of the container gets out of its limits. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { analyze } from '../../server/src/core/index';
import { reportJson, smokeStages } from '../../server/src/smoke/index';
import { nameOfContainer } from '../../server/src/smoke/lease';
import { assertAsBefore, takeInventory, withSpareEngine } from '../engine/spare';
import { canary, docker, folderWith, newRun, ROOT, smoke } from '../engine/workbench';

const spareEngine = withSpareEngine();

const CLI = join(ROOT, 'out/server/src/node/cli.js');

test('a container that forks without end is held by its limit of processes', async (t) => {
  if (spareEngine(t) === undefined) return;
  const user = canary(t);
  const before = takeInventory();
  const run = newRun();
  let most = 0;
  const report = await smoke(t, {
    run,
    dockerfile:
      'FROM busybox:latest\nCMD ["sh", "-c", "(while :; do sleep 60 & done) 2>/dev/null & exec sleep 60"]\n',
    limits: { pids: 40, stayUpMs: 1500, stopMs: 1000 },
    options: {
      onProgress: (progress) => {
        if (progress.kind !== 'step-started' || progress.step !== 'stop') return;
        most = docker('top', nameOfContainer(run), '-o', 'pid').split('\n').length - 1;
      },
    },
  });
  t.diagnostic(`${most} processes of at most 40`);
  assert.ok(most <= 40 && most > 30, `${most} processes`);
  assert.notEqual(report.verdict, 'error', report.summary);
  assertAsBefore(t, before);
  user.assertUntouched();
});

test('what a container prints without end is kept within bounds on the disk of the engine', async (t) => {
  if (spareEngine(t) === undefined) return;
  const before = takeInventory();
  const run = newRun();
  let kept = 0;
  const report = await smoke(t, {
    run,
    dockerfile: 'FROM busybox:latest\nCMD ["sh", "-c", "yes a container that talks and talks and talks"]\n',
    limits: { stayUpMs: 2500, stopMs: 1000 },
    options: {
      onProgress: (progress) => {
        if (progress.kind !== 'step-started' || progress.step !== 'decide') return;
        const log = docker('container', 'inspect', '--format', '{{.LogPath}}', nameOfContainer(run));
        const folder = join(log, '..');
        for (const name of readdirSync(folder).filter((entry) => entry.includes('-json.log')))
          kept += readFileSync(join(folder, name)).length;
      },
    },
  });
  t.diagnostic(`${kept} bytes of its log on the disk, ${reportJson(report).length} in the report`);
  assert.equal(report.verdict, 'passed', report.summary);
  assert.ok(kept > 100_000 && kept <= 2 * 1024 * 1024, `${kept} bytes`);
  assert.ok(reportJson(report).length < 100_000);
  assertAsBefore(t, before);
});

test('a container that ignores its stop signal is killed when its time is up, and the report says so', async (t) => {
  if (spareEngine(t) === undefined) return;
  const before = takeInventory();
  const report = await smoke(t, {
    dockerfile:
      'FROM busybox:latest\nSTOPSIGNAL SIGUSR1\nCMD ["sh", "-c", "trap \'\' USR1 TERM INT; while :; do sleep 1; done"]\n',
    limits: { stayUpMs: 500, stopMs: 2000 },
  });
  assert.equal(report.verdict, 'passed', report.summary);
  assert.equal(report.run?.stop?.signal, 'SIGUSR1');
  assert.equal(report.run.stop.wasKilled, true);
  assert.equal(report.run.stop.exitCode, 137);
  assert.match(report.notes.join('\n'), /did not end within 2 s of SIGUSR1 and was killed/u);
  assertAsBefore(t, before);
});

test('an image with nothing in it but one static program is built, run, probed and read', async (t) => {
  if (spareEngine(t) === undefined) return;
  const before = takeInventory();
  const dockerfile = [
    'FROM busybox:latest AS tools',
    // Under this name the program is a web server and nothing else.
    'RUN mkdir -p /out/www && cp /bin/busybox /out/httpd && echo no shell here > /out/www/index.html',
    'FROM scratch',
    'COPY --from=tools /out /',
    'EXPOSE 8080',
    'CMD ["/httpd", "-f", "-p", "8080", "-h", "/www"]',
    '',
  ].join('\n');
  const report = await smoke(t, {
    dockerfile,
    input: {
      probes: [
        { text: 'http GET / 200', line: undefined },
        { text: 'file /www/index.html', line: undefined },
      ],
    },
    limits: { stopMs: 1000 },
  });
  assert.equal(report.verdict, 'passed', report.summary);
  assert.deepEqual(
    report.probes.map(({ passed }) => passed),
    [true, true],
  );
  assert.ok(report.image?.contents !== undefined);
  assertAsBefore(t, before);
});

/** What would make a file, or change what the client does, if any of it were taken for more than a value. */
const INJECTIONS = [
  '--privileged',
  '$(touch injected)',
  '`touch injected`',
  '; touch injected #',
  "' && touch injected && '",
  '"; touch injected; "',
  'a b\tc',
  'line\nbreak --privileged',
  '%s%n{{.ID}}',
] as const;

/** A context, and a Dockerfile in it, of each of these names. */
const NAMES = [
  '--privileged',
  '$(touch injected) `touch injected`; touch injected #\'" %s',
  'ü\tline\nbreak',
];

test('values of build arguments and names of folders and files are values, whatever they look like', async (t) => {
  if (spareEngine(t) === undefined) return;
  const user = canary(t);
  const before = takeInventory();
  for (const name of NAMES) {
    const folder = folderWith(t, {});
    const context = join(folder, name);
    mkdirSync(context);
    const values = INJECTIONS.map((text, at): readonly [string, string] => [`VALUE_${at}`, text]);
    const dockerfile = [
      'FROM busybox:latest AS stage-1.x_y',
      'ARG API_TOKEN',
      ...values.flatMap(([arg]) => [`ARG ${arg}`]),
      `RUN printf %s ${values.map(([arg]) => `"$${arg}"`).join(' ')} > /values`,
      'RUN printf %s "$API_TOKEN" > /token',
      'COPY . /context',
      'CMD ["sh", "-c", "wc -c < /values; wc -c < /token; test -f /context/* && echo 1"]',
      '',
    ].join('\n');
    const file = join(context, `${name}.Dockerfile`);
    writeFileSync(file, dockerfile);
    const report = await smoke(t, {
      dockerfile,
      input: {
        dockerfilePath: file,
        contextDir: context,
        stages: smokeStages(analyze(dockerfile)),
        target: 'stage-1.x_y',
        buildArgs: { ...Object.fromEntries(values), API_TOKEN: INJECTIONS.join('') },
      },
    });
    assert.equal(report.verdict, 'passed', `${JSON.stringify(name)}: ${report.summary}`);
    const bytes = String(Buffer.byteLength(INJECTIONS.join('')));
    assert.deepEqual(report.run?.log, [bytes, bytes, '1']);
    for (const place of [folder, context, process.cwd()])
      assert.equal(existsSync(join(place, 'injected')), false, name);
  }
  assertAsBefore(t, before);
  user.assertUntouched();
});

test('names of stages and images that are none are refused, and nothing is made', async (t) => {
  if (spareEngine(t) === undefined) return;
  const before = takeInventory();
  for (const text of INJECTIONS) {
    const target = await smoke(t, { dockerfile: 'FROM busybox:latest AS app\n', input: { target: text } });
    assert.equal(target.verdict, 'error');
    assert.deepEqual(target.plan, []);
    const kept = await smoke(t, { dockerfile: 'FROM busybox:latest AS app\n', input: { keep: text } });
    assert.equal(kept.verdict, 'error', text);
    assert.match(kept.summary, /is no image name/u);
    assert.deepEqual(kept.plan, []);
  }
  assertAsBefore(t, before);
});

test('a stage whose name would be an option is what the engine says it is, and no option', async (t) => {
  if (spareEngine(t) === undefined) return;
  const before = takeInventory();
  for (const name of ['--privileged', '$(touch-injected)', '--network=host', '-t']) {
    const dockerfile = `FROM busybox:latest AS ${name}\nRUN touch /x\nFROM ${name}\n`;
    const report = await smoke(t, { dockerfile, input: { target: name } });
    assert.ok(report.verdict === 'failed' || report.verdict === 'error', report.summary);
    assert.equal(report.image, undefined);
  }
  assertAsBefore(t, before);
});

test('declared probes are arguments of what runs in the container, and of nothing else', (t) => {
  if (spareEngine(t) === undefined) return;
  const before = takeInventory();
  const folder = folderWith(t, { Dockerfile: 'FROM busybox:latest\nCMD ["sleep", "30"]\n' });
  const { status, stdout } = spawnSync(
    process.execPath,
    [
      ...[CLI, 'smoke', '--format', 'json'],
      ...['--probe', 'run echo --privileged $(touch injected) ; touch injected'],
      ...['--probe', 'file "/$(touch injected)"'],
    ],
    { cwd: folder, encoding: 'utf8' },
  );
  assert.equal(status, 1, stdout);
  const { probes } = JSON.parse(stdout) as {
    readonly probes: readonly { readonly passed: boolean; readonly message: string }[];
  };
  assert.deepEqual(
    probes.map(({ passed }) => passed),
    [true, false],
  );
  assert.match(probes[0]?.message ?? '', /it said: --privileged \$\(touch injected\) ; touch injected/u);
  assert.deepEqual(readdirSync(folder), ['Dockerfile']);
  assertAsBefore(t, before);
});
