import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyzed, checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-unreachable-stage';

describe(RULE, () => {
  it('fades the whole stage, comments inside it too', () => {
    const text = '«FROM golang:1.23\n# the tool\nRUN go build -o /tool .»\n\nFROM alpine:3.20\nUSER nobody\n';
    checkRule(RULE, text, { level: 'hint' });
    const [finding] = analyzed(text.replaceAll(/[«»]/g, '')).findings.filter(({ rule }) => rule === RULE);
    assert.equal(finding?.tag, 'unnecessary');
  });

  it('reports what only another such stage needs', () => {
    checkRule(RULE, '«FROM a»\n«FROM b\nCOPY --from=0 /x /x»\nFROM c\n');
  });

  it('is silent about stages that can be chosen, or that may be needed', () => {
    checkRule(RULE, 'FROM a AS tool\nFROM b\n');
    checkRule(RULE, 'FROM a\nFROM b\nCOPY --from=0 /x /x\n');
    checkRule(RULE, 'FROM a AS c\nFROM b AS e\nRUN --mount=type=bind,from=c,target=/t x\nFROM b AS d\n', {
      surroundings: { target: 'd' },
    });
  });

  it('removes the stage, keeps the comment of the next one, and counts the others anew', () => {
    checkFix(
      RULE,
      'FROM a\nRUN x\n\n# Ships.\nFROM b\nFROM c\nCOPY --from=1 /x /x\n',
      '# Ships.\nFROM b\nFROM c\nCOPY --from=0 /x /x\n',
    );
  });
});
