import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-invalid-port';

describe(RULE, () => {
  it('reports a port that does not exist', () => {
    checkRule(RULE, 'FROM a\nEXPOSE 80 «80000»\n', { level: 'error' });
    checkRule(RULE, 'FROM a\nEXPOSE «40000-80000/tcp»\nONBUILD EXPOSE «99999»\n');
  });

  it('reports addresses, ports of the host and capitals with less weight', () => {
    checkRule(RULE, 'FROM a\nEXPOSE «127.0.0.1:80:80» «[::1]:8080:8080» «5000:5000» 8000\n', {
      level: 'information',
    });
    checkRule(RULE, 'FROM a\nEXPOSE 80/«TcP» 8080/«TCP» 8080/udp\n', { level: 'information' });
  });

  it('gives each its own code', () => {
    checkRule('DL3011', 'FROM a\nEXPOSE «80000» 80:80 1/TCP\n', { surroundings: { parity: 'hadolint' } });
    const buildkit = { surroundings: { parity: 'buildkit' } } as const;
    checkRule('ExposeInvalidFormat', 'FROM a\nEXPOSE 80000 «80:80» 1/TCP\n', buildkit);
    checkRule('ExposeProtoCasing', 'FROM a\nEXPOSE 80000 80:80 1/«TCP»\n', buildkit);
  });

  it('is silent about variables and what is right', () => {
    checkRule(RULE, 'FROM a\nEXPOSE 60000 65535/udp 1-65535 ${A} 40000-${B} ${C:-80} $D/TCP2\n');
  });

  it('keeps the port of the container', () => {
    checkFix(RULE, 'FROM a\nEXPOSE 127.0.0.1:80:8080/tcp\n', 'FROM a\nEXPOSE 8080/tcp\n');
    checkFix(RULE, 'FROM a\nEXPOSE 53/UDP 54\n', 'FROM a\nEXPOSE 53/udp 54\n');
  });
});
