import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'require-wget-progress';
const configuration = { rules: { [RULE]: 'information' } } as const;

describe(RULE, () => {
  it('is off until somebody wants it', () => {
    checkRule(RULE, 'FROM debian:12\nRUN wget https://a/x\n');
  });

  it('reports wget whose output nobody limited', () => {
    checkRule(RULE, 'FROM debian:12\nRUN «wget» https://a/x && «wget» -O y https://a/y\n', { configuration });
    checkRule('DL3047', 'FROM debian:12\nONBUILD RUN «wget» https://a/x\n', {
      surroundings: { parity: 'hadolint' },
    });
  });

  it('is silent where it is limited', () => {
    for (const option of [
      '-q',
      '-nv',
      '--no-verbose',
      '--quiet',
      '--progress=dot:giga',
      '-o /tmp/log',
      '-qO-',
    ])
      checkRule(RULE, `FROM debian:12\nRUN wget ${option} https://a/x\n`, { configuration });
    checkRule(RULE, 'FROM debian:12\nRUN wget --version && apt-get install -y wget\n', { configuration });
  });

  it('adds the option', () => {
    checkFix(
      RULE,
      'FROM debian:12\nRUN cd /a; wget https://a/x\n',
      'FROM debian:12\nRUN cd /a; wget --progress=dot:giga https://a/x\n',
      { configuration },
    );
  });
});
