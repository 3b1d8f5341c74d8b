/** Real Dockerfiles under random edits: what an edit leaves of an analysis equals a fresh one. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { analyze, type Analysis } from '../../server/src/core';
import { overCorpus } from './overCorpus';
import { assertAsFresh } from './sameAnalysis';

/** The same edits in every run; another number tries others. */
const SEED = 20_261_123;
const EDITS = 12;

/** What people type, and what turns the meaning of the lines around it. */
const PIECES = [
  ...['', 'a', ' ', '\n', '\r\n', '\\\n', '#', '# stagewright ignore=all\n', '\nFROM a AS b\n', '\nFROM b\n'],
  ...[
    '<<EOF',
    '\nEOF\n',
    '"',
    "'",
    '$a',
    '${',
    '--from=b ',
    '\nARG a\n',
    '\nUSER a\n',
    '\nONBUILD COPY . .\n',
  ],
  ...[
    '\nCOPY --from=0 /a /b\n',
    '# escape=`\n',
    '# syntax=docker/dockerfile:1\n',
    '`',
    '\\',
    '\nSHELL ["bash"]\n',
    'RUN apt-get install gcc\n',
  ],
];

/** A place in thousandths of the text, what goes, and what comes. */
const edit = fc.record({
  // The top is where directives are: a line before them changes what they are.
  at: fc.oneof(
    { weight: 1, arbitrary: fc.constant(0) },
    { weight: 6, arbitrary: fc.integer({ min: 0, max: 1000 }) },
  ),
  removed: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 4, max: 400 })),
  inserted: fc.constantFrom(...PIECES),
});

const edits = fc.sample(fc.array(edit, { minLength: EDITS, maxLength: EDITS }), { seed: SEED, numRuns: 997 });

let file = 0;
overCorpus('edits take over no more than what is still true', ({ text }) => {
  let analysis: Analysis = analyze(text);
  assert.deepEqual(analysis.failures, []);
  for (const { at, removed, inserted } of edits[file++ % edits.length] ?? []) {
    const { text: before } = analysis;
    const start = Math.floor((before.length * at) / 1000);
    const after = before.slice(0, start) + inserted + before.slice(start + removed);
    analysis = analyze(after, { previous: analysis });
    assertAsFresh(analysis);
  }
});
