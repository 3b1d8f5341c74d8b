/** The build context on the command line: the same verdicts as in the editor. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { folderWith, lintJsonOf, stagewright } from './cliProcess';

/** The messages of one rule, by file. */
async function messages(
  cwd: string,
  rule: string,
  ...args: readonly string[]
): Promise<Record<string, string[]>> {
  const report = lintJsonOf(await stagewright(['lint', '--format', 'json', ...args], { cwd }));
  return Object.fromEntries(
    report.files.map(({ path, findings }) => [
      path,
      findings.filter((finding) => finding.rule === rule).map(({ message }) => message),
    ]),
  );
}

void test('a Dockerfile is judged in the context of its Compose service, with its own ignore file', async (t) => {
  const cwd = folderWith(t, {
    'compose.yaml':
      'services:\n  web: {build: {context: ., dockerfile: docker/web.Dockerfile}}\n  api: {build: api}\n',
    'docker/web.Dockerfile': 'FROM scratch\nCOPY docs src/a.js api/b.js /x/\n',
    'docker/web.Dockerfile.dockerignore': 'docs\n',
    'api/Dockerfile': 'FROM scratch\nCOPY b.js docs /x/\n',
    'api/b.js': '',
    'docs/x.md': '',
    'src/a.js': '',
  });
  assert.deepEqual(await messages(cwd, 'no-missing-source'), {
    'api/Dockerfile': ['The build context holds no "docs".'],
    'docker/web.Dockerfile': [],
  });
  assert.equal((await messages(cwd, 'no-ignored-source'))['docker/web.Dockerfile']?.length, 1);
});

void test('what lies in the context is looked through, from wherever the command runs', async (t) => {
  const cwd = folderWith(t, {
    '.git/HEAD': '',
    'app/docker/Dockerfile': 'FROM node:20\nCOPY package.json ./\nCOPY src src\n',
    'app/package.json': '{}',
    'app/src/id_rsa': '',
    'app/src/test/id_rsa': '',
  });
  const expected = [
    'This copies src/id_rsa, which usually holds an SSH private key; add it to .dockerignore.',
  ];
  assert.deepEqual(await messages(cwd, 'no-secret-in-context'), { 'app/docker/Dockerfile': expected });
  const inside = await messages(`${cwd}/app/docker`, 'no-secret-in-context', 'Dockerfile');
  assert.deepEqual(inside, { Dockerfile: expected });
});

void test('two services with different targets ship two stages', async (t) => {
  const cwd = folderWith(t, {
    Dockerfile: 'FROM alpine:3.20 AS api\nCMD run api\nFROM alpine:3.20 AS worker\nCMD run worker\n',
    'docker-compose.yml':
      'services:\n  api: {build: {context: ., target: api}}\n  worker: {build: {context: ., target: worker}}\n',
  });
  const report = lintJsonOf(await stagewright(['lint', '--format', 'json'], { cwd }));
  const roles = new Map(report.files[0]?.findings.map(({ stage }) => [stage?.name, stage?.role]));
  assert.deepEqual(
    [...roles],
    [
      ['api', 'final'],
      ['worker', 'final'],
    ],
  );
});

void test('an argument that services give different values has none', async (t) => {
  const services = (one: string, other: string): string =>
    `services:\n  one: {build: {context: ., args: {${one}}}}\n  other: {build: {context: ., args: {${other}}}}\n`;
  const messagesWith = async (one: string, other: string): Promise<readonly string[]> => {
    const cwd = folderWith(t, {
      Dockerfile: 'ARG VERSION=latest\nFROM node:${VERSION}\nUSER node\n',
      'compose.yaml': services(one, other),
    });
    return (await messages(cwd, 'no-latest-tag'))['Dockerfile'] ?? [];
  };
  assert.deepEqual(await messagesWith('VERSION: 20', 'VERSION: 22'), []);
  assert.deepEqual(await messagesWith('VERSION: 20', 'VERSION: 20'), []);
  // One of them takes the default: what holds for the other is not known.
  assert.deepEqual(await messagesWith('VERSION: 20', 'DEBUG: 1'), []);
  assert.deepEqual(await messagesWith('VERSION: "${VERSION}"', 'VERSION: "${VERSION}"'), []);
  assert.equal((await messagesWith('DEBUG: 1', 'DEBUG: 2')).length, 1);
});

void test('text from standard input has no context', async () => {
  const run = await stagewright(['lint', '--stdin', '--format', 'json'], {
    stdin: 'FROM scratch\nCOPY nowhere /\n',
  });
  const rules = lintJsonOf(run).files[0]?.findings.map(({ rule }) => rule) ?? [];
  assert.ok(!rules.includes('no-missing-source') && !rules.includes('require-dockerignore'));
});
