import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { file, folder, gone, imageOf } from './samples';

function seen(image: ReturnType<typeof imageOf>): readonly string[] {
  return [...image.fileSystem.seen.values()].map(({ entry, layer }) => `${entry.path} ${layer}`).sort();
}

function hidden(image: ReturnType<typeof imageOf>): readonly string[] {
  return image.fileSystem.hidden.map(
    ({ path, bytes, layer, hiddenBy, how }) => `${path} ${bytes} of ${layer} ${how} by ${hiddenBy}`,
  );
}

describe('layers on top of each other', () => {
  it('show what was written last', () => {
    const image = imageOf([folder('etc'), file('etc/a', 1), file('etc/b', 2)], [file('etc/a', 3)]);
    assert.deepEqual(seen(image), ['etc 0', 'etc/a 1', 'etc/b 0']);
    assert.deepEqual(hidden(image), ['etc/a 1 of 0 replaced by 1']);
  });

  it('lose what a whiteout names, with all below it', () => {
    const image = imageOf(
      [folder('var'), folder('var/x'), file('var/x/a', 1), file('var/y', 2)],
      [gone('var/x')],
    );
    assert.deepEqual(seen(image), ['var 0', 'var/y 0']);
    assert.deepEqual(hidden(image), ['var/x/a 1 of 0 deleted by 1']);
  });

  it('lose what an opaque folder held, not what comes with it, wherever in the layer the mark stands', () => {
    const image = imageOf(
      [folder('d'), file('d/old', 5)],
      [folder('d'), file('d/new', 6), file('d/.wh..wh..opq', 0)],
    );
    assert.deepEqual(seen(image), ['d 1', 'd/new 1']);
    assert.deepEqual(hidden(image), ['d/old 5 of 0 deleted by 1']);
  });

  it('tell a file that is only written again from one that is replaced', () => {
    const image = imageOf([file('a', 7, { hash: 'x' })], [file('a', 7, { hash: 'x', uid: 1 })]);
    assert.deepEqual(hidden(image), ['a 7 of 0 rewritten by 1']);
  });

  it('lose the folder that a file replaces', () => {
    const image = imageOf([folder('a'), file('a/b', 8)], [file('a', 9)]);
    assert.deepEqual(seen(image), ['a 1']);
    assert.deepEqual(hidden(image), ['a/b 8 of 0 deleted by 1']);
  });

  it('count a copy once that is overwritten and later deleted, and never the copy that is seen', () => {
    const image = imageOf([file('a', 10)], [file('a', 20)], [gone('a')], [file('a', 40)]);
    assert.deepEqual(hidden(image), ['a 10 of 0 replaced by 1', 'a 20 of 1 deleted by 2']);
    assert.deepEqual(seen(image), ['a 3']);
  });
});
