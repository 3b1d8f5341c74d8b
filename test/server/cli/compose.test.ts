/** Dockerfiles inside of Compose files on the command line. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { folderWith, lintJsonOf, stagewright } from './cliProcess';

const COMPOSE = `services:
  web:
    build:
      context: ./app
      dockerfile_inline: |
        FROM debian:12
        COPY here.txt gone.txt /x/
        RUN echo "$$HOME" && apt-get install -y curl
        maintainer me
  api:
    build: app
`;

const FILES = { 'compose.yaml': COMPOSE, 'app/Dockerfile': 'FROM debian:12\n', 'app/here.txt': '' };

async function placesOf(cwd: string, ...args: readonly string[]): Promise<readonly string[]> {
  const report = lintJsonOf(await stagewright(['lint', '--format', 'json', ...args], { cwd }));
  return report.files.flatMap(({ path, findings }) =>
    findings.map(
      ({ rule, range: { start, end } }) =>
        `${path}:${[start.line, start.character, end.line, end.character].join(':')} ${rule}`,
    ),
  );
}

void test('a Dockerfile in a Compose file is judged in its context, at its place', async (t) => {
  const cwd = folderWith(t, FILES);
  for (const args of [[], ['compose.yaml']]) {
    const places = await placesOf(
      cwd,
      '--rule',
      'no-missing-source,no-maintainer,prefer-no-recommends',
      ...args,
    );
    assert.deepEqual(places, [
      'compose.yaml:6:22:6:30 no-missing-source',
      'compose.yaml:7:29:7:44 prefer-no-recommends',
      'compose.yaml:8:8:8:18 no-maintainer',
    ]);
  }
  const files = lintJsonOf(await stagewright(['lint', '--format', 'json'], { cwd })).files;
  assert.deepEqual(
    files.map(({ path }) => path),
    ['app/Dockerfile', 'compose.yaml'],
  );
});

void test('it is fixed in place, and nothing else of the file changes', async (t) => {
  const cwd = folderWith(t, FILES);
  await stagewright(['lint', '--fix'], { cwd });
  const fixed = readFileSync(join(cwd, 'compose.yaml'), 'utf8');
  assert.equal(fixed, COMPOSE.replace('maintainer me', 'LABEL org.opencontainers.image.authors="me"'));
  assert.deepEqual(await placesOf(cwd, 'compose.yaml', '--rule', 'no-maintainer'), []);
});

void test('lines that Compose fills in are not judged, and such a Dockerfile is not fixed', async (t) => {
  const text = COMPOSE.replace('$$HOME', '${HOME}');
  const cwd = folderWith(t, { ...FILES, 'compose.yaml': text });
  assert.deepEqual(await placesOf(cwd, 'compose.yaml', '--rule', 'prefer-no-recommends,no-maintainer'), [
    'compose.yaml:8:8:8:18 no-maintainer',
  ]);
  const run = await stagewright(['lint', '--fix', 'compose.yaml'], { cwd });
  assert.match(run.stderr, /compose\.yaml: a Dockerfile in it has variables that Compose fills in/);
  assert.equal(readFileSync(join(cwd, 'compose.yaml'), 'utf8'), text);
});

void test('a Dockerfile in quotes is told at its first line', async (t) => {
  const cwd = folderWith(t, {
    'compose.yaml':
      'services:\n  a:\n    build:\n      dockerfile_inline: "FROM debian:12\\nMAINTAINER me"\n',
  });
  assert.deepEqual(await placesOf(cwd, '--rule', 'no-maintainer'), ['compose.yaml:3:25:3:56 no-maintainer']);
});

void test('a Compose file that was named and holds none, or is no YAML, is said to', async (t) => {
  const cwd = folderWith(t, { 'a.yaml': 'services: {}\n', 'b.yaml': 'services: [ # dockerfile_inline\n' });
  const run = await stagewright(['lint', 'a.yaml', 'b.yaml'], { cwd });
  assert.match(run.stderr, /a\.yaml: no service has a dockerfile_inline/);
  assert.match(run.stderr, /b\.yaml: its YAML cannot be read/);
});

void test('a baseline knows its findings, also after lines were added above', async (t) => {
  const cwd = folderWith(t, FILES);
  await stagewright(['lint', '--baseline', 'known.json', '--write-baseline'], { cwd });
  const moved = folderWith(t, {
    ...FILES,
    'known.json': readFileSync(join(cwd, 'known.json'), 'utf8'),
    'compose.yaml': COMPOSE.replace('services:', '# ours\nservices:').replace(
      'COPY',
      'SHELL x\n        COPY',
    ),
  });
  const places = await placesOf(moved, '--baseline', 'known.json', 'compose.yaml', '--level', 'warning');
  assert.deepEqual(
    places.filter((place) => /no-missing-source|no-maintainer|prefer-no-recommends/.test(place)),
    [],
  );
  assert.notEqual(places.length, 0);
});
