/** The lesson's example, from the command line to a page over HTTP. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { assertNothingLeft, canary, folderWith, ROOT } from './workbench';

const CLI = join(ROOT, 'out/server/src/node/cli.js');

interface Printed {
  readonly verdict: string;
  readonly summary: string;
  readonly engine: { readonly builder: string; readonly version: string };
  readonly context: { readonly files: number; readonly bytes: number; readonly ignoreFile?: string };
  readonly instructions: readonly {
    readonly line: number;
    readonly stage: number;
    readonly durationMs: number;
    readonly cached: boolean;
  }[];
  readonly image: {
    readonly digest: string;
    readonly size: number;
    readonly user: string;
    readonly cmd: readonly string[] | null;
    readonly entrypoint: readonly string[] | null;
    readonly layers: readonly { readonly line: number; readonly size: number; readonly isBase: boolean }[];
    readonly builders?: readonly { readonly stage: number; readonly name: string; readonly size: number }[];
  };
  readonly probes: readonly {
    readonly kind: string;
    readonly passed: boolean;
    readonly http?: { readonly status: number; readonly body: string };
  }[];
  readonly cleanup: { readonly removed: readonly string[]; readonly kept: readonly string[] };
  readonly plan: readonly string[];
}

function lesson(given: Parameters<typeof folderWith>[0]): string {
  const folder = folderWith(given, {});
  cpSync(join(ROOT, 'test/harness/scenario/lesson'), folder, { recursive: true });
  writeFileSync(join(folder, '.dockerignore'), 'node_modules\n.git\n');
  return folder;
}

test('the example builds, and the built page is answered with HTTP 200', (t) => {
  const folder = lesson(t);
  const before = canary(t);
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, 'smoke', '--format', 'json'], {
    cwd: folder,
    encoding: 'utf8',
  });
  assert.equal(status, 0, `${stdout}${stderr}`);
  assert.equal(stderr, '');
  const report = JSON.parse(stdout) as Printed;

  assert.equal(report.verdict, 'passed');
  assert.equal(report.engine.builder, 'buildx');
  assert.equal(report.context.ignoreFile, join(folder, '.dockerignore'));
  assert.ok(report.context.files >= 6 && report.context.bytes > 0);

  assert.deepEqual(
    report.instructions.map(({ line, stage }) => [line, stage]),
    [
      [0, 0],
      [1, 0],
      [2, 0],
      [3, 0],
      [4, 0],
      [5, 0],
      [6, 1],
      [7, 1],
    ],
  );
  assert.match(report.image.digest, /^sha256:[0-9a-f]{64}$/u);
  assert.equal(report.image.user, '');
  assert.deepEqual(report.image.cmd, ['nginx', '-g', 'daemon off;']);
  assert.equal(report.image.entrypoint, null);
  assert.deepEqual(
    report.image.layers.map(({ line, isBase }) => [line, isBase]),
    [
      [6, true],
      [7, false],
    ],
  );
  assert.equal(
    report.image.layers.reduce((sum, layer) => sum + layer.size, 0),
    report.image.size,
  );

  const [probe, ...others] = report.probes;
  assert.equal(others.length, 0);
  assert.equal(probe?.passed, true);
  assert.equal(probe.http?.status, 200);
  const { title } = JSON.parse(readFileSync(join(folder, 'src/page.json'), 'utf8')) as {
    readonly title: string;
  };
  assert.ok(probe.http.body.includes(`<title>${title}</title>`), probe.http.body);

  assert.deepEqual(report.cleanup.kept, []);
  // The container, the image, its builder's, and the lease.
  assert.equal(report.cleanup.removed.length, 4);
  assert.deepEqual(
    report.image.builders?.map(({ stage, name }) => [stage, name]),
    [[0, 'build']],
  );
  const [builder] = report.image.builders;
  assert.ok(builder !== undefined && builder.size > report.image.size);
  assert.match(
    report.summary,
    /^The image of [\d.]+ MB, [\d.]+ MB \(\d+ %\) smaller than its builder "build", ran and passed its probe/u,
  );
  const run = /stagewright-smoke-([0-9a-f]+)/u.exec(report.plan.join('\n'))?.[1];
  assert.ok(run !== undefined);
  assertNothingLeft(run);
  before.assertUntouched();
});

test('the text report fits 80 columns and has no escape sequences in a pipe', (t) => {
  const folder = lesson(t);
  const { status, stdout } = spawnSync(process.execPath, [CLI, 'smoke'], { cwd: folder, encoding: 'utf8' });
  assert.equal(status, 0, stdout);
  assert.match(stdout, /^PASSED {2}The image of /mu);
  assert.match(stdout, /^Probe {5}passed {2}GET \/ on port 80 was answered with HTTP 200\.$/mu);
  assert.match(stdout, /^Kept {6}nothing$/mu);
  assert.deepEqual(
    stdout.split('\n').filter((line) => line.length > 80),
    [],
  );
  assert.equal(stdout.includes('\u001B'), false);
});
