/** Histories as BuildKit and Buildah write them, beside the Dockerfiles that they are of. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze } from '../../../server/src/core';
import { historyStepOf, placesOfHistory } from '../../../server/src/smoke/historyLines';
import { smokeStages } from '../../../server/src/smoke/index';

/** Lines from 1, `base` for what the base image brought and `?` for what nobody knows. */
function lines(
  dockerfile: string,
  steps: readonly (readonly [string, string])[],
): readonly (number | string)[] {
  const stages = smokeStages(analyze(dockerfile));
  const stage = stages.at(-1);
  assert.ok(stage !== undefined);
  const history = steps.map(([createdBy, comment]) => historyStepOf(createdBy, comment));
  return placesOfHistory(stages, stage, history).map(({ line, isBase }) =>
    isBase ? 'base' : line === undefined ? '?' : line + 1,
  );
}

const BUILDKIT = 'buildkit.dockerfile.v0';

test('what a stage puts off is run in the next one, and has the line of its ONBUILD', () => {
  const file =
    'FROM busybox AS base\nONBUILD COPY app.txt /app.txt\nONBUILD RUN cat /app.txt\nFROM base\nRUN true\nCMD ["x"]\n';
  const steps = [
    ['BusyBox 1.36', ''],
    ['COPY app.txt /app.txt # buildkit', BUILDKIT],
    ['RUN /bin/sh -c cat /app.txt # buildkit', BUILDKIT],
    ['RUN /bin/sh -c true # buildkit', BUILDKIT],
    ['CMD ["x"]', BUILDKIT],
  ] as const;
  assert.deepEqual(lines(file, steps), ['base', 2, 3, 5, 6]);
});

test('the stage that puts off does not run it itself', () => {
  assert.deepEqual(
    lines('FROM busybox\nONBUILD RUN x\nRUN y\n', [
      ['BusyBox', ''],
      ['RUN y', BUILDKIT],
    ]),
    ['base', 3],
  );
});

test('above scratch Buildah notes nothing of its first step, which is of the file all the same', () => {
  const steps = [
    ['/bin/sh -c #(nop) COPY file:3dd26e49 in / ', ''],
    ['/bin/sh -c #(nop) COPY file:bc3671e6 in /b ', 'FROM 4d977de3d058'],
  ] as const;
  assert.deepEqual(lines('FROM scratch\nCOPY a.txt /\nCOPY a.txt /b\n', steps), [2, 3]);
  assert.deepEqual(lines('FROM busybox\nCOPY a.txt /b\n', steps), ['base', 2]);
});
