/** `explain --log` as people and CI call it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildKitLog } from '../smoke/failedBuild/logs';
import { folderWith, stagewright } from './cliProcess';

const DOCKERFILE = 'FROM python:3.13-slim\nCOPY requirments.txt ./\n';
const LOG = buildKitLog(
  DOCKERFILE,
  [],
  1,
  'failed to compute cache key: failed to calculate checksum of ref a::b: "/requirments.txt": not found',
);
const FILES = { Dockerfile: DOCKERFILE, 'requirements.txt': 'flask\n', 'build.log': LOG };

describe('explain --log', () => {
  it('a file: the line, the cause out of the build context, the rule', async (t) => {
    const run = await stagewright(['explain', '--log', 'build.log'], { cwd: folderWith(t, FILES) });
    assert.equal(run.code, 0, run.stderr);
    assert.match(run.stdout, /^Dockerfile:2 {2}COPY requirments\.txt \.\/$/m);
    assert.match(run.stdout, /there is requirements\.txt/);
    assert.match(run.stdout, /^Rule {3}no-missing-source reports it/m);
    assert.ok(run.stdout.split('\n').every((line) => line.length <= 80));
  });

  it('standard input, another Dockerfile, JSON', async (t) => {
    const cwd = folderWith(t, { 'docker/shop.Dockerfile': DOCKERFILE });
    const args = ['explain', '--log', '-', 'docker/shop.Dockerfile', '--format', 'json'];
    const run = await stagewright(args, { cwd, stdin: LOG });
    assert.equal(run.code, 0, run.stderr);
    const report = JSON.parse(run.stdout) as Readonly<Record<string, unknown>>;
    assert.equal(report['dockerfile'], 'docker/shop.Dockerfile');
    assert.equal(report['builder'], 'buildkit');
    assert.deepEqual((report['instruction'] as { line: number }).line, 1);
    assert.equal((report['cause'] as { id: string }).id, 'source-not-found');
  });

  it('what PowerShell writes, which is UTF-16', async (t) => {
    const log = Buffer.from(`\ufeff${LOG.replaceAll('\n', '\r\n')}`, 'utf16le');
    const run = await stagewright(['explain', '--log', 'build.log'], {
      cwd: folderWith(t, { ...FILES, 'build.log': log }),
    });
    assert.equal(run.code, 0, run.stderr);
    assert.match(run.stdout, /^Dockerfile:2 /);
  });

  it('a log of 50 MB', async (t) => {
    const noise = '#4 1.234 a line of a chatty build that goes on and on and on\n'.repeat(850_000);
    const run = await stagewright(['explain', '--log', 'build.log'], {
      cwd: folderWith(t, { ...FILES, 'build.log': noise + LOG }),
    });
    assert.equal(run.code, 0, run.stderr);
    assert.match(run.stdout, /^Dockerfile:2 /);
  });

  it('a log of a build that succeeded says so with exit code 1', async (t) => {
    const run = await stagewright(['explain', '--log', '-'], {
      cwd: folderWith(t, FILES),
      stdin: '#1 DONE 0.1s\n',
    });
    assert.equal(run.code, 1);
    assert.match(run.stdout, /no error of the builder/);
  });

  it('wrong use', async (t) => {
    const cwd = folderWith(t, { 'build.log': LOG });
    for (const [args, message] of [
      [['--log', 'build.log'], /name the Dockerfile/],
      [['--log', 'nothing.log', 'Dockerfile'], /nothing\.log cannot be read/],
      [['--log', 'build.log', 'a', 'b'], /one Dockerfile at a time/],
      [['no-cd', '--format', 'json'], /--format is for --log/],
    ] as const) {
      const run = await stagewright(['explain', ...args], { cwd });
      assert.equal(run.code, 2);
      assert.match(run.stderr, message);
    }
  });
});
