import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'consistent-as-casing';

describe(RULE, () => {
  it('reports an AS in another case than FROM', () => {
    checkRule(RULE, 'FROM alpine:3.20 «as» a\nFROM --platform=$BUILDPLATFORM alpine:3.20 «As» b\n', {
      level: 'hint',
    });
    checkRule(RULE, 'from alpine:3.20 «AS» a\n');
  });

  it('is silent where both are the same, and where FROM itself is mixed', () => {
    checkRule(RULE, 'FROM alpine:3.20 AS as\nfrom alpine:3.20 as AS\nFrom alpine:3.20 as b\nFROM as\n');
    checkRule(RULE, 'FROM alpine:3.20 # as\nFROM alpine:3.20\n');
  });

  it('writes it as FROM is written', () => {
    checkFix(RULE, 'FROM alpine:3.20 as a\n', 'FROM alpine:3.20 AS a\n');
    checkFix(RULE, 'from alpine:3.20 \\\n  AS a\n', 'from alpine:3.20 \\\n  as a\n');
  });
});
