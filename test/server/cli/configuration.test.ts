import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { folderWith, type LintJson, stagewright } from './cliProcess';

const LATEST = 'FROM alpine:latest\nUSER nobody\n';
const RULE = 'no-latest-tag';

async function levels(
  folder: string,
  ...args: readonly string[]
): Promise<Record<string, string | undefined>> {
  const { stdout } = await stagewright(['lint', '--format', 'json', ...args], { cwd: folder });
  const { files } = JSON.parse(stdout) as LintJson;
  return Object.fromEntries(
    files.map(({ path, findings }) => [path, findings.find(({ rule }) => rule === RULE)?.level]),
  );
}

const rules = (level: string): string => JSON.stringify({ rules: { [RULE]: level } });

describe('a configuration file', () => {
  it('counts for what lies below it, the nearest one alone', async (test) => {
    const folder = folderWith(test, {
      '.stagewright.jsonc': `// ours\n${rules('error')}`,
      Dockerfile: LATEST,
      'a/b/Dockerfile': LATEST,
      'c/.stagewright.jsonc': rules('off'),
      'c/d/Dockerfile': LATEST,
    });
    assert.deepEqual(await levels(folder), {
      Dockerfile: 'error',
      'a/b/Dockerfile': 'error',
      'c/d/Dockerfile': undefined,
    });
    assert.deepEqual(await levels(join(folder, 'a/b')), { Dockerfile: 'error' });
  });

  it('is overridden by path from its own folder', async (test) => {
    const folder = folderWith(test, {
      '.stagewright.jsonc': `{ "overrides": [{ "files": ["dev/"], "rules": { "${RULE}": "hint" } }] }`,
      Dockerfile: LATEST,
      'dev/Dockerfile': LATEST,
    });
    assert.deepEqual(await levels(folder), { Dockerfile: 'warning', 'dev/Dockerfile': 'hint' });
    assert.deepEqual(await levels(join(folder, 'dev')), { Dockerfile: 'hint' });
  });

  it('of hadolint says what ours leaves open, and all where there is none', async (test) => {
    const folder = folderWith(test, {
      'both/.stagewright.jsonc': rules('error'),
      'both/.hadolint.yaml': 'ignored: [DL3007]\n',
      'both/Dockerfile': LATEST,
      'open/.stagewright.jsonc': '{}',
      'open/.hadolint.yaml': 'ignored: [DL3007]\n',
      'open/Dockerfile': LATEST,
      'only/.hadolint.yml': 'override: { style: [DL3007] }\n',
      'only/x/Dockerfile': LATEST,
    });
    assert.deepEqual(await levels(folder), {
      'both/Dockerfile': 'error',
      'open/Dockerfile': undefined,
      'only/x/Dockerfile': 'hint',
    });
  });

  it('chooses the level at which the run fails, unless the command line does', async (test) => {
    const folder = folderWith(test, { '.hadolint.yaml': 'failure-threshold: error\n', Dockerfile: LATEST });
    assert.equal((await stagewright(['lint'], { cwd: folder })).code, 0);
    assert.equal((await stagewright(['lint', '--level', 'warning'], { cwd: folder })).code, 1);
  });

  it('chooses the stage that is shipped', async (test) => {
    const folder = folderWith(test, {
      '.stagewright.jsonc': '{ "target": "a" }',
      Dockerfile: 'FROM alpine:3.20 AS a\nUSER nobody\nFROM alpine:latest\nUSER nobody\n',
    });
    const { stdout } = await stagewright(['lint', '--format', 'json'], { cwd: folder });
    const [file] = (JSON.parse(stdout) as LintJson).files;
    assert.equal(file?.findings.find(({ rule }) => rule === RULE)?.stage?.role, 'unreachable');
  });

  it('counts for the graph and for an explained line too', async (test) => {
    const folder = folderWith(test, {
      '.stagewright.jsonc': `{ "target": "a", "rulse": {}, "rules": { "${RULE}": { "final": "error" } } }`,
      Dockerfile: 'FROM alpine:latest AS a\nUSER nobody\nFROM alpine:3.20\nUSER nobody\n',
    });
    const graph = await stagewright(['graph', 'Dockerfile', '--format', 'json'], { cwd: folder });
    assert.match(graph.stdout, /"name":\s*"a"[^}]*"role":\s*"final"/);
    assert.match(
      graph.stderr,
      /stagewright graph: \.stagewright\.jsonc:1:18: There is no setting "rulse" here/,
    );
    const line = await stagewright(['explain', 'Dockerfile:1:15'], { cwd: folder });
    assert.match(line.stdout, /Error.*no-latest-tag/);
  });

  it('chooses the engine and the time of a smoke build, and the command line comes before it', async (test) => {
    const folder = folderWith(test, {
      '.stagewright.jsonc': '{ "smoke": { "engine": "./evil", "timeout": 100000000 } }',
      Dockerfile: 'FROM scratch\n',
    });
    const { code, stderr } = await stagewright(['smoke', '--engine', 'no-such-engine'], { cwd: folder });
    assert.equal(code, 2);
    assert.match(stderr, /"\.\/evil" is not an engine; say one of docker, podman/);
    assert.match(stderr, /--timeout must be a number of seconds/);
  });

  it('counts for standard input by its name', async (test) => {
    const folder = folderWith(test, {
      '.stagewright.jsonc': rules('error'),
      'x/.stagewright.jsonc': rules('off'),
    });
    const run = (...args: readonly string[]) =>
      stagewright(['lint', '--stdin', ...args], { cwd: folder, stdin: LATEST });
    assert.match((await run()).stdout, /1 error/);
    assert.doesNotMatch((await run('--filename', 'x/Dockerfile')).stdout, new RegExp(RULE));
  });

  it('with a value that cannot be is told of once, and the rest of it counts', async (test) => {
    const folder = folderWith(test, {
      '.stagewright.jsonc': `{\n  "rules": { "no-latst-tag": "off", "${RULE}": "error" }\n}\n`,
      Dockerfile: LATEST,
      'a/Dockerfile': LATEST,
    });
    const { code, stderr } = await stagewright(['lint'], { cwd: folder });
    assert.equal(code, 1);
    assert.equal(
      stderr,
      'stagewright lint: .stagewright.jsonc:2:14: There is no rule "no-latst-tag"; did you mean "no-latest-tag"?\n',
    );
  });

  it('that cannot be read ends the run with 2', async (test) => {
    const broken = folderWith(test, { '.stagewright.jsonc': '{ "rules": \n', Dockerfile: 'FROM scratch\n' });
    const first = await stagewright(['lint'], { cwd: broken });
    assert.equal(first.code, 2);
    assert.match(first.stderr, /\.stagewright\.jsonc:2:1: A value is expected here/);

    const yaml = folderWith(test, { '.hadolint.yaml': 'ignored: [\n', 'x/Dockerfile': 'FROM scratch\n' });
    const second = await stagewright(['lint', 'x'], { cwd: yaml });
    assert.equal(second.code, 2);
    assert.match(second.stderr, /\.hadolint\.yaml:\d+:\d+: /);
  });
});
