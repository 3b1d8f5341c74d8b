import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyzed, checkFix, checkRule } from '../../../../harness/checkRule';

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

  it('moves the stage up, whole', () => {
    checkFix(
      RULE,
      'FROM a AS app\nCOPY --from=later /x /x\n\nFROM b AS later\n# why\nRUN x\n\nFROM app\n',
      'FROM b AS later\n# why\nRUN x\n\nFROM a AS app\nCOPY --from=later /x /x\n\nFROM app\n',
    );
    checkFix(
      RULE,
      'FROM deps AS build\nFROM alpine AS deps\nFROM scratch\nCOPY --from=build /x /x\n',
      'FROM alpine AS deps\n\nFROM deps AS build\nFROM scratch\nCOPY --from=build /x /x\n',
    );
  });

  it('moves nothing where more than the order would change', () => {
    for (const text of [
      'FROM a\nCOPY --from=later /x /x\nFROM b AS later\n',
      'FROM a AS app\nCOPY --from=later /x /x\nFROM app AS later\nFROM scratch\n',
      'FROM a AS app\nCOPY --from=later /x /x\nFROM b AS later\nFROM c\nCOPY --from=0 /x /x\n',
    ]) {
      const analysis = analyzed(text);
      const found = analysis.findings.filter(({ rule }) => rule === RULE);
      assert.deepEqual(
        found.flatMap((finding) => analysis.fixesOf(finding)),
        [],
      );
    }
  });
});
