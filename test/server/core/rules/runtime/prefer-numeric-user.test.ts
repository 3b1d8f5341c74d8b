import { describe, it } from 'node:test';
import { checkRule } from '../../../../harness/checkRule';

const RULE = 'prefer-numeric-user';

describe(RULE, () => {
  it('hints at the name of a shipped account', () => {
    checkRule(RULE, 'FROM node:20\nUSER root\nRUN x\nUSER «node:node»\n', { level: 'hint' });
    checkRule(RULE, 'FROM node:20 AS worker\nUSER «node»\nCMD ["a"]\nFROM scratch\n', { level: 'hint' });
  });

  it('is silent about numbers, root, variables, builders and what the image chose', () => {
    checkRule(RULE, 'FROM node:20\nUSER 1000:node\n');
    checkRule(RULE, 'FROM node:20\nUSER node\nRUN x\nUSER root\n');
    checkRule(RULE, 'FROM node:20\nARG U\nUSER $U\n');
    checkRule(RULE, 'FROM node:20 AS b\nUSER node\nFROM scratch\nCOPY --from=b /a /a\n');
    checkRule(RULE, 'FROM gcr.io/distroless/static-debian12:nonroot\nCMD ["/a"]\n');
  });

  it('reports every name where hadolint is followed', () => {
    checkRule('DL3066', 'FROM a\nUSER «foobar»\nUSER 1:2\nUSER «root»\n', {
      surroundings: { parity: 'hadolint' },
    });
  });
});
