/** Pinning on the command line, with a client that stands in for an engine's. */
import assert from 'node:assert/strict';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test, type TestContext } from 'node:test';
import { folderWith, type Run, stagewright } from './cliProcess';

const FAKE = resolve(__dirname, '../../harness/fakeEngine.js');

/** @param dockerfile its images say what the client knows of them */
function pinning(
  t: TestContext,
  dockerfile: string,
): { readonly cwd: string; readonly pin: (...args: readonly string[]) => Promise<Run> } {
  const cwd = folderWith(t, { Dockerfile: dockerfile });
  const engine = join(cwd, 'engine');
  writeFileSync(engine, `#!${process.execPath}\nrequire(${JSON.stringify(FAKE)});\n`);
  chmodSync(engine, 0o755);
  return {
    cwd,
    pin: (...args) => stagewright(['pin', 'Dockerfile', '--engine', engine, ...args], { cwd }),
  };
}

void test('each image gets the digest that its registry tells', async (t) => {
  const { cwd, pin } = pinning(t, '\ufeffFROM acme/there:1\r\nCOPY --from=acme/there:2 /a /b\r\n');
  const shown = await pin();
  assert.equal(shown.code, 0);
  assert.match(
    shown.stdout,
    /^FROM acme\/there:1@sha256:[0-9a-f]{64}\r\nCOPY --from=acme\/there:2@sha256:[0-9a-f]{64} \/a \/b\r\n$/,
  );
  assert.match(
    shown.stderr,
    /^Dockerfile:1 acme\/there:1: sha256:[^\n]*\nDockerfile:2 .*\n2 images pinned\.\n$/,
  );
  assert.match((await pin('--diff')).stdout, /^-FROM acme\/there:1\r?$/m);
  assert.equal((await pin('--write')).code, 0);
  assert.equal(readFileSync(join(cwd, 'Dockerfile'), 'utf8'), `\ufeff${shown.stdout}`);
  assert.match((await pin()).stderr, /There is nothing to pin\./);
});

void test('an image that only the engine knows is pinned to what it has, and that is said', async (t) => {
  const { pin } = pinning(t, 'FROM docker.io/acme/pulled:1\n');
  const { code, stdout, stderr } = await pin();
  assert.equal(code, 0);
  assert.match(stdout, /^FROM docker\.io\/acme\/pulled:1@sha256:/);
  assert.match(stderr, /of the image that the engine has: the registry did not answer \(.*not found\)/);
});

void test('what has no digest keeps its name, and the exit code tells', async (t) => {
  const some = pinning(t, 'FROM acme/there:1\nFROM acme/gone:1\nARG V=1\nFROM acme/there:$V\n');
  const run = await some.pin();
  assert.equal(run.code, 1);
  assert.match(run.stdout, /^FROM acme\/there:1@sha256:.*\nFROM acme\/gone:1\n/);
  assert.match(
    run.stderr,
    /Dockerfile:2 acme\/gone:1: The registry of acme\/gone:1 gave no digest: .*not found/,
  );
  const json = JSON.parse((await some.pin('--format', 'json')).stdout) as {
    readonly images: readonly { readonly kind: string }[];
  };
  assert.deepEqual(
    json.images.map(({ kind }) => kind),
    ['found', 'failed'],
  );
  const none = pinning(t, 'FROM acme/gone:1\n');
  assert.deepEqual([(await none.pin('--write')).code, (await none.pin()).stdout], [2, '']);
});

void test('a client without buildx, or no client, says what is missing', async (t) => {
  const { cwd, pin } = pinning(t, 'FROM acme/plain:1\n');
  assert.match((await pin()).stderr, /the client has no buildx/);
  const absent = await stagewright(['pin', 'Dockerfile', '--engine', 'no-such-engine'], { cwd });
  assert.equal(absent.code, 2);
  assert.match(absent.stderr, /"no-such-engine" was looked for on PATH and not found/);
});

void test('wrong use is refused before anybody is asked', async (t) => {
  const { pin } = pinning(t, 'FROM acme/slow:1\n');
  for (const args of [['--diff', '--write'], ['other'], ['--diff', '--format', 'json']])
    assert.equal((await pin(...args)).code, 2);
});
