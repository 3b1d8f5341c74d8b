import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { applyEdits, difference } from '../../../../server/src/core';

describe('the difference of two texts', () => {
  const edits = (before: string, after: string): string[] =>
    difference(before, after).map(({ span, newText }) => `${before.slice(span.start, span.end)}→${newText}`);

  it('is nothing when they are equal', () => {
    assert.deepEqual(edits('a\nb\n', 'a\nb\n'), []);
  });

  it('is the words that changed, line by line', () => {
    assert.deepEqual(edits('RUN a\nRUN b\nRUN c\n', 'RUN a\nRUN x\nRUN c y\n'), ['b→x', '→ y']);
  });

  it('is a line that came or went', () => {
    assert.deepEqual(edits('a\nc\n', 'a\nb\nc\n'), ['→b\n']);
    assert.deepEqual(edits('a\nb\nc\n', 'a\nc\n'), ['b\n→']);
    assert.deepEqual(edits('', 'a'), ['→a']);
  });

  it('never cuts a character or a line end in two', () => {
    assert.deepEqual(edits('x😀\n', 'x😁\n'), ['😀→😁']);
    assert.deepEqual(edits('a\r\n', 'a\n'), ['\r\n→\n']);
  });

  it('replaces in one piece what has hardly anything in common', () => {
    const lines = (word: string): string =>
      Array.from({ length: 2000 }, (_, at) => `${word}${String(at)}\n`).join('');
    const before = `FROM x\n${lines('a')}`;
    const after = `FROM x\n${lines('b')}`;
    assert.equal(applyEdits(before, difference(before, after)), after);
  });

  it('always leads from the one to the other, without overlap', () => {
    const line = fc.constantFrom('', 'a', 'b', 'ab', 'FROM x', 'RUN y', 'é', '😀', '😁');
    const end = fc.constantFrom('\n', '\r\n', '');
    const text = fc
      .array(
        fc.tuple(line, end).map((pair) => pair.join('')),
        { maxLength: 12 },
      )
      .map((lines) => lines.join(''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const found = difference(before, after);
        assert.equal(applyEdits(before, found), after);
        for (const [at, edit] of found.entries()) {
          assert.ok(edit.span.start >= (found[at - 1]?.span.end ?? 0));
        }
      }),
    );
  });
});
