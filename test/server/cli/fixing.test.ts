/** Fixes of the command line as people meet them: what is written, what is only shown, and what is refused. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { paintFor } from '../../../server/src/cli/formats/terminalText';
import { unifiedDiff } from '../../../server/src/cli/formats/unifiedDiff';
import { folderWith, PROGRAM, stagewright } from './cliProcess';

const SHELL = '# one\n# two\n# three\n# four\nFROM alpine:latest\nUSER 1000\nCMD run "it"\n';
const PLAIN_STYLE = { paint: paintFor({ isColored: false }), isForTerminal: false };

void test('--diff shows what --fix would write, and writes nothing', async (t) => {
  const before = 'FROM alpine:3.20\nUSER 1000\nCMD run it\n';
  const cwd = folderWith(t, { Dockerfile: before, 'clean/Dockerfile': 'FROM scratch\nCMD ["/a"]\n' });
  const run = await stagewright(['lint', '--diff'], { cwd });
  assert.equal(run.code, 1);
  assert.equal(
    run.stdout,
    '--- a/Dockerfile\n+++ b/Dockerfile\n@@ -1,3 +1,3 @@\n FROM alpine:3.20\n USER 1000\n-CMD run it\n+CMD ["run", "it"]\n',
  );
  assert.match(run.stderr, /^1 fix would change 1 file; nothing was written\.\n$/);
  assert.equal(readFileSync(join(cwd, 'Dockerfile'), 'utf8'), before);

  const clean = await stagewright(['lint', 'clean', '--diff'], { cwd });
  assert.deepEqual([clean.code, clean.stdout], [0, '']);
});

void test('the diff is one that git applies, with carriage returns, byte order mark and no last line end', async (t) => {
  const contents = {
    Dockerfile: SHELL,
    'crlf.Dockerfile': `\ufeff${SHELL}`.replaceAll('\n', '\r\n'),
    'open.Dockerfile': SHELL.trimEnd(),
    'a b/Dockerfile': SHELL,
  };
  const cwd = folderWith(t, contents);
  const { stdout } = await stagewright(['lint', '--diff', '--fix-suggestions'], { cwd });
  execFileSync('git', ['apply', '-'], { cwd, input: stdout });
  const applied = Object.keys(contents).map((path) => readFileSync(join(cwd, path), 'utf8'));

  const other = folderWith(t, contents);
  await stagewright(['lint', '--fix-suggestions'], { cwd: other });
  assert.deepEqual(
    applied,
    Object.keys(contents).map((path) => readFileSync(join(other, path), 'utf8')),
  );
  assert.ok(applied.every((text, at) => text !== Object.values(contents)[at]));
});

void test('--fix makes safe fixes only, --fix-suggestions the others too', async (t) => {
  const cwd = folderWith(t, { Dockerfile: SHELL });
  const safe = await stagewright(['lint', '--fix'], { cwd });
  assert.equal(readFileSync(join(cwd, 'Dockerfile'), 'utf8'), SHELL, safe.stdout);
  const all = await stagewright(['lint', '--fix-suggestions'], { cwd });
  assert.match(readFileSync(join(cwd, 'Dockerfile'), 'utf8'), /CMD \["/, all.stdout);
  assert.match(all.stdout, /^Dockerfile: fixed /m);
});

void test('--rule narrows the fixes as well', async (t) => {
  const cwd = folderWith(t, { Dockerfile: 'ARG A\nFROM alpine:3.20\nRUN echo $A\nUSER 1000\nCMD run it\n' });
  await stagewright(['lint', '--fix', '--rule', 'prefer-exec-form'], { cwd });
  assert.equal(
    readFileSync(join(cwd, 'Dockerfile'), 'utf8'),
    'ARG A\nFROM alpine:3.20\nRUN echo $A\nUSER 1000\nCMD ["run", "it"]\n',
  );
});

void test('--fix refuses what is no text, and what may not be written', async (t) => {
  const utf16 = Buffer.from(`\ufeff${SHELL}`, 'utf16le');
  const cwd = folderWith(t, {
    Dockerfile: utf16,
    'locked.Dockerfile': 'FROM alpine:3.20\nUSER 1000\nCMD a b\n',
  });
  const run = await stagewright(['lint', 'Dockerfile', '--fix'], { cwd });
  assert.equal(run.code, 1);
  assert.match(run.stdout, /zero bytes, so it is not a Dockerfile; save it as UTF-8/);
  assert.deepEqual(readFileSync(join(cwd, 'Dockerfile')), utf16);

  // The superuser may write everything.
  if (process.getuid?.() === 0) return;
  chmodSync(join(cwd, 'locked.Dockerfile'), 0o444);
  const locked = await stagewright(['lint', 'locked.Dockerfile', '--fix'], { cwd });
  assert.equal(locked.code, 2);
  assert.match(locked.stderr, /cannot be written: permission denied/);
});

void test('--fix leaves a pipe alone', { skip: process.platform === 'win32' }, (t) => {
  const cwd = folderWith(t, { Dockerfile: 'FROM alpine:3.20\nUSER 1000\nCMD a b\n' });
  const run = spawnSync(
    'sh',
    ['-c', 'cat Dockerfile | "$0" "$1" lint /dev/stdin --fix', process.execPath, PROGRAM],
    {
      cwd,
      encoding: 'utf8',
    },
  );
  assert.equal(run.status, 2);
  assert.match(run.stderr, /^stagewright lint: \/dev\/stdin: cannot be written: it is no regular file$/m);
});

void test('a failed write leaves nothing behind', async (t) => {
  const cwd = folderWith(t, { 'there/Dockerfile': 'FROM alpine:3.20\nUSER 1000\nCMD a b\n' });
  linkSync(join(cwd, 'there/Dockerfile'), join(cwd, 'there/same'));
  await stagewright(['lint', '--fix'], { cwd });
  assert.deepEqual(readdirSync(join(cwd, 'there')).sort(), ['Dockerfile', 'same']);
  assert.equal(statSync(join(cwd, 'there/Dockerfile')).isFile(), true);
});

void test('a diff has context, joins what is near, and names empty sides as POSIX does', () => {
  const lines = Array.from({ length: 30 }, (_, at) => `l${String(at)}\n`);
  const after = [...lines];
  after[10] = 'x\n';
  after[15] = 'y\n';
  after.splice(25, 1);
  assert.deepEqual(headsOf(unifiedDiff('f', lines.join(''), after.join(''), PLAIN_STYLE)), [
    '@@ -8,12 +8,12 @@',
    '@@ -23,7 +23,6 @@',
  ]);
  assert.match(unifiedDiff('f', '', 'a\n', PLAIN_STYLE), /^@@ -0,0 \+1 @@\n\+a\n$/m);
  assert.match(
    unifiedDiff('f', 'a\nb', 'a\nc', PLAIN_STYLE),
    /-b\n\\ No newline at end of file\n\+c\n\\ No newline/,
  );
  assert.equal(unifiedDiff('f', 'a', 'a', PLAIN_STYLE), '');
});

function headsOf(diff: string): readonly string[] {
  return diff.split('\n').filter((line) => line.startsWith('@@'));
}

void test('any two texts give a diff that makes the one of the other', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'stagewright-diff-'));
  t.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  let seed = 7;
  const chance = (below: number): number => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor((seed / 2147483648) * below);
  };
  for (let round = 0; round < 25; round++) {
    const text = (): string =>
      Array.from({ length: 1 + chance(14) }, () => 'abc'.charAt(chance(3))).join('\n') +
      (chance(2) === 0 ? '\n' : '');
    const [before, after] = [text(), text()];
    writeFileSync(join(folder, 'f'), before);
    const diff = unifiedDiff('f', before, after, PLAIN_STYLE);
    if (diff !== '') execFileSync('git', ['apply', '--unidiff-zero', '-'], { cwd: folder, input: diff });
    assert.equal(readFileSync(join(folder, 'f'), 'utf8'), after, diff);
  }
});

void test('a diff for a terminal cannot steer it, and a piped one keeps every byte', () => {
  const [before, after] = ['a\u001b[31m\n', 'b\u001b[31m\n'];
  assert.ok(unifiedDiff('f', before, after, PLAIN_STYLE).includes('+b\u001b[31m'));
  assert.ok(
    unifiedDiff('f', before, after, { ...PLAIN_STYLE, isForTerminal: true }).includes('+b\ufffd[31m'),
  );
  assert.match(unifiedDiff('a"\n', before, after, PLAIN_STYLE), /^--- "a\/a\\"\\012"$/m);
});
