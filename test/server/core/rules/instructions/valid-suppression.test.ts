import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'valid-suppression';

describe(RULE, () => {
  it('reports comments that look like one and are none', () => {
    checkRule(RULE, '# stagewright« ignore »no-latest-tag\nFROM alpine:3.20\n', { level: 'information' });
    checkRule(RULE, 'FROM alpine:3.20\n# stagewright« ignored=»no-cd\nRUN a\n');
    checkRule(RULE, 'FROM alpine:3.20\n# stagewright« disable »no-cd,no-sudo reason=x\nRUN a\n');
    checkRule(RULE, '# stagewright« ignore-file=»no-cd\nFROM alpine:3.20\n');
  });

  it('is silent for those that count, and for sentences', () => {
    checkRule(RULE, '# stagewright ignore=no-cd\n# stagewright file-ignore = no-cd\nFROM alpine:3.20\n');
    checkRule(RULE, '# stagewright target=x\n# stagewright is a linter\nFROM alpine:3.20 AS x\n');
    checkRule(RULE, '# stagewright ignores this file, see below\n# stagewright ignore\nFROM alpine:3.20\n');
    checkRule(RULE, '# hadolint ignore DL3006\nFROM alpine:3.20\n');
  });

  it('becomes what was meant', () => {
    const right = '# stagewright ignore=no-cd\nFROM alpine:3.20\n';
    checkFix(RULE, '# stagewright ignore no-cd\nFROM alpine:3.20\n', right);
    checkFix(RULE, '# stagewright ignored = no-cd\nFROM alpine:3.20\n', right);
  });
});
