/** What the commands write follows the schemas that other programs are told of. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { assertFollowsSchema, checkedBySchema } from '../../harness/outputSchema';
import { buildKitLog } from '../smoke/failedBuild/logs';
import { imageReport, smokeReport } from '../smoke/reports';
import { folderWith, stagewright } from './cliProcess';

const DOCKERFILE = `FROM node:latest AS build
WORKDIR /app
COPY . .
RUN npm install
FROM nginx
COPY --from=build /app/dist /usr/share/nginx/html
`;

describe('the JSON of', () => {
  it('lint: findings, fixes, files that cannot be read', async (t) => {
    const cwd = folderWith(t, { Dockerfile: DOCKERFILE, 'b/Dockerfile': 'FROM alpine\u0000\n' });
    for (const args of [[], ['--fix'], ['missing.Dockerfile']]) {
      const { stdout } = await stagewright(['lint', '--format', 'json', ...args], { cwd });
      assertFollowsSchema('lint', stdout);
    }
  });

  it('graph', async (t) => {
    const cwd = folderWith(t, {
      Dockerfile: `ARG BASE\n${DOCKERFILE}FROM $BASE\nRUN --mount=from=build,target=/x true\n`,
    });
    const { stdout } = await stagewright(['graph', 'Dockerfile', '--format', 'json'], { cwd });
    assertFollowsSchema('graph', stdout);
  });

  it('explain --log', async (t) => {
    const file = 'FROM debian:12\nRUN sudo true\n';
    const cwd = folderWith(t, { Dockerfile: file });
    for (const stdin of [buildKitLog(file, ['/bin/sh: 1: sudo: not found'], 127), '', '#1 DONE 0.1s\n']) {
      const { stdout } = await stagewright(['explain', '--log', '-', '--format', 'json'], { cwd, stdin });
      assertFollowsSchema('explain-log', stdout);
    }
  });

  it('smoke: without an engine, and with all that a report can hold', async (t) => {
    const cwd = folderWith(t, { Dockerfile: DOCKERFILE });
    const { stdout } = await stagewright(['smoke', '--format', 'json', '--engine', 'no-such-engine'], {
      cwd,
    });
    assertFollowsSchema('smoke', stdout);
    const all = await stagewright(['smoke', '--all', '--format', 'json', '--engine', 'no-such-engine'], {
      cwd,
    });
    assertFollowsSchema('smoke-all', all.stdout);
    const report = smokeReport({
      verdict: 'failed',
      image: imageReport({ layers: [{ line: 1, size: 3, isBase: false, createdBy: 'RUN x' }] }),
      failure: {
        step: 'build',
        line: 1,
        range: { start: { line: 1, character: 0 }, end: { line: 1, character: 5 } },
        stage: 0,
        message: 'exit code: 127',
        log: ['sudo: not found'],
        cause: { id: 'sudo', happened: 'a', remedy: 'b', line: undefined, rule: undefined },
      },
    });
    assertFollowsSchema('smoke', JSON.stringify(report));
  });
});

describe('the schemas', () => {
  it('say what each number is, and complain about what is not theirs', () => {
    const report = JSON.parse(JSON.stringify(smokeReport({}))) as Readonly<Record<string, unknown>>;
    assert.deepEqual(checkedBySchema('smoke', report), { isValid: true, complaints: 'No errors' });
    for (const wrong of [
      { ...report, verdict: 'perhaps' },
      { ...report, durationMs: '3 s' },
      { ...report, unknown: 1 },
      Object.fromEntries(Object.entries(report).filter(([key]) => key !== 'summary')),
    ])
      assert.equal(checkedBySchema('smoke', wrong).isValid, false);
  });

  it('are all told of on the page about JSON', () => {
    const docs = join(__dirname, '../../../../server/docs');
    const page = readFileSync(join(docs, 'json.md'), 'utf8');
    for (const name of readdirSync(join(docs, 'schemas')))
      assert.ok(page.includes(`(schemas/${name})`), name);
  });
});
