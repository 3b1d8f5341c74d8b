/** `smoke --all`: every Dockerfile of a repository, in every format, with the worst exit code. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { canary, commandLines, folderWith, newRun, ROOT } from './workbench';

const CLI = join(ROOT, 'out/server/src/node/cli.js');

const GOOD = 'FROM busybox:latest\nCMD ["true"]\n';

function repository(t: TestContext): string {
  const folder = folderWith(t, {
    '.gitignore': 'ignored/\n',
    'api/Dockerfile': GOOD,
    'ignored/Dockerfile': 'FROM busybox:latest\nRUN false\n',
    'web/Dockerfile': `FROM busybox:latest\nRUN true\nRUN echo ${newRun()}; exit 3\n`,
    'worker/worker.Dockerfile': 'FROM busybox:latest\nCOPY job /job\nCMD ["cat", "/job"]\n',
    'worker/job': 'x',
  });
  spawnSync('git', ['init', '--quiet', folder]);
  return folder;
}

function smokeAll(folder: string, ...args: readonly string[]): { status: number | null; stdout: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, 'smoke', '--all', ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
  assert.equal(stderr, '');
  return { status, stdout };
}

test('one line a Dockerfile, the sum, and the worst exit code', (t) => {
  const user = canary(t);
  const folder = repository(t);
  const { status, stdout } = smokeAll(folder, '--jobs', '2');
  assert.equal(status, 1);
  const lines = stdout.trim().split('\n');
  assert.equal(lines.length, 4, stdout);
  assert.match(lines[0] ?? '', /^passed +api\/Dockerfile +[\d.]+ MB +[\d.]+ m?s$/u);
  assert.match(lines[1] ?? '', /^FAILED +web\/Dockerfile:3 +.*exit code: 3$/u);
  assert.match(lines[2] ?? '', /^passed +worker\/worker\.Dockerfile /u);
  assert.equal(lines[3], '2 of 3 Dockerfiles passed, 1 failed.');
  user.assertUntouched();
  assert.equal(commandLines().filter((line) => line.includes(folder)).length, 0);

  const good = smokeAll(folder, 'api');
  assert.equal(good.status, 0);
  assert.match(good.stdout, /1 of 1 Dockerfile passed\.\n$/u);
});

test('for programs, for CI, and for a comment on a pull request', (t) => {
  const folder = repository(t);
  const json = smokeAll(folder, '--format', 'json', '--jobs', '3');
  assert.equal(json.status, 1);
  const read = JSON.parse(json.stdout) as {
    readonly counts: Readonly<Record<string, number>>;
    readonly dockerfiles: readonly { readonly path: string; readonly verdict: string }[];
  };
  assert.deepEqual(read.counts, { all: 3, passed: 2, failed: 1, error: 0, cancelled: 0 });
  assert.deepEqual(
    read.dockerfiles.map(({ path, verdict }) => [path, verdict]),
    [
      ['api/Dockerfile', 'passed'],
      ['web/Dockerfile', 'failed'],
      ['worker/worker.Dockerfile', 'passed'],
    ],
  );
  const junit = smokeAll(folder, '--format', 'junit').stdout;
  assert.match(junit, /<testsuites name="stagewright smoke" tests="5" failures="1" errors="0"/u);
  const markdown = smokeAll(folder, '--format', 'markdown').stdout;
  assert.match(markdown, /^### Smoke builds: 2 of 3 Dockerfiles passed, 1 failed\.\n/u);
  assert.match(markdown, /\| web\/Dockerfile \| failed \|/u);
  assert.equal(markdown.match(/<details>/gu)?.length, 1);
});

test('a Dockerfile is built as the Compose file beside it says: arguments, named contexts, context', (t) => {
  const folder = folderWith(t, {
    'compose.yaml': [
      'services:',
      '  web:',
      '    build:',
      '      context: ./web',
      '      dockerfile: ../docker/Dockerfile',
      '      args: { GREETING: "good morning", NPM_TOKEN: never-to-be-shown }',
      '      additional_contexts: { assets: ./shared }',
      '',
    ].join('\n'),
    'docker/Dockerfile': [
      'FROM busybox:latest',
      'ARG GREETING',
      'ARG NPM_TOKEN',
      'COPY page /page',
      'COPY --from=assets logo /logo',
      'RUN echo "$GREETING, $NPM_TOKEN" > /greeting',
      'CMD ["cat", "/greeting", "/page", "/logo"]',
      '',
    ].join('\n'),
    'web/page': 'page\n',
    'shared/logo': 'logo\n',
  });
  const options = { cwd: folder, encoding: 'utf8' } as const;
  const { stdout, status } = spawnSync(
    process.execPath,
    [CLI, 'smoke', 'docker', '--format', 'json'],
    options,
  );
  assert.equal(status, 0, stdout);
  const { run } = JSON.parse(stdout) as { readonly run: { readonly log: readonly string[] } };
  assert.deepEqual(run.log, ['good morning, ***', 'page', 'logo']);
});
