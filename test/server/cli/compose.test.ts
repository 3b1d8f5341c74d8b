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

const TWO = `services:
  web:
    build:
      context: .
      dockerfile_inline: |
        # syntax=docker/dockerfile:1
        FROM debian:12 AS build
        RUN echo "$$HOME" > /x
        FROM scratch
        COPY --from=build /x /
  api:
    build:
      dockerfile_inline: |
        FROM alpine:3.20
        USER 1000
  odd:
    build:
      dockerfile_inline: "FROM busybox\\nUSER 1"
`;

void test('a line of it is explained, and the lines that are named are those of the Compose file', async (t) => {
  const cwd = folderWith(t, { 'compose.yaml': TWO });
  const copy = await stagewright(['explain', 'compose.yaml:10'], { cwd });
  assert.equal(copy.code, 0, copy.stderr);
  assert.match(copy.stdout, /^compose\.yaml:10 {2}COPY --from=build \/x \/$/m);
  assert.match(copy.stdout, /line [78]\b/);
  const word = await stagewright(['explain', 'compose.yaml:14:14'], { cwd });
  assert.match(word.stdout, /^compose\.yaml:14 {2}FROM alpine:3\.20$/m);
  for (const [place, message] of [
    ['compose.yaml:2', /line 2 of compose\.yaml is no line of a Dockerfile in it/],
    ['compose.yaml:18', /is no line of a Dockerfile/],
    ['compose.yaml:99', /has no line 99/],
  ] as const) {
    const run = await stagewright(['explain', place], { cwd });
    assert.equal(run.code, 2);
    assert.match(run.stderr, message);
  }
});

void test('its graph is shown, of all services or of one', async (t) => {
  const cwd = folderWith(t, {
    'compose.yaml': TWO,
    'plain.yml': 'services: {}\n',
    Dockerfile: 'FROM scratch\n',
  });
  const all = await stagewright(['graph', 'compose.yaml'], { cwd });
  assert.equal(all.code, 0, all.stderr);
  assert.match(all.stdout, /^compose\.yaml, service web: 2 build stages$/m);
  assert.match(all.stdout, /^compose\.yaml, service api: 1 build stage$/m);
  const web = await stagewright(['graph', 'compose.yaml', '--service', 'web', '--format', 'json'], { cwd });
  const graph = JSON.parse(web.stdout) as {
    stages: { range: { start: { line: number } } }[];
    edges: { line: number }[];
  };
  assert.deepEqual(
    graph.stages.map(({ range }) => range.start.line),
    [6, 8],
  );
  assert.ok(graph.edges.some(({ line }) => line === 9));
  for (const [args, message] of [
    [['compose.yaml', '--format', 'json'], /several Dockerfiles: choose one with --service web, api/],
    [['compose.yaml', '--service', 'db'], /no service "db"/],
    [['plain.yml'], /has no Dockerfile in it/],
    [['Dockerfile', '--service', 'web'], /--service is for Compose files/],
  ] as const) {
    const run = await stagewright(['graph', ...args], { cwd });
    assert.equal(run.code, 2);
    assert.match(run.stderr, message);
  }
});
