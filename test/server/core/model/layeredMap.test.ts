/** A map that grows line by line: every line's view stays as it was. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LayeredMap } from '../../../../server/src/core/model/layeredMap';

describe('a layered map', () => {
  it('keeps every earlier view', () => {
    const empty = LayeredMap.of<number>();
    const one = empty.with('a', 1);
    const two = one.with('b', 2).with('a', 3);
    assert.deepEqual([...empty], []);
    assert.deepEqual([...one], [['a', 1]]);
    assert.deepEqual([...two].sort(), [
      ['a', 3],
      ['b', 2],
    ]);
    assert.deepEqual([empty.size, one.size, two.size], [0, 1, 2]);
    assert.equal(one.has('b'), false);
    assert.equal(one.get('a'), 1);
  });

  it('can be continued twice from the same view', () => {
    const root = LayeredMap.of([['a', 1]]);
    const left = root.with('b', 2);
    const right = root.with('b', 3).with('c', 4);
    assert.deepEqual([left.get('b'), right.get('b'), left.has('c'), root.has('b')], [2, 3, false, false]);
  });

  it('stands on an object that it neither copies nor changes', () => {
    const ground = { a: 1, b: 2 };
    const root = LayeredMap.over<number>(ground);
    const next = root.with('a', 3).with('c', 4);
    assert.deepEqual(
      [...root],
      [
        ['a', 1],
        ['b', 2],
      ],
    );
    assert.deepEqual(
      [...next],
      [
        ['a', 3],
        ['b', 2],
        ['c', 4],
      ],
    );
    assert.deepEqual([root.size, next.size], [2, 3]);
    assert.deepEqual([root.has('c'), root.has('toString'), root.get('toString')], [false, false, undefined]);
    // A second successor of the same map has nothing of the first.
    assert.deepEqual([...root.with('d', 5).keys()], ['a', 'b', 'd']);
    assert.deepEqual(ground, { a: 1, b: 2 });
  });

  it('holds a name whose value is undefined', () => {
    const map = LayeredMap.of<string | undefined>().with('a', undefined);
    assert.equal(map.has('a'), true);
    assert.equal(map.get('a'), undefined);
    assert.deepEqual([...map.keys()], ['a']);
  });
});
