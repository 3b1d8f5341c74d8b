import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-duplicate-runtime-instruction';

describe(RULE, () => {
  it('reports what a later instruction of the stage replaces', () => {
    checkRule(RULE, 'FROM a\n«CMD a»\nRUN x\n«CMD ["b"]»\nCMD c\n', { level: 'warning' });
    checkRule(RULE, 'FROM a\n«ENTRYPOINT a»\n«HEALTHCHECK CMD a»\nENTRYPOINT b\nHEALTHCHECK NONE\n');
    checkRule(RULE, 'FROM a AS b\n«CMD a»\nCMD b\nFROM a\nCMD c\n');
  });

  it('is silent across stages and for one of each', () => {
    checkRule(RULE, 'FROM a AS b\nCMD a\nFROM b\nCMD b\n');
    checkRule(RULE, 'FROM a\nHEALTHCHECK CMD ["x"]\nENTRYPOINT ["x"]\nCMD ["y"]\n');
    checkRule(RULE, 'FROM a\nONBUILD CMD a\nCMD b\n');
  });

  it('removes the earlier one', () => {
    checkFix(RULE, 'FROM a\nCMD a \\\n  b\nRUN x\nCMD c\n', 'FROM a\nRUN x\nCMD c\n');
    checkFix(RULE, 'FROM a\r\nCMD a\r\nCMD c', 'FROM a\r\nCMD c');
  });
});
