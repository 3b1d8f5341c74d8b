import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'prefer-named-stage-reference';

describe(RULE, () => {
  it('reports every index that means a stage', () => {
    checkRule(RULE, 'FROM a\nFROM b\nCOPY --from=«0» /x /x\nCOPY --from=«0» /y /y\n', {
      level: 'information',
    });
  });

  it('names the stage and rewrites every reference to it', () => {
    checkFix(
      RULE,
      'FROM a\nFROM b\nCOPY --from=0 /x /x\nCOPY --from=0 /y /y\n',
      'FROM a AS build\nFROM b\nCOPY --from=build /x /x\nCOPY --from=build /y /y\n',
    );
  });

  it('uses the name that is there, and none that is taken', () => {
    checkFix(
      RULE,
      'FROM a AS deps\nFROM b\nCOPY --from=0 /x /x\n',
      'FROM a AS deps\nFROM b\nCOPY --from=deps /x /x\n',
    );
    checkFix(
      RULE,
      'FROM a\nFROM b AS build\nCOPY --from=0 /x /x\n',
      'FROM a AS build2\nFROM b AS build\nCOPY --from=build2 /x /x\n',
    );
  });
});
