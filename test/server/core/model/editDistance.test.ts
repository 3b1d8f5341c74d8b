/** The word that was probably meant: a slip of the finger is recognised, another word is not. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { nearest } from '../../../../server/src/core';

void it('the nearest word is one edit away, or two in a longer word', () => {
  const commands = ['lint', 'graph', 'explain'];
  assert.equal(nearest('lint', commands), 'lint');
  assert.equal(nearest('ilnt', commands), 'lint', 'a swap of neighbours is one edit');
  assert.equal(nearest('GRPAH', commands), 'graph', 'capitals do not matter');
  assert.equal(nearest('expalim', commands), 'explain');
  assert.equal(nearest('build', commands), undefined);
  assert.equal(nearest('x', ['y']), undefined, 'nothing of the word is left');
});
