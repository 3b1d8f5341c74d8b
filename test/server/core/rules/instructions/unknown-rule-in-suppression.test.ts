import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyze, NO_SURROUNDINGS } from '../../../../../server/src/core';
import { checkFix, checkRule, messagesOf } from '../../../../harness/checkRule';

const RULE = 'unknown-rule-in-suppression';

describe(RULE, () => {
  it('reports names that are no rule', () => {
    checkRule(
      RULE,
      'FROM alpine:3.20\n# stagewright ignore=«frobnicate», syntax/unknown-instruction,all\nRUN a\n',
      {
        level: 'information',
      },
    );
    checkRule(RULE, '# stagewright file-ignore=«No-Latest-Tag»,«syntaxx/unknown»\nFROM alpine:3.20\n');
  });

  it('takes codes of other tools for names', () => {
    checkRule(
      RULE,
      '# stagewright ignore=DL3006,SC2086,JSONArgsRecommended,CKV_DOCKER_2\nFROM alpine:3.20\n',
    );
  });

  it('reports build checks that are misspelt, but no check that may be new', () => {
    checkRule(RULE, '# check=skip=«StageNameCassing»,NoSuchThingAtAll,all\nFROM alpine:3.20\n');
    checkRule(RULE, 'FROM alpine:3.20\n# check=skip=«undefinedvar» // why\nRUN a\n');
  });

  it('leaves codes of hadolint alone, which differ by a digit', () => {
    checkRule(RULE, 'FROM alpine:3.20\n# hadolint ignore=DL3099,SC9999\nRUN a\n');
  });

  it('asks whether another name was meant', () => {
    assert.deepEqual(messagesOf(RULE, '# stagewright ignore=no-latst-tag\nFROM alpine\n'), [
      'There is no rule no-latst-tag, so this silences nothing; did you mean no-latest-tag?',
    ]);
    checkFix(
      RULE,
      '# stagewright ignore=a-b, no-latst-tag\nFROM alpine\n',
      '# stagewright ignore=no-latst-tag\nFROM alpine\n',
    );
    checkFix(
      RULE,
      '# check=error=true;skip=undefinedvar\nFROM a:1\n',
      '# check=error=true;skip=UndefinedVar\nFROM a:1\n',
    );
  });

  it('stands for DL1001 where hadolint is asked', () => {
    const findings = (text: string): string[] =>
      analyze(text, { surroundings: { ...NO_SURROUNDINGS, parity: 'hadolint' } }).findings.map(
        ({ rule }) => rule,
      );
    assert.ok(findings('# hadolint ignore=DL3003\nRUN foo bar\n').includes('DL1001'));
    assert.ok(!findings('# foobar\nRUN foo bar\n').includes('DL1001'));
  });
});
