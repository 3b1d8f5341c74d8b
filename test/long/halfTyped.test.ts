/** The largest real Dockerfiles, typed from the first character to the last. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { analyze, type Analysis, hover } from '../../server/src/core';
import { corpusFiles } from '../harness/corpus';
import { assertAsFresh } from './sameAnalysis';

const FILES = 10;
/** Every offset of a file is cut at up to this many of them; in a longer one the cuts are wider apart behind it. */
const EVERY = 4000;
const WIDER = 2000;
/** One in so many cuts is compared with a fresh analysis, and hovered over. */
const COMPARED = 37;

const files = corpusFiles();

void it('the corpus is there', (context) => {
  if (files !== undefined) return;
  context.skip('the corpus is not on this machine');
});

const largest = [...(files ?? [])].sort((a, b) => b.text.length - a.text.length).slice(0, FILES);
for (const { path, text } of largest) {
  void it(`${path}, cut at its offsets`, () => {
    let previous: Analysis | undefined;
    let cuts = 0;
    for (const offset of offsetsOf(text)) {
      const analysis = analyze(text.slice(0, offset), { previous });
      assert.deepEqual(analysis.failures, [], `cut at ${String(offset)}`);
      if (cuts++ % COMPARED === 0) {
        assertAsFresh(analysis);
        hover(analysis, offset);
      }
      previous = analysis;
    }
  });
}

function offsetsOf(text: string): readonly number[] {
  const step = Math.max(1, Math.ceil((text.length - EVERY) / WIDER));
  const offsets: number[] = [];
  for (let at = 0; at <= text.length; at += at < EVERY ? 1 : step) offsets.push(at);
  return offsets;
}
