/** The convert command: what it prints, what it writes, and how it refuses. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { folderWith, stagewright } from './cliProcess';

const FILE = `FROM golang:1.23
WORKDIR /src
COPY . .
RUN go build -o /bin/api ./cmd/api
# Start it
CMD ["/bin/api"]
`;

const NOTHING = `FROM alpine:3.20
RUN apk add --no-cache curl
CMD ["curl", "--version"]
`;

void test('prints the new Dockerfile, and the reasons on the error output', async (t) => {
  const cwd = folderWith(t, { Dockerfile: FILE });
  const run = await stagewright(['convert', 'Dockerfile'], { cwd });
  assert.equal(run.code, 0, run.stderr);
  assert.match(run.stdout, /^FROM golang:1\.23 AS build\n/);
  assert.match(run.stdout, /\nCOPY --from=build \/bin\/api \/bin\/api\n/);
  assert.match(run.stdout, /\n# Start it\nCMD /);
  assert.match(run.stderr, /converted to multi-stage \(Go\)/);
  assert.equal(readFileSync(join(cwd, 'Dockerfile'), 'utf8'), FILE);
});

void test('--write changes the file, and a second time there is nothing to do', async (t) => {
  const cwd = folderWith(t, { Dockerfile: FILE });
  const printed = await stagewright(['convert', 'Dockerfile'], { cwd });
  const first = await stagewright(['convert', 'Dockerfile', '--write'], { cwd });
  assert.equal(first.code, 0, first.stderr);
  assert.equal(first.stdout, '');
  assert.equal(readFileSync(join(cwd, 'Dockerfile'), 'utf8'), printed.stdout);
  const second = await stagewright(['convert', 'Dockerfile', '--write'], { cwd });
  assert.equal(second.code, 1);
  assert.equal(readFileSync(join(cwd, 'Dockerfile'), 'utf8'), printed.stdout);
});

void test('--diff is a patch of the file', async (t) => {
  const cwd = folderWith(t, { Dockerfile: FILE });
  const run = await stagewright(['convert', 'Dockerfile', '--diff'], { cwd });
  assert.equal(run.code, 0, run.stderr);
  assert.match(run.stdout, /^--- a\/Dockerfile\n\+\+\+ b\/Dockerfile\n@@ /);
  assert.match(run.stdout, /\n-FROM golang:1\.23\n\+FROM golang:1\.23 AS build\n/);
});

void test('a refusal names the reason, the line and the way out, and prints no Dockerfile', async (t) => {
  const cwd = folderWith(t, { Dockerfile: NOTHING });
  const run = await stagewright(['convert', 'Dockerfile'], { cwd });
  assert.equal(run.code, 1);
  assert.equal(run.stdout, '');
  assert.match(run.stderr, /^Dockerfile:1:1 {2}not converted nothing-compiled\n/);
  assert.match(run.stderr, / {4}1 \| FROM alpine:3\.20\n/);
});

void test('JSON holds the text or the reason with its place', async (t) => {
  const cwd = folderWith(t, { Dockerfile: FILE, Other: NOTHING });
  const done = await stagewright(['convert', 'Dockerfile', '--format', 'json'], { cwd });
  const result = JSON.parse(done.stdout) as Record<string, unknown>;
  assert.equal(done.code, 0);
  assert.equal(result['kind'], 'converted');
  assert.equal(result['ecosystem'], 'Go');
  const refused = await stagewright(['convert', 'Other', '--format', 'json'], { cwd });
  const reason = JSON.parse(refused.stdout) as Record<string, unknown>;
  assert.equal(refused.code, 1);
  assert.equal(reason['reason'], 'nothing-compiled');
  assert.deepEqual((reason['range'] as { start: unknown }).start, { line: 0, character: 0 });
});

void test('the runtime base can be named, and standard input is read', async () => {
  const run = await stagewright(['convert', '-', '--runtime-base', 'alpine:3.20'], { stdin: FILE });
  assert.equal(run.code, 0, run.stderr);
  assert.match(run.stdout, /\nFROM alpine:3\.20\n/);
});

void test('wrong use is told in one line', async (t) => {
  const cwd = folderWith(t, { Dockerfile: FILE });
  for (const args of [['Dockerfile', '--diff', '--write'], ['-', '--write'], [], ['missing']]) {
    const run = await stagewright(['convert', ...args], { cwd });
    assert.equal(run.code, 2, args.join(' '));
    assert.match(run.stderr, /^stagewright convert: .+\n$/);
  }
});
