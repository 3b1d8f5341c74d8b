import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-legacy-key-value';

describe(RULE, () => {
  it('reports the old form of ENV and LABEL', () => {
    checkRule(RULE, 'FROM alpine:3.20\nENV «PORT» 8080\nLABEL «vendor» ACME Corp\n', {
      level: 'information',
    });
    checkRule(RULE, 'FROM alpine:3.20\nENV «OPTIONS» -Da=b -Dc=d\nONBUILD ENV «A» b\n');
    checkRule(RULE, 'FROM alpine:3.20\nENV «DEPS» \\\n    curl \\\n    git\n');
  });

  it('is silent for the other form, for ARG, and for spaces around the equals sign', () => {
    checkRule(RULE, 'FROM alpine:3.20\nENV A=1 B="x y" \\\n    C=3\nLABEL a=b\nARG C D\n');
    checkRule(RULE, 'FROM alpine:3.20\nENV A = 1\nENV A =1\nENV\nENV A\nENV A=\n');
  });

  it('quotes a value of several words and leaves one word alone', () => {
    checkFix(RULE, 'FROM alpine:3.20\nENV PORT   8080\n', 'FROM alpine:3.20\nENV PORT=8080\n');
    checkFix(RULE, 'FROM alpine:3.20\nENV A "x y"\n', 'FROM alpine:3.20\nENV A="x y"\n');
    checkFix(RULE, 'FROM alpine:3.20\nENV A x $Y z\n', 'FROM alpine:3.20\nENV A="x $Y z"\n');
    checkFix(
      RULE,
      'FROM alpine:3.20\r\nENV DEPS \\\r\n    curl \\\r\n    # why\r\n    git\r\n',
      'FROM alpine:3.20\r\nENV DEPS="curl \\\r\n    # why\r\n    git"\r\n',
    );
    checkFix(RULE, 'FROM alpine:3.20\nONBUILD LABEL a b c\n', 'FROM alpine:3.20\nONBUILD LABEL a="b c"\n');
  });
});
