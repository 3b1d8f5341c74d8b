import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { closingLines, failureText, terminalLines } from '../../../client/src/smoke/testOutput';
import { failure } from '../../../server/src/smoke/session';
import { imageReport, smokeReport } from '../../server/smoke/reports';

const shown = (report: Parameters<typeof closingLines>[0]): readonly string[] =>
  closingLines(report).map((line) => stripVTControlCharacters(line));

test('every line ends as a terminal wants it', () => {
  assert.equal(terminalLines(['a', 'b\nc\r\nd', '']), 'a\r\nb\r\nc\r\nd\r\n\r\n');
});

test('a run that passed ends with its verdict, its probes, its image and what was removed', () => {
  const report = smokeReport({
    summary: 'It works.',
    image: imageReport({ size: 11_800_000 }),
    probes: [{ kind: 'exit', passed: true, message: 'It ended with 0.', line: undefined, durationMs: 1 }],
    cleanup: {
      removed: [`image sha256:${'1'.repeat(64)}`],
      kept: ['image shop:1'],
      swept: [],
      isComplete: false,
      buildCache: undefined,
    },
  });
  assert.deepEqual(shown(report), [
    'PASSED  It works.',
    '  passed  It ended with 0.',
    '  image   11.8 MB, 0 layers',
    '  removed image sha256:111111111111',
    '  kept    image shop:1',
    '  Not everything could be removed; a later smoke build will do it.',
  ]);
});

test('what the container wrote is told when a probe failed, and not when the build did, whose log has been told', () => {
  const run = {
    isStarted: true,
    network: 'none',
    exitCode: 1,
    readyMs: undefined,
    wasOutOfMemory: false,
    log: ['panic: no configuration'],
    stop: undefined,
  } as const;
  const failed = smokeReport({ verdict: 'failed', summary: 'No.', run, failure: failure('probe', 'No.') });
  assert.deepEqual(shown(failed), ['FAILED  No.', '  | panic: no configuration']);
  const unbuilt = smokeReport({ verdict: 'failed', summary: 'No.', run, failure: failure('build', 'No.') });
  assert.deepEqual(shown(unbuilt), ['FAILED  No.']);
});

test('a message quotes the last lines of the log', () => {
  assert.equal(failureText(failure('build', 'No.')), 'No.');
  const log = Array.from({ length: 12 }, (_, at) => String(at));
  assert.equal(failureText(failure('build', 'No.', { log })), `No.\n\n${log.slice(2).join('\n')}`);
});

test('a likely cause is told before what the engine said', () => {
  const cause = {
    id: 'no-network',
    happened: 'No network.',
    remedy: 'Give it one.',
    line: '',
    rule: undefined,
  };
  const failed = failure('build', 'exit code: 1', { cause });
  assert.equal(failureText(failed), 'No network. Give it one. (exit code: 1)');
  const report = smokeReport({ verdict: 'failed', summary: 'No.', failure: failed });
  assert.deepEqual(shown(report), ['FAILED  No.', '  No network. Give it one.']);
});
