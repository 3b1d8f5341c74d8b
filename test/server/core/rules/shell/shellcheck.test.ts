import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyze, NO_SURROUNDINGS } from '../../../../../server/src/core';
import type { ShellcheckComment } from '../../../../../server/src/core/model/shellcheck/answer';
import { checkFix, checkRule, type CheckOptions, messagesOf } from '../../../../harness/checkRule';

const RULE = 'shellcheck';

/** What ShellCheck 0.9 says of words: its place is theirs, in any script that has them. */
function saying(
  words: string,
  comment: Partial<ShellcheckComment> = {},
  fixed?: readonly [string, string],
): CheckOptions {
  const commentsOn = (script: string): readonly ShellcheckComment[] =>
    script.split('\n').flatMap((text, index): ShellcheckComment[] => {
      const at = text.indexOf(words);
      if (at === -1) return [];
      const line = index + 1;
      // Its columns count characters.
      const column = [...text.slice(0, at)].length + 1;
      const endColumn = column + [...words].length;
      const place = { line, column, endLine: line, endColumn };
      const insertion = (where: number, replacement = '') => ({
        ...{ line, column: where, endLine: line, endColumn: where },
        replacement,
      });
      const fix = fixed === undefined ? [] : [insertion(column, fixed[0]), insertion(endColumn, fixed[1])];
      return [{ ...place, level: 'warning', code: 2154, message: 'It is said.', fix, ...comment }];
    });
  return { surroundings: { shellcheck: { commentsOn } } };
}

describe(RULE, () => {
  it('has its findings where the words stand, through continuations and comments', () => {
    checkRule(RULE, 'FROM alpine\nRUN echo «$foo»\n', saying('$foo'));
    checkRule(RULE, 'FROM alpine\nRUN --mount=type=cache,target=/x echo «$foo»\n', saying('$foo'));
    checkRule(RULE, 'FROM alpine\nRUN a && \\\n# why\n\n\t  b «$foo» \\\n  && c\n', saying('$foo'));
    checkRule(RULE, 'FROM alpine\r\nRUN a && \\  \r\n  b «$foo» \\\r\n  && c\r\n', saying('$foo'));
    checkRule(RULE, '# escape=`\nFROM alpine\nRUN a && `\n  b «$foo»\n', saying('$foo'));
    checkRule(RULE, 'FROM alpine\nRUN echo "é𝒳😀" «$foo» é\n', saying('$foo'));
    checkRule(RULE, 'FROM alpine\nONBUILD RUN echo «$foo»\n', saying('$foo'));
  });

  it('has them in heredocs, behind comments and with a program line of their own', () => {
    checkRule(RULE, 'FROM alpine\nRUN <<EOF\necho «$foo»\ntrue\nEOF\n', saying('$foo'));
    checkRule(RULE, 'FROM alpine\nRUN <<-EOF\n\t# one\n\n\t# two «$foo»\n\ttrue\n\tEOF\n', saying('$foo'));
    checkRule(RULE, 'FROM alpine\nRUN <<EOF\n#!/bin/bash -e\n# x\necho «$foo»\nEOF\n', saying('$foo'));
    checkRule(RULE, 'FROM alpine\r\nRUN <<EOF\r\necho a\r\necho «$foo»\r\nEOF\r\n', saying('$foo'));
    checkRule(RULE, 'FROM alpine\nRUN cat <<EOF > /x && b\n«$foo»\nEOF\n', saying('$foo'));
  });

  it('leaves other languages, exec forms and lines that are not the file’s alone', () => {
    checkRule(RULE, 'FROM alpine\nRUN ["echo", "$foo"]\n', saying('$foo'));
    checkRule(RULE, 'FROM alpine\nCMD echo $foo\n', saying('$foo'));
    checkRule(RULE, 'FROM alpine\nRUN <<EOF\n#!/usr/bin/env python3\nprint("$foo")\nEOF\n', saying('$foo'));
    checkRule(RULE, 'FROM alpine\nSHELL ["pwsh", "-Command"]\nRUN echo $foo\n', saying('$foo'));
    checkRule(RULE, 'FROM alpine\nSHELL ["/bin/zsh", "-c"]\nRUN echo $foo\n', saying('$foo'));
    checkRule(RULE, 'FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nRUN echo $foo\n', saying('$foo'));
    checkRule(RULE, 'FROM alpine\nARG foo\nRUN true\n', saying('export '));
    checkRule(RULE, 'FROM alpine\nRUN true\n', saying('shell=sh'));
    checkRule(RULE, 'FROM alpine\nRUN echo $foo\n');
  });

  it('widens places without a length', () => {
    const comment = { level: 'error', code: 1073, message: 'No.', fix: [] } as const;
    const place = { line: 3, column: 5, endLine: 3, endColumn: 5 };
    const surroundings = { shellcheck: { commentsOn: () => [{ ...comment, ...place }] } };
    checkRule(RULE, 'FROM alpine\nRUN echo« »$foo\n', { surroundings });
  });

  it('has the level that ShellCheck gives, unless the configuration says another', () => {
    const text = 'FROM alpine AS build\nRUN echo $foo\nFROM alpine\nRUN echo $foo\n';
    for (const [level, ours] of [
      ['error', 'error'],
      ['warning', 'warning'],
      ['info', 'information'],
      ['style', 'hint'],
    ] as const)
      checkRule(RULE, text.replaceAll('$foo', '«$foo»'), { ...saying('$foo', { level }), level: ours });
    checkRule(RULE, text, { ...saying('$foo'), configuration: { rules: { 'shellcheck/SC2154': 'off' } } });
    checkRule(RULE, text, { ...saying('$foo'), configuration: { rules: { shellcheck: 'off' } } });
    assert.deepEqual(messagesOf(RULE, 'FROM alpine\nRUN echo $foo\n', saying('$foo')), ['It is said.']);
  });

  it('is silenced by our comments, hadolint’s, and ShellCheck’s own between continued lines', () => {
    for (const comment of [
      '# stagewright ignore=shellcheck',
      '# stagewright ignore=shellcheck/SC2154',
      '# hadolint ignore=SC2154',
    ])
      checkRule(RULE, `FROM alpine\n${comment}\nRUN echo $foo\n`, saying('$foo'));
    checkRule(
      RULE,
      'FROM alpine\nRUN a && \\\n # shellcheck disable=SC2086,SC2154\n b $foo\n',
      saying('$foo'),
    );
    checkRule(RULE, 'FROM alpine\nRUN a && \\\n # shellcheck disable=SC2086\n b «$foo»\n', saying('$foo'));
  });

  it('offers the fix that ShellCheck has, as a suggestion', () => {
    const quoting = saying('$foo', { code: 2086 }, ['"', '"']);
    checkFix(
      RULE,
      'FROM alpine\nRUN a && \\\n  # why\n  b $foo \\\n  && c\n',
      'FROM alpine\nRUN a && \\\n  # why\n  b "$foo" \\\n  && c\n',
      { ...quoting, title: 'Replace `$foo` with `"$foo"`' },
    );
    checkFix(
      RULE,
      'FROM alpine\nRUN <<EOF\n# x\necho 😀 $foo\nEOF\n',
      'FROM alpine\nRUN <<EOF\n# x\necho 😀 "$foo"\nEOF\n',
      quoting,
    );
    const analysis = analyze('FROM alpine\nRUN echo $foo\n', {
      surroundings: { ...NO_SURROUNDINGS, ...quoting.surroundings },
    });
    const fixes = analysis.findings
      .filter(({ rule }) => rule.startsWith(RULE))
      .flatMap((finding) => analysis.fixesOf(finding));
    assert.deepEqual(
      fixes.map(({ safety }) => safety),
      ['suggestion'],
    );
  });

  it('offers no fix that would break the instruction or touch itself', () => {
    for (const fixed of [
      ['\n', ''],
      ['', '\n'],
    ] as const)
      assert.deepEqual(fixesFor('FROM alpine\nRUN echo $foo\n', saying('$foo', {}, fixed)), []);
    const place = { line: 3, column: 6, endLine: 3, endColumn: 6 };
    const twice = [
      { ...place, replacement: 'a' },
      { ...place, replacement: 'b' },
    ];
    assert.deepEqual(fixesFor('FROM alpine\nRUN echo $foo\n', saying('$foo', { fix: twice })), []);
  });

  it('goes by ShellCheck’s codes under hadolint’s name, with ShellCheck’s levels', () => {
    const { shellcheck } = { shellcheck: undefined, ...saying('$foo', { level: 'info' }).surroundings };
    const { findings } = analyze('FROM alpine:3\nRUN echo $foo\n', {
      surroundings: { ...NO_SURROUNDINGS, shellcheck, parity: 'hadolint' },
    });
    assert.deepEqual(
      findings.filter(({ rule }) => rule.startsWith('SC')).map(({ rule, level }) => [rule, level]),
      [['SC2154', 'information']],
    );
  });
});

function fixesFor(text: string, { surroundings }: CheckOptions): readonly unknown[] {
  const analysis = analyze(text, { surroundings: { ...NO_SURROUNDINGS, ...surroundings } });
  const found = analysis.findings.filter(({ rule }) => rule.startsWith(RULE));
  assert.equal(found.length, 1);
  return found.flatMap((finding) => analysis.fixesOf(finding));
}
