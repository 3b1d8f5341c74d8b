import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkFix, checkRule, messagesOf } from '../../../../harness/checkRule';

const RULE = 'no-shadowed-global-argument';

describe(RULE, () => {
  it('reports a default that hides a global one', () => {
    checkRule(RULE, 'ARG V=1\nFROM a:$V\nARG «V=2» W=3\nRUN x\nFROM b\nARG «V=1»\n', {
      level: 'information',
    });
  });

  it('reports a default that hides the platform', () => {
    checkRule(RULE, 'FROM a\nARG «TARGETARCH=amd64»\n');
  });

  it('says which value is hidden', () => {
    assert.match(messagesOf(RULE, 'ARG V=1\nFROM a\nARG V=2\n').join(), /which is "1"/);
    assert.match(messagesOf(RULE, 'ARG V=1\nFROM a\nARG V=1\n').join(), /repeats/);
  });

  it('is silent without a default on either side, and where the global value is used', () => {
    checkRule(RULE, 'ARG V=1\nFROM a\nARG V\n');
    checkRule(RULE, 'ARG V\nFROM a:$V\nARG V=2\n');
    checkRule(RULE, 'ARG V=1\nFROM a\nARG V=${V}-slim\nARG W=$V\nENV V=2\n');
    checkRule(RULE, 'FROM a\nARG V=1\nFROM b\nARG V=2\nARG HTTP_PROXY=\n');
  });

  it('takes the default out', () => {
    checkFix(RULE, 'ARG V=1\nFROM a\nARG W=0 V="2" X\n', 'ARG V=1\nFROM a\nARG W=0 V X\n');
  });
});
