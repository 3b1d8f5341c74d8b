/** The build graph as data, above all for references that lead nowhere. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyze, buildGraph, type GraphEdge } from '../../../server/src/core';

function edgesOf(text: string): readonly GraphEdge[] {
  return buildGraph(analyze(text)).edges;
}

describe('the build graph', () => {
  it('has each stage with its role, base and range', () => {
    const { stages, edges } = buildGraph(
      analyze('ARG TAG=20\nFROM node:$TAG AS build\nRUN make\n\nFROM scratch\nCOPY --from=build /a /a\n'),
    );
    assert.deepEqual(stages, [
      {
        index: 0,
        name: 'build',
        role: 'builder',
        base: 'node:20',
        range: { start: { line: 1, character: 0 }, end: { line: 2, character: 8 } },
      },
      {
        index: 1,
        name: null,
        role: 'final',
        base: 'scratch',
        range: { start: { line: 4, character: 0 }, end: { line: 5, character: 23 } },
      },
    ]);
    assert.deepEqual(edges, [
      { kind: 'from', from: 'node:20', to: 0, line: 1 },
      { kind: 'from', from: 'scratch', to: 1, line: 4 },
      { kind: 'copy', from: 0, to: 1, line: 5 },
    ]);
  });

  it('has a reference that names nothing as it is written', () => {
    const copies = edgesOf('FROM a\nCOPY --from=7 / /\nCOPY --from=$b / /\nRUN --mount=from=0 c\n').slice(1);
    assert.deepEqual(
      copies.map(({ kind, from }) => [kind, from]),
      [
        ['copy', '7'],
        ['copy', '$b'],
        ['mount', '0'],
      ],
    );
  });

  it('has a stage below or the stage itself by its index, but a FROM of a stage below as the image that is pulled', () => {
    assert.deepEqual(
      edgesOf('FROM later AS own\nCOPY --from=own / /\nCOPY --from=later / /\nFROM x AS later\n').map(
        ({ from }) => from,
      ),
      ['later', 0, 1, 'x'],
    );
  });

  it('marks the stages that a build argument may choose', () => {
    assert.deepEqual(edgesOf('ARG kind\nFROM a AS for-x\nFROM b AS for-y\nFROM for-$kind\n').slice(2), [
      { kind: 'from', from: 0, to: 2, line: 3, possible: true },
      { kind: 'from', from: 1, to: 2, line: 3, possible: true },
    ]);
  });

  it('has no edge for a FROM that is half-typed', () => {
    const { stages, edges } = buildGraph(analyze('FROM'));
    assert.equal(stages[0]?.base, null);
    assert.deepEqual(edges, []);
  });
});
