/** The lint command as people and pipelines use it: a process, files, an exit code. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { folderWith, lintJsonOf, rulesIn, stagewright } from './cliProcess';

const CLEAN = 'FROM alpine:3.20\nUSER 1000\nCMD ["true"]\n';
const UNTAGGED = 'FROM alpine\nUSER 1000\nCMD ["true"]\n';
const NUMBERED =
  'FROM alpine:3.20\nRUN make\n\nFROM alpine:3.20\nCOPY --from=0 /a /a\nUSER 1000\nCMD ["/a"]\n';
const TWICE = 'FROM alpine:3.20 AS a\nFROM alpine:3.20 AS a\nUSER 1000\nCMD ["true"]\n';

void test('exits with 0 when nothing is found', async (t) => {
  const cwd = folderWith(t, { Dockerfile: CLEAN });
  const run = await stagewright(['lint', '--level', 'warning'], { cwd });
  assert.equal(run.code, 0, run.stdout + run.stderr);
});

void test('exits with 1 for a warning, and names place, level, message and rule', async (t) => {
  const cwd = folderWith(t, { Dockerfile: UNTAGGED });
  const run = await stagewright(['lint'], { cwd });
  assert.equal(run.code, 1);
  assert.match(run.stdout, /^Dockerfile:1:6 warning .+ \(require-image-tag\)$/m);
  assert.match(run.stdout, /^ +1 \| FROM alpine\n +\| {6}\^{6}$/m);
  assert.match(run.stdout, /1 warning/);
});

void test('--level decides what counts', async (t) => {
  const cwd = folderWith(t, { Dockerfile: UNTAGGED, 'twice.Dockerfile': TWICE });
  assert.equal((await stagewright(['lint', 'Dockerfile', '--level', 'error'], { cwd })).code, 0);
  assert.equal((await stagewright(['lint', 'Dockerfile', '--level=warning'], { cwd })).code, 1);
  assert.equal((await stagewright(['lint', '--level', 'error'], { cwd })).code, 1);
});

void test('JSON has exactly the documented shape', async (t) => {
  const cwd = folderWith(t, { Dockerfile: NUMBERED });
  const run = await stagewright(['lint', '--format', 'json'], { cwd });
  const report = lintJsonOf(run);
  assert.deepEqual(Object.keys(report), ['files', 'summary']);
  assert.deepEqual(
    report.files.map(({ path }) => path),
    ['Dockerfile'],
  );
  const finding = report.files[0]?.findings.find(({ rule }) => rule === 'prefer-named-stage-reference');
  assert.ok(finding, run.stdout);
  assert.deepEqual(Object.keys(finding), ['rule', 'level', 'message', 'range', 'stage', 'fixes']);
  assert.equal(finding.level, 'information');
  assert.equal(finding.range.start.line, 4);
  assert.deepEqual(finding.stage, { index: 1, name: null, role: 'final' });
  const [fix] = finding.fixes;
  assert.ok(fix);
  assert.deepEqual(Object.keys(fix), ['title', 'safety', 'edits', 'newFiles']);
  assert.equal(fix.safety, 'safe');
  assert.deepEqual(Object.keys(fix.edits[0] ?? {}), ['range', 'newText']);
  assert.deepEqual(Object.keys(report.summary), [
    'files',
    'findings',
    'fixable',
    'fixed',
    'unreadable',
    'durationMs',
  ]);
  assert.deepEqual(Object.keys(report.summary.findings), ['error', 'warning', 'information', 'hint']);
});

void test('a folder is searched for Dockerfiles only, sorted, without what git ignores', async (t) => {
  const cwd = folderWith(t, {
    Dockerfile: CLEAN,
    'Dockerfile.dev': CLEAN,
    'Dockerfile.dockerignore': 'x\n',
    'README.md': 'no Dockerfile',
    'dockerfile.go': 'package dockerfile',
    'a/web.Dockerfile': CLEAN,
    'a/http.dockerfile': CLEAN,
    'a/Containerfile': CLEAN,
    'a/dockerfile': CLEAN,
    'node_modules/x/Dockerfile': CLEAN,
    '.git/Dockerfile': CLEAN,
    '.gitignore': 'ignored/\n/Dockerfile.local\nkept/*\n!kept/Dockerfile\n',
    'Dockerfile.local': CLEAN,
    'ignored/Dockerfile': CLEAN,
    'kept/Dockerfile': CLEAN,
    'kept/Dockerfile.old': CLEAN,
    'b/.gitignore': '*.Dockerfile\n',
    'b/x.Dockerfile': CLEAN,
    'b/Dockerfile': CLEAN,
  });
  const found = lintJsonOf(await stagewright(['lint', '--format', 'json'], { cwd })).files.map(
    ({ path }) => path,
  );
  assert.deepEqual(found, [
    'Dockerfile',
    'Dockerfile.dev',
    'a/Containerfile',
    'a/dockerfile',
    'a/http.dockerfile',
    'a/web.Dockerfile',
    'b/Dockerfile',
    'kept/Dockerfile',
  ]);
  const below = lintJsonOf(
    await stagewright(['lint', './b/', 'Dockerfile.local', 'b/Dockerfile', '--format=json'], { cwd }),
  );
  assert.deepEqual(
    below.files.map(({ path }) => path),
    ['Dockerfile.local', 'b/Dockerfile'],
    'a named file is judged though git ignores it, and each file once',
  );
});

void test('the .gitignore files above a searched folder count inside a repository', async (t) => {
  const cwd = folderWith(t, {
    '.gitignore': 'generated/\n',
    'sub/Dockerfile': CLEAN,
    'sub/generated/Dockerfile': CLEAN,
  });
  execFileSync('git', ['init', '--quiet'], { cwd });
  const paths = lintJsonOf(await stagewright(['lint', 'sub', '--format', 'json'], { cwd })).files.map(
    ({ path }) => path,
  );
  assert.deepEqual(paths, ['sub/Dockerfile']);
  const named = lintJsonOf(await stagewright(['lint', 'sub/generated', '--format', 'json'], { cwd }));
  assert.deepEqual(
    named.files.map(({ path }) => path),
    ['sub/generated/Dockerfile'],
    'whoever names an ignored folder wants it searched',
  );
});

void test('links that run in circles end the search of nothing', async (t) => {
  const cwd = folderWith(t, { 'a/Dockerfile': CLEAN });
  symlinkSync('..', join(cwd, 'a', 'up'));
  symlinkSync('Dockerfile.loop', join(cwd, 'a', 'Dockerfile.loop'));
  const run = await stagewright(['lint', '--format', 'json'], { cwd });
  const { files } = lintJsonOf(run);
  assert.deepEqual(
    files.map(({ path }) => path),
    ['a/Dockerfile', 'a/Dockerfile.loop'],
  );
  assert.match(files[1]?.error ?? '', /circle/);
  assert.equal(run.code, 2);
});

void test('an unreadable file gives 2, and the others are still judged', async (t) => {
  const cwd = folderWith(t, { Dockerfile: UNTAGGED });
  symlinkSync('nowhere', join(cwd, 'Dockerfile.broken'));
  const run = await stagewright(['lint', '.', 'missing/Dockerfile', '--format', 'json'], { cwd });
  assert.equal(run.code, 2);
  const report = lintJsonOf(run);
  assert.deepEqual(rulesIn(report, 'Dockerfile'), ['require-image-tag']);
  assert.deepEqual(
    report.files.flatMap(({ path, error }) => (error === undefined ? [] : [[path, error]])),
    [
      ['Dockerfile.broken', 'no such file or folder'],
      ['missing/Dockerfile', 'no such file or folder'],
    ],
  );
  assert.equal(report.summary.unreadable, 2);
  assert.match(run.stderr, /^stagewright lint: missing\/Dockerfile: no such file or folder$/m);
});

void test('a binary file is one finding', async (t) => {
  const cwd = folderWith(t, {
    Dockerfile: Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0xff, 0x0a, 0x52, 0x55, 0x4e, 0x20]),
  });
  const run = await stagewright(['lint', '--format', 'json'], { cwd });
  assert.deepEqual(rulesIn(lintJsonOf(run), 'Dockerfile'), ['syntax/binary-file']);
  assert.equal(run.code, 1);
});

void test('an empty file, and one that is no Dockerfile, are judged without a crash', async (t) => {
  const cwd = folderWith(t, { Dockerfile: '', 'Dockerfile.odd': '\u0001\u0002 {{ if }}\nFROM\n<<EOF\n' });
  const run = await stagewright(['lint', '--format', 'json'], { cwd });
  assert.equal(lintJsonOf(run).summary.files, 2);
  assert.notEqual(run.code, 2, run.stderr);
});

void test('--fix keeps byte order mark, line ends and mode, and leaves nothing else behind', async (t) => {
  const before = `\ufeff${NUMBERED}`.replaceAll('\n', '\r\n');
  const cwd = folderWith(t, { Dockerfile: before });
  chmodSync(join(cwd, 'Dockerfile'), 0o640);
  const run = await stagewright(['lint', '--fix'], { cwd });
  const after = readFileSync(join(cwd, 'Dockerfile'), 'utf8');
  assert.ok(after.startsWith('\ufeffFROM alpine:3.20 AS '), JSON.stringify(after));
  assert.doesNotMatch(after, /(?<!\r)\n/);
  assert.doesNotMatch(after, /--from=0/);
  assert.equal(statSync(join(cwd, 'Dockerfile')).mode & 0o777, 0o640);
  assert.deepEqual(readdirSync(cwd), ['Dockerfile']);
  assert.match(run.stdout, /^Dockerfile: fixed /m);
  const again = await stagewright(['lint', '--fix', '--format', 'json'], { cwd });
  assert.equal(lintJsonOf(again).summary.fixed, 0);
  assert.equal(readFileSync(join(cwd, 'Dockerfile'), 'utf8'), after);
});

void test('--fix writes through a link and keeps it', async (t) => {
  const cwd = folderWith(t, { 'real/Dockerfile': NUMBERED });
  symlinkSync('real/Dockerfile', join(cwd, 'Dockerfile'));
  await stagewright(['lint', 'Dockerfile', '--fix'], { cwd });
  assert.ok(lstatSync(join(cwd, 'Dockerfile')).isSymbolicLink());
  assert.doesNotMatch(readFileSync(join(cwd, 'real/Dockerfile'), 'utf8'), /--from=0/);
});

void test('--fix leaves a file alone whose bytes it could not write back', async (t) => {
  const bytes = Buffer.concat([Buffer.from([0x23, 0x20, 0xe9, 0x0a]), Buffer.from(NUMBERED)]);
  const cwd = folderWith(t, { Dockerfile: bytes });
  const run = await stagewright(['lint', '--fix'], { cwd });
  assert.deepEqual(readFileSync(join(cwd, 'Dockerfile')), bytes);
  assert.match(run.stderr, /not valid UTF-8/);
});

void test('--fix writes no new file', async (t) => {
  const cwd = folderWith(t, { Dockerfile: 'FROM alpine:3.20\nCOPY . /src\nUSER 1000\nCMD ["true"]\n' });
  const run = await stagewright(['lint', '--fix', '--format', 'json'], { cwd });
  assert.ok(rulesIn(lintJsonOf(run), 'Dockerfile').includes('require-dockerignore'), run.stdout);
  assert.deepEqual(readdirSync(cwd), ['Dockerfile']);
});

void test('the ignore file of a Dockerfile counts, its own before the folder’s', async (t) => {
  const broad = 'FROM alpine:3.20\nCOPY . /src\nUSER 1000\nCMD ["true"]\n';
  const cwd = folderWith(t, {
    'none/Dockerfile': broad,
    'shared/Dockerfile': broad,
    'shared/.dockerignore': '.git\n',
    'own/web.Dockerfile': broad,
    'own/web.Dockerfile.dockerignore': '.git\n',
  });
  const report = lintJsonOf(await stagewright(['lint', '--format', 'json'], { cwd }));
  const withRule = report.files.filter(({ findings }) =>
    findings.some(({ rule }) => rule === 'require-dockerignore'),
  );
  assert.deepEqual(
    withRule.map(({ path }) => path),
    ['none/Dockerfile'],
  );
});

void test('--stdin judges a text under the name it is given', async () => {
  const run = await stagewright(['lint', '--stdin', '--filename', 'some/Dockerfile', '--format', 'json'], {
    stdin: UNTAGGED,
  });
  assert.equal(run.code, 1);
  assert.deepEqual(rulesIn(lintJsonOf(run), 'some/Dockerfile'), ['require-image-tag']);
  assert.equal((await stagewright(['lint', '--stdin'], { stdin: CLEAN })).code, 0);
});

void test('--stdin --fix prints the fixed text', async () => {
  const run = await stagewright(['lint', '--stdin', '--fix'], { stdin: NUMBERED });
  assert.match(run.stdout, /^FROM alpine:3\.20 AS (\S+)\nRUN make\n\nFROM alpine:3\.20\nCOPY --from=\1 /);
  assert.match(run.stderr, /<stdin>: fixed /);
});

void test('wrong use gives 2 and one line that says what to do', async (t) => {
  const cwd = folderWith(t, { Dockerfile: CLEAN });
  const cases: readonly (readonly [args: readonly string[], expected: RegExp])[] = [
    [['lint', '--fixx'], /unknown option --fixx: did you mean --fix\?/],
    [['lint', '--format', 'xml'], /--format must be text, json, sarif, .* or codeclimate, not "xml"/],
    [['lint', '--format'], /--format needs a value: --format FORMAT/],
    [['lint', '--parity', 'trivy'], /--parity must be hadolint or buildkit/],
    [['lint', '--rule', 'no-latst-tag'], /did you mean "no-latest-tag"\?/],
    [['lint', '--rule', 'XY123'], /there is no rule "XY123"/],
    [['lint', '--diff', '--format', 'json'], /goes without --format json/],
    [['lint', '--diff', '--stdin'], /--stdin goes without --diff/],
    [['lint', '--write-baseline'], /add --baseline FILE/],
    [['lint', '--write-baseline', '--baseline', 'b', '--fix'], /--write-baseline goes without --fix/],
    [['lint', '--baseline', 'none.json'], /there is no baseline none\.json: add --write-baseline/],
    [['lint', '--baseline', 'Dockerfile'], /Dockerfile is no baseline of this version/],
    [['lint', '--target', 'nope'], /Dockerfile has no stage "nope"/],
    [['lint', '--changed-since', 'main'], /Dockerfile is in no git repository/],
    [['lint', '--format', '--fix'], /--format needs a value/],
    [['lint', '--fix=yes'], /--fix takes no value/],
    [['lint', '--level', 'info'], /--level must be error, warning, information or hint/],
    [['lint', '--filename', 'x'], /--filename needs --stdin/],
    [['lint', '--stdin', 'Dockerfile'], /--stdin takes no PATH/],
    [['lnt'], /unknown command "lnt": did you mean "lint"\?/],
    [['Dockerfile'], /say "stagewright lint Dockerfile"/],
    [['--format', 'json'], /name a command first/],
    [['explain'], /name a rule or a line/],
    [['explain', 'no-whole-stage-cpy'], /did you mean "no-whole-stage-copy"\?/],
    [['explain', 'Dockerfile:99'], /has no line 99/],
    [['graph'], /name a Dockerfile/],
    [['graph', 'missing'], /missing cannot be read: no such file or folder/],
  ];
  for (const [args, expected] of cases) {
    const run = await stagewright(args, { cwd });
    assert.equal(run.code, 2, args.join(' '));
    assert.match(run.stderr, expected);
    assert.equal(run.stderr.trimEnd().split('\n').length, 1, run.stderr);
    assert.equal(run.stdout, '');
  }
});

void test('help and version go to the standard output', async () => {
  for (const args of [
    ['--help'],
    ['lint', '--help'],
    ['explain', '-h'],
    ['graph', '--help'],
    ['smoke', '--help'],
    ['help', 'lint'],
  ]) {
    const run = await stagewright(args);
    assert.equal(run.code, 0, args.join(' ') + run.stderr);
    assert.match(run.stdout, /^(?:Usage|Stagewright)/);
    assert.ok(
      run.stdout.split('\n').every((line) => line.length <= 80),
      run.stdout,
    );
  }
  assert.match((await stagewright(['--version'])).stdout, /^\d+\.\d+\.\d+\n$/);
  assert.equal((await stagewright([])).code, 2);
});

void test('a folder without a Dockerfile is said, and is no failure', async (t) => {
  const cwd = folderWith(t, { 'a.txt': '' });
  mkdirSync(join(cwd, 'Dockerfile'));
  const run = await stagewright(['lint'], { cwd });
  assert.equal(run.code, 0);
  assert.match(run.stderr, /no Dockerfile was found/);
});
