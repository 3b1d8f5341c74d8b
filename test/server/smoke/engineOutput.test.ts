/** What the engine's client prints, as events: the readers are fed with lines as real clients have printed them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeBase64 } from '../../../server/src/smoke/decoding';
import { plainReader } from '../../../server/src/smoke/engines/plain';
import { readRawJson } from '../../../server/src/smoke/engines/rawjson';
import { logTail, plainLine } from '../../../server/src/smoke/logTail';
import { bytesText, durationText, parseBytes } from '../../../server/src/smoke/quantity';

const STARTED = '2026-11-23T18:17:13.942Z';
const COMPLETED = '2026-11-23T18:17:14.163Z';

test('rawjson: a step that starts, logs and finishes', () => {
  const vertex = { digest: 'sha256:7', name: '[build 4/6] RUN npm ci', started: STARTED };
  assert.deepEqual(readRawJson(JSON.stringify({ vertexes: [vertex] })), [
    { kind: 'step', id: 'sha256:7', name: vertex.name, state: { kind: 'started', at: Date.parse(STARTED) } },
  ]);
  assert.deepEqual(readRawJson('{"logs":[{"vertex":"sha256:7","stream":1,"data":"aGkK"}]}'), [
    { kind: 'log', id: 'sha256:7', text: 'hi\n' },
  ]);
  assert.deepEqual(
    readRawJson(JSON.stringify({ vertexes: [{ ...vertex, completed: COMPLETED, cached: true }] })),
    [
      {
        kind: 'step',
        id: 'sha256:7',
        name: vertex.name,
        state: { kind: 'finished', durationMs: 221, cached: true, error: undefined },
      },
    ],
  );
});

test('rawjson: what is no progress is what the client says', () => {
  for (const line of ['ERROR: failed to build: x', '{ half an object', 'Dockerfile:3']) {
    assert.deepEqual(readRawJson(line), [{ kind: 'said', line }]);
  }
  assert.deepEqual(readRawJson(''), []);
});

test('rawjson: parts of an unexpected kind are passed over', () => {
  for (const line of [
    '{}',
    '{"vertexes":null,"logs":7,"warnings":{}}',
    '{"vertexes":[null,3,{}],"logs":[{}]}',
    '{"vertexes":[{"digest":5}]}',
  ]) {
    assert.deepEqual(readRawJson(line), []);
  }
});

test('rawjson: a warning has the line of its range, or the one in its words', () => {
  const short = Buffer.from("Casing: 'user' should match (line 16)").toString('base64');
  const lineOf = (warning: object): unknown => {
    const [event] = readRawJson(JSON.stringify({ warnings: [warning] }));
    return event?.kind === 'warning' ? event.line : event;
  };
  assert.equal(lineOf({ short }), 15);
  assert.equal(lineOf({ short, range: [{ start: { line: 3 } }] }), 2);
  assert.equal(lineOf({ short: '' }), undefined);
});

test('plain: a step is named once, and then known by its number', () => {
  const read = plainReader();
  const kinds = [
    '#9 [build 4/6] RUN echo hi',
    '#9 sha256:4236341b34d54bbf3e56462a00839209365c5d074ee41be6a9ebf8736d24323a',
    '#9 0.152 hi',
    '#9 [build 4/6] RUN echo hi',
    '#9 DONE 0.2s',
    '',
    '#10 [2/3] COPY a b',
    '#10 CACHED',
    '#11 [3/3] RUN false',
    '#11 ERROR: process "/bin/sh -c false" did not complete successfully: exit code: 1',
    ' 1 warning found (use docker --debug to expand):',
    ' - JSONArgsRecommended: JSON arguments recommended for CMD (line 3)',
  ].flatMap((line) => read(line));
  assert.deepEqual(kinds, [
    { kind: 'step', id: '9', name: '[build 4/6] RUN echo hi', state: { kind: 'started', at: undefined } },
    { kind: 'log', id: '9', text: 'hi\n' },
    {
      kind: 'step',
      id: '9',
      name: undefined,
      state: { kind: 'finished', durationMs: 200, cached: false, error: undefined },
    },
    { kind: 'step', id: '10', name: '[2/3] COPY a b', state: { kind: 'started', at: undefined } },
    {
      kind: 'step',
      id: '10',
      name: undefined,
      state: { kind: 'finished', durationMs: 0, cached: true, error: undefined },
    },
    { kind: 'step', id: '11', name: '[3/3] RUN false', state: { kind: 'started', at: undefined } },
    {
      kind: 'step',
      id: '11',
      name: undefined,
      state: {
        kind: 'finished',
        durationMs: undefined,
        cached: false,
        error: 'process "/bin/sh -c false" did not complete successfully: exit code: 1',
      },
    },
    { kind: 'said', line: ' 1 warning found (use docker --debug to expand):' },
    {
      kind: 'warning',
      line: 2,
      message: 'JSONArgsRecommended: JSON arguments recommended for CMD',
      url: undefined,
    },
  ]);
});

test('base64 is decoded as UTF-8 does, and broken bytes lose only themselves', () => {
  for (const text of ['', 'a', 'ab', 'abc', 'Grüße, 世界 🐳\n', 'é'.repeat(100)]) {
    assert.equal(decodeBase64(Buffer.from(text).toString('base64')), text);
  }
  assert.equal(decodeBase64(Buffer.from([0x61, 0xff, 0xc3, 0x62]).toString('base64')), 'a\uFFFD\uFFFDb');
  assert.equal(decodeBase64('!!! no base64 ???').length < 20, true);
});

test('a log keeps its last lines, joins pieces and drops escape sequences', () => {
  const log = logTail(2);
  assert.deepEqual(log.append('one\ntw'), ['one']);
  assert.deepEqual(log.append('o\r\n\u001B[31mthree\u001B[0m\n'), ['two', 'three']);
  log.append('fo');
  assert.deepEqual(log.lines(), ['three', 'fo']);
  log.append('ur'.repeat(1_000_000));
  assert.ok(log.lines().join('').length < 5_000);
});

test('a line shows no control characters, and is cut', () => {
  assert.equal(plainLine('\u0000a\u001B]0;title\u0007b\tc\u007F  '), 'ab  c');
  assert.equal(plainLine('x'.repeat(10_000)).length, 501);
});

test('quantities read well, and are read back as far as they were rounded', () => {
  assert.deepEqual([0, 999, 1000, 1499, 99_400, 999_499, 12_345_678, 5e9].map(bytesText), [
    '0 B',
    '999 B',
    '1.0 kB',
    '1.5 kB',
    '99.4 kB',
    '999 kB',
    '12.3 MB',
    '5.0 GB',
  ]);
  assert.deepEqual([3, 999, 1000, 59_900, 61_000, 3_600_000].map(durationText), [
    '3 ms',
    '999 ms',
    '1.0 s',
    '59.9 s',
    '1 min 01 s',
    '60 min 00 s',
  ]);
  assert.deepEqual(['981B', '12.3MB', '1.5kB', '2GB', 'much'].map(parseBytes), [
    981,
    12_300_000,
    1500,
    2e9,
    undefined,
  ]);
});
