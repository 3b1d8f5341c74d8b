import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-space-around-equals';

describe(RULE, () => {
  it('reports a sign that becomes part of the value', () => {
    checkRule(RULE, 'FROM alpine:3.20\nENV PORT« = »8080\nLABEL a« =»b\n', { level: 'warning' });
    checkRule(RULE, 'FROM alpine:3.20\nONBUILD ENV A« = »b c\n');
  });

  it('reports an ARG that falls apart', () => {
    checkRule(RULE, 'ARG V« = »1\nFROM alpine:3.20\nARG W«= »2\nARG X« =»3\n');
  });

  it('is silent for words that are whole, and where it is not clear what was meant', () => {
    checkRule(RULE, 'FROM alpine:3.20\nENV A=1 B="a = b" C== D=\nARG E= F=2\nARG G H\n');
    checkRule(RULE, 'FROM alpine:3.20\nENV OPTS -Da = b\nENV A =\nRUN A = b\n');
    // This one stops the build, which syntax/syntax-missing-equals says.
    checkRule(RULE, 'FROM alpine:3.20\nENV A= b\n');
  });

  it('takes the spaces away', () => {
    checkFix(RULE, 'FROM alpine:3.20\nENV PORT = 8080\n', 'FROM alpine:3.20\nENV PORT=8080\n');
    checkFix(RULE, 'FROM alpine:3.20\nARG V= 1\n', 'FROM alpine:3.20\nARG V=1\n');
  });
});
