import { describe, it } from 'node:test';
import { checkRule } from '../../../../harness/checkRule';

const RULE = 'no-forward-stage-reference';

describe(RULE, () => {
  it('reports a copy, a mount and an index of a stage that comes later', () => {
    checkRule(RULE, 'FROM a\nCOPY --from=«later» /x /x\nFROM b AS later\n', { level: 'error' });
    checkRule(RULE, 'FROM a\nRUN --mount=from=«later»,target=/x ls\nFROM b AS later\n');
    checkRule(RULE, 'FROM a\nCOPY --from=«1» /x /x\nFROM b\n');
  });

  it('reports FROM of a later stage, but not where the name is that of an image', () => {
    checkRule(RULE, 'FROM «deps» AS app\nFROM alpine AS deps\n');
    checkRule(RULE, 'FROM alpine AS app\nFROM debian AS alpine\n');
  });

  it('is silent when a stage of that name stands above', () => {
    checkRule(RULE, 'FROM a AS x\nFROM x\nFROM b AS y\n');
  });
});
