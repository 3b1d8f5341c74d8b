/** The smoke command as far as it gets without an engine: its arguments and its messages. The rest is in test/engine. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { folderWith, stagewright } from './cliProcess';

const FILES = { 'empty/x.txt': '', Dockerfile: 'FROM busybox\n', 'app/Dockerfile': 'FROM scratch\n' };
/** No machine has it, so that no engine is ever asked. */
const NO_ENGINE = ['--engine', 'no-such-engine'];

test('wrong use is one line on the error output, and exit code 2', async (t) => {
  const cwd = folderWith(t, FILES);
  const uses: readonly (readonly [readonly string[], RegExp])[] = [
    [['missing/Dockerfile'], /missing/u],
    [['Dockerfile', 'app/Dockerfile'], /one Dockerfile at a time/u],
    [['--context', 'Dockerfile', 'Dockerfile'], /no folder/u],
    [['--build-arg', 'NAME'], /--build-arg NAME=VALUE/u],
    [['--build-context', 'assets'], /--build-context NAME=PLACE/u],
    [['--secret', 'src=empty/x.txt'], /a build secret needs an id/u],
    [['--secret', 'id=npmrc,src=missing.txt'], /"missing\.txt" of the build secret "npmrc" does not exist/u],
    [['--secret', 'id=npmrc,env=NO_SUCH_VARIABLE'], /environment has no "NO_SUCH_VARIABLE"/u],
    [['--secret', 'id=npmrc,file=empty/x.txt'], /a build secret has no "file"/u],
    [['--timeout', 'soon'], /number of seconds/u],
    [['--timeout', '-1'], /--timeout/u],
    [['--format', 'xml'], /text, json, junit or markdown/u],
    [['--unknown'], /unknown option/u],
    [['--jobs', '2'], /--jobs goes with --all/u],
    [['--reproducible', '--compare', 'HEAD'], /--compare has no meaning with --reproducible/u],
    [['--reproducible', '--keep', 'x'], /--keep has no meaning with --reproducible/u],
    [['--all', '--jobs', '0'], /number from 1 to/u],
    [['--all', '--keep', 'x'], /--keep is for one Dockerfile/u],
    [['--all', 'Dockerfile'], /no folder/u],
    [['--all', 'app', 'app'], /one folder at a time/u],
    [['--all', 'empty'], /there is no Dockerfile/u],
  ];
  for (const [args, message] of uses) {
    const run = await stagewright(['smoke', ...args], { cwd });
    assert.equal(run.code, 2, args.join(' '));
    assert.equal(run.stdout, '');
    assert.match(run.stderr, message);
    assert.equal(run.stderr.trimEnd().split('\n').length, 1, run.stderr);
  }
});

test('no engine is a report with the verdict error, and exit code 2', async (t) => {
  const cwd = folderWith(t, FILES);
  for (const args of [
    [],
    ['Dockerfile'],
    ['app'],
    ['--context', 'app'],
    ['app/Dockerfile', '--context', '.'],
  ]) {
    const run = await stagewright(['smoke', ...args, ...NO_ENGINE, '--format', 'json'], { cwd });
    assert.equal(run.code, 2, run.stderr);
    const report = JSON.parse(run.stdout) as { readonly verdict: string; readonly dockerfile: string };
    assert.equal(report.verdict, 'error');
    const isApp = args.some((arg) => arg.startsWith('app'));
    assert.equal(report.dockerfile.endsWith(isApp ? '/app/Dockerfile' : '/Dockerfile'), true);
  }
});

test('the help fits 80 columns and names the exit codes', async () => {
  const run = await stagewright(['smoke', '--help']);
  assert.equal(run.code, 0);
  assert.match(run.stdout, /130 interrupted/u);
  assert.deepEqual(
    run.stdout.split('\n').filter((line) => line.length > 80),
    [],
  );
});
