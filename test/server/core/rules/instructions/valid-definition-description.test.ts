import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'valid-definition-description';
const configuration = { rules: { [RULE]: 'information' as const } };

describe(RULE, () => {
  it('reports a comment that begins with another word', () => {
    checkRule(RULE, '# «the» base\nFROM alpine:3.20 AS base\n\n# «another» one\nARG V=1\n', {
      configuration,
    });
    checkRule(RULE, '# base is it\n# «really»\nFROM alpine:3.20 AS Base\n', { configuration });
  });

  it('is silent for descriptions, for unnamed stages, and for comments that are set apart', () => {
    checkRule(RULE, '# base is it\nFROM alpine:3.20 AS Base\n# W and V\nARG V W\n', { configuration });
    checkRule(RULE, '# the base\nFROM alpine:3.20\n# note\n#\nARG V\nRUN true # note\n# x\nCOPY a b\n', {
      configuration,
    });
  });

  it('is off, and under parity runs only where the file asks for it', () => {
    checkRule(RULE, '# the base\nFROM alpine:3.20 AS base\n');
    const surroundings = { parity: 'buildkit' as const };
    checkRule('InvalidDefinitionDescription', '# a\nFROM alpine:3.20 AS base\n', { surroundings });
    checkRule('InvalidDefinitionDescription', '# check=experimental=all\n# a\n«FROM alpine:3.20 AS base»\n', {
      surroundings,
    });
  });

  it('puts the name first', () => {
    checkFix(RULE, '# the base\nFROM a:1 AS base\n', '# base the base\nFROM a:1 AS base\n', {
      configuration,
    });
  });
});
