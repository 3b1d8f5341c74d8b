import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyzed, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-unrendered-template';

describe(RULE, () => {
  it('is the only finding of a template', () => {
    const text = '<% if x %>\nFROM node:<%= version %>\nEXPOSE {{ port }}\n<% end %>\n';
    assert.deepEqual(
      analyzed(text).findings.map((finding) => finding.rule),
      [RULE],
    );
    checkRule(RULE, 'FROM alpine:3.20\n«{{ if .Debug }}»\nRUN x\n{{ end }}\n', { level: 'information' });
  });

  it('is silent about braces in a command', () => {
    checkRule(RULE, 'FROM alpine:3.20\nRUN docker inspect --format "{{.Id}}" x\nLABEL a="{{x}}"\n');
  });
});
