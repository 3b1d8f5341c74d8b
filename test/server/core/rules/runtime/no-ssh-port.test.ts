import { describe, it } from 'node:test';
import { checkRule } from '../../../../harness/checkRule';

const RULE = 'no-ssh-port';

describe(RULE, () => {
  it('reports port 22', () => {
    checkRule(RULE, 'FROM a\nEXPOSE 80 «22» «22/TCP»\n', { level: 'information' });
    checkRule(RULE, 'FROM a AS dev\nEXPOSE «22»\n', { level: 'hint' });
  });

  it('is silent about others', () => {
    checkRule(RULE, 'FROM a\nEXPOSE 80 2222 22/udp 220 $SSH\n');
  });
});
