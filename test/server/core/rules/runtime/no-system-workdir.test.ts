import { describe, it } from 'node:test';
import { checkRule } from '../../../../harness/checkRule';

const RULE = 'no-system-workdir';

describe(RULE, () => {
  it('reports a directory of the system', () => {
    checkRule(RULE, 'FROM a\nWORKDIR «/etc/»\n', { level: 'information' });
    checkRule(RULE, 'FROM a AS b\nWORKDIR «/usr/bin»\nFROM a\nWORKDIR «/proc/self»\n');
  });

  it('is silent about the root and what lies below', () => {
    checkRule(RULE, 'FROM a\nWORKDIR /\nWORKDIR /usr/src/app\nWORKDIR /var/www/html\nWORKDIR /etc/nginx\n');
    checkRule(RULE, 'FROM a\nWORKDIR /usr/local\nWORKDIR /opt\nWORKDIR $X\nWORKDIR /device\nWORKDIR etc\n');
  });
});
