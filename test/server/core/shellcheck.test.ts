/** What ShellCheck is given to read, and what its answers are worth. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  analyze,
  NO_SURROUNDINGS,
  scriptsToShellcheck,
  shellcheck,
  type ShellcheckRun,
} from '../../../server/src/core';
import { readShellcheckAnswer } from '../../../server/src/core/model/shellcheck/answer';

function scripts(text: string): readonly string[] {
  return scriptsToShellcheck(analyze(text));
}

function exited(stdout: string, exitCode = 1): ShellcheckRun {
  return { kind: 'exited', exitCode, stdout, stderr: '' };
}

/** As ShellCheck 0.9 printed it for `[ $x == 1 ]`. */
const RECORDED =
  '{"comments":[{"file":"/tmp/x/1","line":2,"endLine":2,"column":3,"endColumn":5,"level":"warning","code":2154,"message":"x is referenced but not assigned.","fix":null},' +
  '{"file":"/tmp/x/1","line":2,"endLine":2,"column":3,"endColumn":5,"level":"info","code":2086,"message":"Double quote to prevent globbing and word splitting.",' +
  '"fix":{"replacements":[{"column":3,"endColumn":3,"endLine":2,"insertionPoint":"afterEnd","line":2,"precedence":8,"replacement":"\\""},' +
  '{"column":5,"endColumn":5,"endLine":2,"insertionPoint":"beforeStart","line":2,"precedence":8,"replacement":"\\""}]}}]}';

describe('scripts', () => {
  it('name their dialect and what the builder puts into the environment', () => {
    const [script = ''] = scripts('FROM alpine\nARG version=2\nENV b.c=1 home=/x\nRUN echo $home\n');
    const [first, prelude, ...rest] = script.split('\n');
    assert.equal(first, '# shellcheck shell=sh');
    assert.match(prelude ?? '', /^export .*\bhome=1\b.* version=1$/);
    assert.doesNotMatch(prelude ?? '', /b\.c/);
    assert.deepEqual(rest, ['echo $home']);
  });

  it('follow SHELL, also of the stage below, and the program line of a heredoc', () => {
    const dialects = scripts(
      'FROM alpine AS a\nSHELL ["/bin/bash", "-eo", "pipefail", "-c"]\nRUN one\nFROM a\nRUN two\nSHELL ["busybox", "ash"]\nRUN three\n' +
        'SHELL ["/bin/ksh", "-c"]\nRUN four\nRUN <<EOF\n#!/bin/dash\nfive\nEOF\n',
    ).map((script) => script.split('\n').slice(0, 2));
    assert.deepEqual(
      dialects.map(([first]) => first),
      [
        '# shellcheck shell=bash',
        '# shellcheck shell=bash',
        '# shellcheck shell=dash',
        '# shellcheck shell=ksh',
        '#!/bin/dash',
      ],
    );
    assert.deepEqual(
      dialects.map(([, second]) => second?.startsWith('set -e; ')),
      [true, true, false, false, false],
    );
  });

  it('keep directives of a heredoc in front of the first command', () => {
    const [script = ''] = scripts('FROM alpine\nRUN <<EOF\n# shellcheck disable=SC2086\n\necho $x\nEOF\n');
    assert.match(script, /^# shellcheck shell=sh\n# shellcheck disable=SC2086\n\nexport .*\necho \$x\n$/);
  });

  it('are the same objects as long as neither the instruction nor its environment changes', () => {
    const before = analyze('FROM alpine\nENV a=1\nRUN echo one\nRUN echo two\n');
    const after = analyze('FROM alpine\nENV a=3\nRUN echo one\nRUN echo 2\n', { previous: before });
    assert.equal(scriptsToShellcheck(before)[0], scriptsToShellcheck(after)[0]);
    assert.notEqual(scriptsToShellcheck(before)[1], scriptsToShellcheck(after)[1]);
  });

  it('are each named once, and none where nobody asks', () => {
    const text = 'FROM alpine AS a\nRUN true\nFROM alpine\nRUN true\n';
    assert.equal(scripts(text).length, 1);
    assert.deepEqual(scripts('FROM alpine\nRUN {{ x }}\n{{ y }}\n'), []);
    const off = analyze(text, { configuration: { rules: { shellcheck: 'off' } } });
    assert.deepEqual(scriptsToShellcheck(off), []);
    const single = analyze(text, {
      configuration: { rules: { shellcheck: 'off', 'shellcheck/SC2086': 'warning' } },
    });
    assert.equal(scriptsToShellcheck(single).length, 1);
    const buildkit = analyze(text, { surroundings: { ...NO_SURROUNDINGS, parity: 'buildkit' } });
    assert.deepEqual(scriptsToShellcheck(buildkit), []);
  });
});

describe('answers', () => {
  it('are read with their fixes', () => {
    const comments = readShellcheckAnswer(RECORDED)?.get('/tmp/x/1');
    assert.deepEqual(
      comments?.map(({ code, level, column, endColumn, fix }) => [
        code,
        level,
        column,
        endColumn,
        fix.length,
      ]),
      [
        [2154, 'warning', 3, 5, 0],
        [2086, 'info', 3, 5, 2],
      ],
    );
  });

  it('that are none, or not whole, are not believed', () => {
    for (const text of [
      '',
      '{',
      '[]',
      '{"comments":1}',
      RECORDED.slice(0, 200),
      RECORDED.replace('2154', '"x"'),
    ])
      assert.equal(readShellcheckAnswer(text), undefined, text);
  });

  it('belong to the scripts by their place; one without comments is checked too', async () => {
    const { comments, failure } = await shellcheck(['a', 'b'], (args, texts) => {
      assert.ok(args.includes('--format=json1') && args.includes('--norc'));
      assert.deepEqual(texts, ['a', 'b']);
      return Promise.resolve(exited(RECORDED));
    });
    assert.equal(failure, undefined);
    assert.deepEqual([comments.get('a')?.length, comments.get('b')?.length], [0, 2]);
  });

  it('come from one process for many scripts, and a failure costs only its own', async () => {
    const many = Array.from({ length: 450 }, (_, index) => `echo ${String(index)}`);
    let calls = 0;
    const { comments, failure, isMissing } = await shellcheck(many, (_, texts) => {
      calls += 1;
      assert.ok(texts.length <= 200);
      return Promise.resolve(calls === 2 ? { kind: 'timed-out' } : exited('{"comments":[]}', 0));
    });
    assert.equal(calls, 3);
    assert.deepEqual([comments.size, failure, isMissing], [250, 'it took too long', false]);
  });

  it('do not come from a program that is missing or cancelled', async () => {
    const gone = await shellcheck(['a'], () => Promise.resolve({ kind: 'not-found', message: 'ENOENT' }));
    assert.deepEqual([gone.comments.size, gone.failure, gone.isMissing], [0, 'ENOENT', true]);
    const cancelled = await shellcheck(['a'], () => Promise.resolve({ kind: 'cancelled' }));
    assert.deepEqual([cancelled.comments.size, cancelled.failure], [0, undefined]);
    const refused = await shellcheck(['a'], () =>
      Promise.resolve({ kind: 'exited', exitCode: 3, stdout: '', stderr: 'usage\nunknown option\n' }),
    );
    assert.equal(refused.failure, 'it ended with exit code 3: unknown option');
  });
});
