import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fingerprintsOf, targetOf } from '../../../client/src/smoke/stageIdentity';
import { analyze, buildGraph } from '../../../server/src/core';

const TEXT = `ARG TAG=1
# stagewright smoke=exit 0
FROM golang:$TAG AS build
RUN make

FROM alpine AS docs
RUN true

FROM alpine
COPY --from=build /app /app
`;

function prints(text: string): readonly string[] {
  return fingerprintsOf(buildGraph(analyze(text)), text);
}

/** The indexes of the stages whose results an edit makes old. */
function stale(before: string, after: string): readonly number[] {
  const fresh = prints(TEXT.replace(before, after));
  return prints(TEXT).flatMap((print, index) => (print === fresh[index] ? [] : [index]));
}

describe('the result of a stage', () => {
  it('is old when the stage has changed, or one that it needs', () => {
    assert.deepEqual(stale('RUN make', 'RUN make all'), [0, 2]);
    assert.deepEqual(stale('RUN true', 'RUN false'), [1]);
    assert.deepEqual(stale('/app /app', '/app /bin/app'), [2]);
  });

  it('is old when a probe above it has changed, or a global argument', () => {
    assert.deepEqual(stale('exit 0', 'exit 1'), [0, 1, 2]);
    assert.deepEqual(stale('TAG=1', 'TAG=2'), [0, 1, 2]);
    assert.deepEqual(
      stale('\n\nFROM alpine AS docs', '\n# stagewright smoke=exit 2\nFROM alpine AS docs'),
      [1],
    );
  });

  it('is not old for an edit elsewhere, nor for other line ends', () => {
    assert.deepEqual(stale('RUN true', 'RUN true\nRUN true'), [1]);
    assert.deepEqual(prints(TEXT.replaceAll('\n', '\r\n')), prints(TEXT));
  });
});

describe('the target of a stage', () => {
  it('is its name, or its index where that says more', () => {
    const graph = buildGraph(analyze('FROM a AS x\nFROM b AS X\nFROM c AS y\nFROM d\n'));
    assert.deepEqual(
      graph.stages.map((stage) => targetOf(stage, graph)),
      ['0', '1', 'y', '3'],
    );
  });
});
