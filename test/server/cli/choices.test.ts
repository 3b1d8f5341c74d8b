/** What a run is narrowed down to or judged by: rules, targets, other tools' views, patterns, colours. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { globOf, isGlob } from '../../../server/src/cli/glob';
import type { CliIo } from '../../../server/src/cli/io';
import { relativePath } from '../../../server/src/cli/paths';
import { progressOn } from '../../../server/src/cli/progress';
import { folderWith, lintJsonOf, rulesIn, stagewright } from './cliProcess';

const MANY = 'FROM alpine\nRUN x\nCMD run it\n';

async function rulesOf(cwd: string, ...args: readonly string[]): Promise<readonly string[]> {
  const run = await stagewright(['lint', 'Dockerfile', '--format', 'json', ...args], { cwd });
  assert.notEqual(run.code, 2, run.stderr);
  return rulesIn(lintJsonOf(run), 'Dockerfile');
}

void test('--rule takes names, categories and codes of other tools', async (t) => {
  const cwd = folderWith(t, { Dockerfile: MANY });
  assert.deepEqual(await rulesOf(cwd, '--rule', 'prefer-exec-form'), ['prefer-exec-form']);
  assert.deepEqual(await rulesOf(cwd, '--rule', 'DL3006'), ['require-image-tag']);
  assert.deepEqual(await rulesOf(cwd, '--rule', 'hadolint/dl3006,prefer-exec-form'), [
    'require-image-tag',
    'prefer-exec-form',
  ]);
  assert.deepEqual(await rulesOf(cwd, '--rule', 'reproducibility', '--rule', 'JSONArgsRecommended'), [
    'require-image-tag',
    'prefer-exec-form',
  ]);
});

void test('--rule takes one code of a family', async (t) => {
  const cwd = folderWith(t, { Dockerfile: 'FROM alpine:3.20\nRUNN x\nCOPY a\n' });
  assert.deepEqual(await rulesOf(cwd, '--rule', 'syntax/unknown-instruction'), [
    'syntax/unknown-instruction',
  ]);
  assert.ok((await rulesOf(cwd, '--rule', 'syntax')).length > 1);
});

void test('--target says which stage is shipped', async (t) => {
  const cwd = folderWith(t, {
    Dockerfile: 'FROM alpine AS a\nCMD run it\nFROM alpine:3.20\nUSER 1000\nCMD ["x"]\n',
    'other/Dockerfile': 'FROM alpine:3.20\nUSER 1000\nCMD ["x"]\n',
  });
  const stageOf = async (...args: readonly string[]): Promise<unknown> => {
    const run = await stagewright(['lint', 'Dockerfile', '--format=json', '--level=hint', ...args], { cwd });
    return lintJsonOf(run).files[0]?.findings.find(({ rule }) => rule === 'require-image-tag')?.stage?.role;
  };
  assert.equal(await stageOf('--target', 'A'), 'final');
  assert.equal(await stageOf('--target', '0'), 'final');
  assert.notEqual(await stageOf(), 'final');

  const both = await stagewright(['lint', '--target', 'a'], { cwd });
  assert.match(
    both.stderr,
    /^stagewright lint: other\/Dockerfile: it has no stage "a", so its last one is judged/,
  );
  assert.notEqual(both.code, 2);
});

void test('--fix does nothing to a file without the target', async (t) => {
  const cwd = folderWith(t, {
    Dockerfile: 'FROM alpine:3.20 AS a\nUSER 1\nCMD run it\n',
    'b.Dockerfile': MANY,
  });
  const run = await stagewright(['lint', '--target', 'a', '--fix', '--format', 'json'], { cwd });
  assert.deepEqual(
    lintJsonOf(run).files.map(({ path, fixed }) => [path, fixed?.length]),
    [
      ['Dockerfile', 1],
      ['b.Dockerfile', 0],
    ],
  );
});

void test('--parity judges as the other tool does, by its names', async (t) => {
  const cwd = folderWith(t, { Dockerfile: 'FROM alpine AS Base\nFROM Base\nCMD run it\n' });
  const hadolint = await rulesOf(cwd, '--parity', 'hadolint');
  assert.ok(
    hadolint.includes('DL3006') && hadolint.every((code) => /^(?:DL|SC)\d+$/.test(code)),
    hadolint.join(),
  );
  const buildkit = await rulesOf(cwd, '--parity', 'buildkit');
  assert.ok(buildkit.includes('StageNameCasing') && buildkit.every((code) => /^[A-Z]\w+$/.test(code)));
  assert.deepEqual(await rulesOf(cwd, '--parity', 'hadolint', '--rule', 'DL3025'), ['DL3025']);
});

void test('sarif tells what comments silence, and why', async (t) => {
  const cwd = folderWith(t, {
    Dockerfile:
      '# stagewright ignore=no-latest-tag reason=it is tested daily\nFROM alpine:latest\nUSER 1000\nCMD ["true"]\n',
  });
  const run = await stagewright(['lint', '--format', 'sarif'], { cwd });
  assert.equal(run.code, 0, run.stdout);
  const log = JSON.parse(run.stdout) as { readonly runs: readonly { readonly results: readonly object[] }[] };
  const [result] = log.runs[0]?.results ?? [];
  assert.ok(result && 'ruleId' in result && 'suppressions' in result);
  assert.deepEqual(
    [result.ruleId, result.suppressions],
    ['no-latest-tag', [{ kind: 'inSource', justification: 'it is tested daily' }]],
  );
});

void test('a pattern that the shell left is searched for', async (t) => {
  const cwd = folderWith(t, {
    'a/web.df': MANY,
    'a/deep/api.df': MANY,
    'b/Dockerfile': MANY,
    'b/README.md': '',
    'node_modules/x.df': MANY,
    '[odd].df': MANY,
  });
  const found = async (...patterns: readonly string[]): Promise<readonly string[]> =>
    lintJsonOf(await stagewright(['lint', '--format=json', ...patterns], { cwd })).files.map(
      ({ path }) => path,
    );
  assert.deepEqual(await found('**/*.df'), ['[odd].df', 'a/deep/api.df', 'a/web.df']);
  assert.deepEqual(await found('a/*.df'), ['a/web.df']);
  assert.deepEqual(await found('./{a,b}/{web.df,Dockerfile}'), ['a/web.df', 'b/Dockerfile']);
  assert.deepEqual(await found('b/*'), ['b/Dockerfile'], 'names of Dockerfiles where the pattern names none');
  assert.deepEqual(await found('[odd].df'), ['[odd].df'], 'a file of that name comes first');
  const none = await stagewright(['lint', 'c/*.df'], { cwd });
  assert.equal(none.code, 2);
  assert.match(none.stderr, /c\/\*\.df: no file matches this pattern/);
});

void test('patterns', () => {
  assert.deepEqual(['a*', 'a?', '[ab]', '{a,b}', '**'].map(isGlob), [true, true, true, true, true]);
  assert.deepEqual(['a', '{a}', '[]', 'a/b'].map(isGlob), [false, false, false, false]);
  assert.equal(globOf('../x/*.df').folder, '../x');
  assert.equal(globOf('/x/*').folder, '/x');
  assert.equal(globOf('/*').folder, '/');
  assert.equal(globOf('!*').matches('!a'), true, 'no negation');
});

void test('paths from one folder to another', () => {
  assert.equal(relativePath('/a/b', '/a/b/c/d'), 'c/d');
  assert.equal(relativePath('/a/b', '/a/c'), '../c');
  assert.equal(relativePath('/', '/a'), 'a');
  assert.equal(relativePath('/a', '/a'), '.');
  assert.equal(relativePath('C:/a', 'D:/a'), undefined);
});

void test('colours: NO_COLOR wins, FORCE_COLOR asks for them without a terminal', async (t) => {
  const cwd = folderWith(t, { Dockerfile: MANY });
  const isColored = async (env: Readonly<Record<string, string>>): Promise<boolean> =>
    (await stagewright(['lint'], { cwd, env })).stdout.includes('\u001b[');
  assert.equal(await isColored({}), false);
  assert.equal(await isColored({ FORCE_COLOR: '1' }), true);
  assert.equal(await isColored({ FORCE_COLOR: '0' }), false);
  assert.equal(await isColored({ FORCE_COLOR: '1', NO_COLOR: '1' }), false);
  assert.equal(await isColored({ NO_COLOR: '', FORCE_COLOR: '3' }), true);
});

void test('a run that takes long says so on one line, and takes it away', () => {
  let now = 0;
  const shown: string[] = [];
  const io: Pick<CliIo, 'now' | 'statusLine'> = { now: () => now, statusLine: (text) => shown.push(text) };
  const progress = progressOn(io);
  for (const time of [0, 999, 1000, 1050, 1101]) {
    now = time;
    progress.tell(`at ${String(time)}`);
  }
  progress.clear();
  progress.clear();
  assert.deepEqual(shown, ['at 1000', 'at 1101', '']);

  const short = progressOn({ now: () => 0, statusLine: (text) => shown.push(text) });
  short.tell('never');
  short.clear();
  progressOn({ now: () => 5000, statusLine: undefined }).tell('nowhere');
  assert.equal(shown.length, 3);
});
