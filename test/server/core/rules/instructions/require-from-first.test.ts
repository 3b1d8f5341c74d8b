import { describe, it } from 'node:test';
import { checkRule } from '../../../../harness/checkRule';

const RULE = 'require-from-first';

describe(RULE, () => {
  it('reports an instruction before the first FROM that is not ARG, once', () => {
    checkRule(RULE, 'ARG A\n«RUN» true\nCOPY a b\nFROM alpine\n', { level: 'error' });
  });

  it('reports a file without a stage', () => {
    checkRule(RULE, '«»');
    checkRule(RULE, '«»# only a comment\n');
    checkRule(RULE, '«ARG A=1»\n');
  });

  it('is silent about ARG before FROM', () => {
    checkRule(RULE, '# syntax=docker/dockerfile:1\nARG A=1\nFROM alpine:$A\n');
  });
});
