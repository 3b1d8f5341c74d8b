import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-self-reference-in-env';

describe(RULE, () => {
  it('reports a variable of the same instruction', () => {
    checkRule(RULE, 'FROM alpine:3.20\nENV A="x" B="«$A»" C=«${A}»/«$B»\n', { level: 'warning' });
    checkRule(RULE, 'FROM alpine:3.20\nENV A=x \\\n    B=y/«$A»\n');
  });

  it('is silent for own values, longer names, and what was set before', () => {
    checkRule(RULE, 'FROM alpine:3.20\nENV PATH=/x:$PATH\nENV A=1 B=$AB C=A\nENV D=$D E=1\n');
    checkRule(RULE, "FROM alpine:3.20\nARG A\nENV A=$A B=$A\nENV C=1\nENV C=2 D=$C\nENV E=1 F=\\$E G='$E'\n");
  });

  it('begins a second ENV', () => {
    checkFix(RULE, 'FROM alpine:3.20\nENV A=1 B=$A\n', 'FROM alpine:3.20\nENV A=1\nENV B=$A\n');
  });
});
