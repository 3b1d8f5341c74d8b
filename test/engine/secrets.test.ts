/** Secret values stay out of reports and process lists, and a chatty build or container stays out of memory. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { formatReport, reportJson } from '../../server/src/smoke/index';
import { commandLines, newRun, smoke } from './workbench';

test('the value of a secret build argument is nowhere: not in the report, the progress or the process list', async (t) => {
  const secret = `s3cr3t-${newRun()}`;
  const told: string[] = [];
  let processes = '';
  const dockerfile = [
    'FROM busybox:latest',
    'ARG NPM_TOKEN',
    'ARG CHANNEL',
    'RUN echo "$CHANNEL uses $NPM_TOKEN"; sleep 1',
    'RUN echo "$NPM_TOKEN" >&2; exit 1',
    '',
  ].join('\n');
  const report = await smoke(t, {
    dockerfile,
    input: { buildArgs: { NPM_TOKEN: secret, CHANNEL: 'beta' } },
    options: {
      onProgress: (progress) => {
        told.push(JSON.stringify(progress));
        if (progress.kind === 'log') processes += commandLines().join('\n');
      },
    },
  });
  assert.equal(report.verdict, 'failed');
  const log = report.instructions.find(({ line }) => line === 3)?.log;
  assert.deepEqual(log, ['beta uses ***']);
  assert.deepEqual(report.failure?.log, ['***']);
  assert.match(processes, /--build-arg/u);
  for (const text of [
    reportJson(report),
    formatReport(report, { isColored: true }),
    told.join('\n'),
    processes,
  ]) {
    assert.equal(text.includes(secret), false);
  }
});

test('build secrets reach the lines that mount them, and their values nothing else', async (t) => {
  const [token, password] = [`t0ken-${newRun()}`, `pa55-${newRun()}`];
  const folder = mkdtempSync(join(tmpdir(), 'stagewright, "secrets" '));
  t.after(() => {
    rmSync(folder, { recursive: true });
  });
  const path = join(folder, 'npmrc');
  writeFileSync(path, `registry=https://example.invalid/\n//example.invalid/:_authToken=${token}\n`);
  let processes = '';
  const report = await smoke(t, {
    dockerfile: [
      'FROM busybox:latest',
      `RUN --mount=type=secret,id=npmrc : ${newRun()}; cat /run/secrets/npmrc; sed s/.*=// /run/secrets/npmrc; sleep 1`,
      'RUN --mount=type=secret,id=db,env=DB echo "db $DB"',
      'RUN test ! -e /run/secrets/npmrc',
      'CMD ["true"]',
      '',
    ].join('\n'),
    input: {
      secrets: [
        { kind: 'file', id: 'npmrc', path },
        { kind: 'value', id: 'db', value: password },
      ],
    },
    options: {
      onProgress: (progress) => {
        if (progress.kind === 'log') processes += commandLines().join('\n');
      },
    },
  });
  assert.equal(report.verdict, 'passed', report.summary);
  assert.deepEqual(report.instructions.find(({ line }) => line === 1)?.log, [
    '***',
    '***',
    'https://example.invalid/',
    '***',
  ]);
  assert.deepEqual(report.instructions.find(({ line }) => line === 2)?.log, ['db ***']);
  assert.match(processes, /--secret/u);
  for (const text of [reportJson(report), processes])
    for (const value of [token, password]) assert.equal(text.includes(value), false);
});

test('a named build context and a platform are handed to the engine', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'stagewright-assets-'));
  t.after(() => {
    rmSync(folder, { recursive: true });
  });
  const platform = process.arch === 'arm64' ? 'linux/arm64' : 'linux/amd64';
  writeFileSync(join(folder, 'note.txt'), 'from elsewhere\n');
  const report = await smoke(t, {
    dockerfile: 'FROM busybox:latest\nCOPY --from=assets note.txt /\nCMD ["cat", "/note.txt"]\n',
    input: { buildContexts: { assets: folder }, platform },
  });
  assert.equal(report.verdict, 'passed', report.summary);
  assert.deepEqual(report.run?.log, ['from elsewhere']);
  assert.equal(report.image?.platform, platform);
});

test('a literal secret of the Dockerfile is masked in the image configuration and the logs', async (t) => {
  const dockerfile =
    'FROM busybox:latest\nENV DB_PASSWORD=hunter2hunter2 MODE=fast\nCMD ["sh", "-c", "echo $DB_PASSWORD $MODE"]\n';
  const report = await smoke(t, { dockerfile });
  assert.equal(report.verdict, 'passed', report.summary);
  assert.deepEqual(report.run?.log, ['*** fast']);
  assert.deepEqual(
    report.image?.environment.filter(({ name }) => name !== 'PATH'),
    [
      { name: 'DB_PASSWORD', value: '***' },
      { name: 'MODE', value: 'fast' },
    ],
  );
  assert.equal(reportJson(report).includes('hunter2'), false);
});

test('files of the context that usually hold secrets are named, and not read', async (t) => {
  const report = await smoke(t, {
    dockerfile: 'FROM busybox:latest\nCMD ["true"]\n',
    files: { '.env': 'KEY=value-of-the-key', 'deep/id_rsa': 'x', '.env.example': 'KEY=', 'public.txt': '' },
  });
  assert.deepEqual([...(report.context?.secrets ?? [])].sort(), ['.env', 'deep/id_rsa']);
  assert.equal(reportJson(report).includes('value-of-the-key'), false);
});

test('a build that prints without end is kept to its last lines', async (t) => {
  const dockerfile = `FROM busybox:latest\nRUN echo ${newRun()}; i=0; while [ $i -lt 20000 ]; do echo "line $i of a build that talks and talks and talks"; i=$((i+1)); done; head -c 3000000 /dev/zero | tr '\\0' x; exit 1\n`;
  const report = await smoke(t, { dockerfile });
  assert.equal(report.verdict, 'failed');
  assert.equal(report.failure?.line, 1);
  assert.ok(reportJson(report).length < 100_000);
});

test('a container that prints without end is kept to its first and last lines', async (t) => {
  const report = await smoke(t, {
    dockerfile: 'FROM busybox:latest\nCMD ["sh", "-c", "yes a container that talks and talks"]\n',
    limits: { stayUpMs: 1000, stopMs: 1000 },
  });
  assert.equal(report.verdict, 'passed', report.summary);
  assert.ok((report.run?.log.length ?? 0) <= 41);
  assert.ok(reportJson(report).length < 100_000);
});
