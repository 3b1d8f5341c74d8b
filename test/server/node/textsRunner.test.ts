/** A program on texts: with one that answers as ShellCheck does, and misbehaves when it is told to. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { shellcheck, type ShellcheckResult } from '../../../server/src/core';
import { runsOnTexts } from '../../../server/src/node/textsRunner';

const FAKE = resolve(__dirname, '../../harness/fakeShellcheck.js');

function checked(
  scripts: readonly string[],
  signal = new AbortController().signal,
): Promise<ShellcheckResult> {
  return shellcheck(scripts, (args, texts) => runsOnTexts(process.execPath, [FAKE, ...args], texts, signal));
}

test('many texts are read by one process, whatever they hold', async () => {
  const scripts = ['echo $a', 'echo "é😀" $b', 'true', '-- $(false); "\'\n\techo $c'];
  const { comments, failure } = await checked(scripts);
  assert.equal(failure, undefined);
  assert.deepEqual(
    scripts.map((script) => comments.get(script)?.map(({ line, code }) => [line, code])),
    [[[1, 2086]], [[1, 2086]], [], [[2, 2086]]],
  );
});

test('a program that dies in the middle, prints garbage or refuses says nothing', async () => {
  for (const [word, reason] of [
    ['DIE', /exit code 137/],
    ['GARBAGE', /cannot be read/],
    ['REFUSE', /exit code 3: unrecognized option/],
  ] as const) {
    const { comments, failure } = await checked([`echo $a ${word}`]);
    assert.equal(comments.size, 0);
    assert.match(failure ?? '', process.platform === 'win32' ? /./ : reason);
  }
});

test('a program that hangs is ended when nobody waits for it any more', async () => {
  const controller = new AbortController();
  const waiting = checked(['HANG'], controller.signal);
  await delay(300);
  controller.abort();
  const { comments, failure } = await waiting;
  assert.deepEqual([comments.size, failure], [0, undefined]);
});

test('the texts lie in a folder that is gone afterwards', async () => {
  const print = 'process.stdout.write(process.argv.slice(1).join("\\n"))';
  const outcome = await runsOnTexts(
    process.execPath,
    ['-e', print],
    ['a', 'b'],
    new AbortController().signal,
  );
  assert.ok(outcome.kind === 'exited' && outcome.exitCode === 0);
  const paths = outcome.stdout.split('\n').filter((path) => path !== '--');
  assert.equal(paths.length, 2);
  for (const path of paths) assert.equal(existsSync(path), false);
});

test('a program that is not there', async () => {
  const signal = new AbortController().signal;
  const outcome = await runsOnTexts('no-such-program-anywhere', [], ['a'], signal);
  assert.equal(outcome.kind, 'not-found');
});
