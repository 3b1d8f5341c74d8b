/** Builds that really fail: the log that the engine's client prints is explained, and so is the smoke build's own failure. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { analyze } from '../../server/src/core/index';
import { explainFailedBuild } from '../../server/src/smoke/failedBuild/index';
import { causeFinder, reportJson } from '../../server/src/smoke/index';
import { assertFollowsSchema } from '../harness/outputSchema';
import { folderWith, smoke } from './workbench';

interface Failing {
  readonly cause: string;
  readonly dockerfile: string;
  readonly files?: Readonly<Record<string, string>>;
  /** Zero-based. */
  readonly line: number;
}

const FAILING: readonly Failing[] = [
  { cause: 'source-not-found', dockerfile: 'FROM busybox:latest\nRUN true\nCOPY nothing-here /x\n', line: 2 },
  {
    cause: 'command-not-found',
    dockerfile:
      'FROM busybox:latest AS build\nRUN echo one && \\\n    frobnicate --now\nFROM busybox:latest\nCOPY --from=build /x /x\n',
    line: 1,
  },
  { cause: 'unknown-instruction', dockerfile: 'FROM busybox:latest\nFOO bar\n', line: 1 },
  {
    cause: 'not-executable',
    dockerfile: 'FROM busybox:latest\nCOPY run.sh /run.sh\nRUN /run.sh\n',
    files: { 'run.sh': '#!/bin/sh\ntrue\n' },
    line: 2,
  },
  {
    cause: 'secret-not-given',
    dockerfile: 'FROM busybox:latest\nRUN --mount=type=secret,id=npmrc,required=true true\n',
    line: 1,
  },
  { cause: 'no-such-user', dockerfile: 'FROM busybox:latest\nUSER app\nRUN true\n', line: 2 },
  {
    cause: 'npm-ci-without-lock-file',
    dockerfile: 'FROM node:20-alpine\nWORKDIR /app\nCOPY package.json ./\nRUN npm ci\n',
    files: { 'package.json': '{}' },
    line: 3,
  },
];

for (const { cause, dockerfile, files = {}, line } of FAILING) {
  test(cause, (t) => {
    const folder = folderWith(t, { Dockerfile: dockerfile, ...files });
    const built = spawnSync('docker', ['build', '--progress=plain', folder], { encoding: 'utf8' });
    assert.notEqual(built.status, 0);
    const { instruction, cause: told } = explainFailedBuild(analyze(dockerfile), built.stderr);
    assert.equal(told?.id, cause, built.stderr);
    assert.deepEqual([instruction?.line, instruction?.certainty], [line, 'certain'], built.stderr);
  });
}

test("the smoke build's own failure names its likely cause", async (t) => {
  const dockerfile = 'FROM busybox:latest\nRUN frobnicate --now\n';
  const report = await smoke(t, { dockerfile, input: { causeOf: causeFinder(analyze(dockerfile)) } });
  assert.equal(report.verdict, 'failed');
  assert.equal(report.failure?.cause?.id, 'command-not-found');
  assert.match(report.failure.cause.happened, /busybox:latest has no frobnicate/u);
  assertFollowsSchema('smoke', reportJson(report));
});

test('the report of a passed smoke build follows its schema', async (t) => {
  const dockerfile =
    'FROM node:20-alpine AS build\nRUN echo hi > /x\nFROM busybox:latest\nCOPY --from=build /x /x\nEXPOSE 80\nCMD ["httpd", "-f"]\n';
  const report = await smoke(t, { dockerfile, input: { builders: 'compare' } });
  assert.equal(report.verdict, 'passed');
  assert.ok(report.image?.contents !== undefined && report.image.builders !== undefined);
  assertFollowsSchema('smoke', reportJson(report));
});
