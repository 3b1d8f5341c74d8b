/** What an old repository needs to take the linter up: only what is new, and only what a branch touched. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { changedLater } from '../../../server/src/cli/changes';
import { folderWith, lintJsonOf, type LintJson, rulesIn, stagewright } from './cliProcess';

const OLD = 'FROM alpine\nUSER 1000\nCMD ["true"]\n';

async function lint(cwd: string, ...args: readonly string[]): Promise<LintJson> {
  const run = await stagewright(['lint', '--format', 'json', '--rule', 'require-image-tag', ...args], {
    cwd,
  });
  assert.equal(run.stderr, '');
  return lintJsonOf(run);
}

void test('a baseline holds what there was, and only new findings count', async (t) => {
  const cwd = folderWith(t, { Dockerfile: OLD, 'a/Dockerfile': OLD });
  const written = await stagewright(['lint', '--baseline', 'base.json', '--write-baseline'], { cwd });
  assert.equal(written.code, 0, written.stderr);
  assert.match(written.stdout, /^base\.json: \d+ findings in 2 files written\.\n$/);
  const before = readFileSync(join(cwd, 'base.json'), 'utf8');

  const same = await stagewright(['lint', '--baseline', 'base.json'], { cwd });
  assert.equal(same.code, 0, same.stdout);
  assert.match(same.stdout, /^No new findings in 2 files\.\n\d+ findings of the baseline left out\.\n$/);

  // Moved down, and once more: the second one of a kind is new.
  writeFileSync(
    join(cwd, 'Dockerfile'),
    `# moved\n\nFROM alpine AS one\nFROM alpine\nUSER 1000\nCMD ["true"]\n`,
  );
  const report = await lint(cwd, '--baseline', 'base.json');
  assert.deepEqual(
    report.files.map(({ path, findings }) => [path, findings.map(({ range }) => range.start.line)]),
    [
      ['Dockerfile', [2]],
      ['a/Dockerfile', []],
    ],
  );
  assert.equal(readFileSync(join(cwd, 'base.json'), 'utf8'), before, 'judging does not write it');
});

void test('a baseline means the same from every folder, and keeps what was not judged', async (t) => {
  const cwd = folderWith(t, { Dockerfile: OLD, 'a/Dockerfile': OLD, 'b/Dockerfile': OLD });
  await stagewright(['lint', '--baseline', 'base.json', '--write-baseline'], { cwd });
  const below = await stagewright(['lint', '--baseline', '../base.json'], { cwd: join(cwd, 'a') });
  assert.equal(below.code, 0, below.stdout);

  rmSync(join(cwd, 'b'), { recursive: true });
  writeFileSync(join(cwd, 'a/Dockerfile'), OLD.replace('alpine', 'debian'));
  await stagewright(['lint', 'a', '--baseline', 'base.json', '--write-baseline'], { cwd });
  const { findings } = JSON.parse(readFileSync(join(cwd, 'base.json'), 'utf8')) as { findings: object };
  assert.deepEqual(Object.keys(findings), ['Dockerfile', 'a/Dockerfile'], 'files that are gone go');
  assert.equal((await stagewright(['lint', '--baseline', 'base.json'], { cwd })).code, 0);
});

void test('a file that is no baseline is neither read nor overwritten', async (t) => {
  const cwd = folderWith(t, { Dockerfile: OLD, 'package.json': '{"version":1}' });
  for (const more of [[], ['--write-baseline']]) {
    const run = await stagewright(['lint', '--baseline', 'package.json', ...more], { cwd });
    assert.equal(run.code, 2);
    assert.match(run.stderr, /package\.json is no baseline of this version/);
  }
  assert.equal(readFileSync(join(cwd, 'package.json'), 'utf8'), '{"version":1}');
});

void test('--fix leaves alone what the baseline knows', async (t) => {
  const shell = 'FROM alpine:3.20\nUSER 1000\nCMD run me\n';
  const cwd = folderWith(t, { Dockerfile: shell, 'new/Dockerfile': shell });
  await stagewright(['lint', 'Dockerfile', '--baseline', 'base.json', '--write-baseline'], { cwd });
  await stagewright(['lint', '--baseline', 'base.json', '--fix'], { cwd });
  assert.equal(readFileSync(join(cwd, 'Dockerfile'), 'utf8'), shell);
  assert.match(readFileSync(join(cwd, 'new/Dockerfile'), 'utf8'), /CMD \["run", "me"\]/);
});

function git(cwd: string, ...args: readonly string[]): void {
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], {
    cwd,
    stdio: 'pipe',
  });
}

function repository(t: Parameters<typeof folderWith>[0], files: Readonly<Record<string, string>>): string {
  const cwd = folderWith(t, files);
  git(cwd, 'init', '--quiet', '--initial-branch=main');
  git(cwd, 'add', '--all');
  git(cwd, 'commit', '--quiet', '--message=first');
  return cwd;
}

void test('--changed-since reports changed lines, committed or not, of tracked and of new files', async (t) => {
  const cwd = repository(t, {
    Dockerfile: `${OLD}\nFROM debian AS other\nRUN x\n`,
    'same/Dockerfile': OLD,
    'committed/Dockerfile': OLD,
    'moved/Dockerfile': `${OLD}# some text\n# that makes it\n# the same file\n`,
  });
  git(cwd, 'checkout', '--quiet', '-b', 'work');
  writeFileSync(join(cwd, 'committed/Dockerfile'), `FROM busybox AS first\n${OLD}`);
  git(cwd, 'commit', '--quiet', '--all', '--message=second');
  writeFileSync(join(cwd, 'Dockerfile'), `${OLD}\nFROM ubuntu AS other\nRUN x\n`);
  mkdirSync(join(cwd, 'grüße "x"'));
  writeFileSync(join(cwd, 'grüße "x"', 'Dockerfile'), OLD);
  mkdirSync(join(cwd, 'there'));
  renameSync(join(cwd, 'moved/Dockerfile'), join(cwd, 'there/Dockerfile'));
  git(cwd, 'add', 'there', 'moved');

  const report = await lint(cwd, '--changed-since', 'main');
  assert.deepEqual(
    report.files.map(({ path, findings }) => [path, findings.map(({ range }) => range.start.line)]),
    [
      ['Dockerfile', [4]],
      ['committed/Dockerfile', [0]],
      ['grüße "x"/Dockerfile', [0]],
      ['same/Dockerfile', []],
      ['there/Dockerfile', []],
    ],
  );
  const below = await lint(join(cwd, 'committed'), '--changed-since', 'main');
  assert.deepEqual(rulesIn(below, 'Dockerfile'), ['require-image-tag'], 'from a folder below the root');
  const now = await lint(cwd, 'committed', '--changed-since', 'HEAD');
  assert.deepEqual(rulesIn(now, 'committed/Dockerfile'), []);
});

const USER_RULE = ['--rule', 'require-non-root-user'];

void test('--changed-since reports what a change is to blame for where it has left no line', async (t) => {
  const served = 'FROM alpine:3.20\nCOPY run.sh /\nUSER 1000\nHEALTHCHECK CMD true\nCMD ["sh", "/run.sh"]\n';
  const cwd = repository(t, {
    Dockerfile: `FROM debian AS old\nRUN x\n${served}`,
    'compose.yaml': `services:\n  web:\n    build:\n      dockerfile_inline: |\n${served.replace(/^(?=.)/gm, '        ')}`,
    'run.sh': '',
  });
  assert.deepEqual(rulesIn(await lint(cwd, '--changed-since', 'HEAD', ...USER_RULE), 'Dockerfile'), []);
  const without = (file: string): void => {
    const path = join(cwd, file);
    writeFileSync(path, readFileSync(path, 'utf8').replace(/^ *USER 1000\n/m, ''));
  };
  without('Dockerfile');
  without('compose.yaml');
  const report = await lint(cwd, 'Dockerfile', 'compose.yaml', '--changed-since', 'HEAD', ...USER_RULE);
  assert.deepEqual(
    rulesIn(report, 'Dockerfile'),
    ['require-non-root-user'],
    'and nothing of what was there before',
  );
  assert.deepEqual(rulesIn(report, 'compose.yaml'), ['require-non-root-user']);
});

void test('--changed-since takes a finding that has only moved for no new one', async (t) => {
  const cwd = repository(t, {
    Dockerfile: 'FROM debian:12 AS a\nRUN x\nFROM alpine:3.20\nRUN y\nCMD ["sleep", "9"]\n',
  });
  writeFileSync(
    join(cwd, 'Dockerfile'),
    'FROM debian:12 AS a\nRUN x\nFROM alpine:3.20\nRUN y\nEXPOSE 8080\nCMD ["sleep", "9"]\n',
  );
  const all = rulesIn(await lint(cwd, ...USER_RULE), 'Dockerfile');
  assert.ok(all.includes('require-non-root-user'));
  const report = await lint(cwd, '--changed-since', 'HEAD', ...USER_RULE);
  assert.ok(!rulesIn(report, 'Dockerfile').includes('require-non-root-user'));
});

void test('--changed-since compares with the commit at which the branch left', async (t) => {
  const cwd = repository(t, { Dockerfile: OLD });
  git(cwd, 'checkout', '--quiet', '-b', 'work');
  git(cwd, 'checkout', '--quiet', 'main');
  writeFileSync(join(cwd, 'Dockerfile'), OLD.replace('alpine', 'debian'));
  git(cwd, 'commit', '--quiet', '--all', '--message=theirs');
  git(cwd, 'checkout', '--quiet', 'work');
  assert.deepEqual(rulesIn(await lint(cwd, '--changed-since', 'main'), 'Dockerfile'), []);
});

void test('--changed-since says what is wrong with a reference', async (t) => {
  const cwd = repository(t, { Dockerfile: OLD });
  for (const reference of ['nowhere', 'HEAD:Dockerfile']) {
    const run = await stagewright(['lint', `--changed-since=${reference}`], { cwd });
    assert.equal(run.code, 2);
    assert.match(
      run.stderr,
      /git knows no ".*" in .*: name a branch, tag or commit; in a shallow clone, fetch it first/,
    );
  }
  const output = join(cwd, 'written');
  const hostile = await stagewright(['lint', `--changed-since=--output=${output}`], { cwd });
  assert.equal(hostile.code, 2, 'a reference is never taken for an option of git');
  assert.equal(existsSync(output), false);
});

void test('--changed-since without git says so', async (t) => {
  const cwd = repository(t, { Dockerfile: OLD });
  const bin = folderWith(t, {});
  symlinkSync(process.execPath, join(bin, 'node'));
  const run = await stagewright(['lint', '--changed-since', 'main'], { cwd, env: { PATH: bin } });
  assert.equal(run.code, 2);
  assert.match(run.stderr, /--changed-since needs git: it is not installed, or not on PATH; install it/);
});

void test('--fix with --changed-since touches changed lines only', async (t) => {
  const shell = 'FROM alpine:3.20 AS a\nCMD run me\n';
  const cwd = repository(t, { Dockerfile: shell });
  writeFileSync(join(cwd, 'Dockerfile'), `${shell}FROM alpine:3.20\nUSER 1000\nCMD run this\n`);
  await stagewright(['lint', '--changed-since', 'HEAD', '--fix'], { cwd });
  assert.equal(
    readFileSync(join(cwd, 'Dockerfile'), 'utf8'),
    `${shell}FROM alpine:3.20\nUSER 1000\nCMD ["run", "this"]\n`,
  );
});

void test('changed lines are found again in a later text', () => {
  const before = 'a\nb\nc\nd\n';
  assert.deepEqual(changedLater(new Set([1, 3]), before, 'new\na\nb\nd\n'), new Set([0, 2, 3]));
  assert.deepEqual(changedLater(new Set([1]), before, 'a\nc\nd\n'), new Set());
  assert.equal(changedLater('all', before, ''), 'all');
});
