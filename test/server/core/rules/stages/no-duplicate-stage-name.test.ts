import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-duplicate-stage-name';

describe(RULE, () => {
  it('reports every later stage of a name, whatever its capitals', () => {
    checkRule(RULE, 'FROM a AS x\nFROM b AS «X»\nFROM c AS «x»\n', { level: 'error' });
  });

  it('is silent about different names', () => {
    checkRule(RULE, 'FROM a AS x\nFROM b AS x2\nFROM c\n');
  });

  it('offers a free name', () => {
    checkFix(RULE, 'FROM a AS x\nFROM b AS x2\nFROM c AS x\n', 'FROM a AS x\nFROM b AS x2\nFROM c AS x3\n');
  });
});
