import { describe, it } from 'node:test';
import { checkRule } from '../../../../harness/checkRule';

const RULE = 'no-self-stage-reference';

describe(RULE, () => {
  it('reports a stage that copies or mounts from itself, by name or by index', () => {
    checkRule(RULE, 'FROM a AS build\nCOPY --from=«build» /x /y\n', { level: 'error' });
    checkRule(RULE, 'FROM a AS build\nCOPY --from=«Build» /x /y\n');
    checkRule(RULE, 'FROM a\nCOPY --from=«0» /x /y\n');
    checkRule(RULE, 'FROM a AS b\nRUN --mount=from=«b»,target=/x ls\n');
  });

  it('takes the last stage of a name, so the first of two copies from the second', () => {
    checkRule(RULE, 'FROM a AS x\nFROM b AS x\nCOPY --from=«x» /y /y\n');
  });
});
