import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-high-uid-useradd';

describe(RULE, () => {
  it('reports the option with the number', () => {
    checkRule(RULE, 'FROM debian:12\nRUN useradd «-u 123456» app\n', { level: 'information' });
    checkRule(RULE, 'FROM debian:12\nRUN groupadd -g 5 g && useradd -m «--uid=1000620000» -g 5 app\n');
    checkRule('DL3046', 'FROM debian:12\nONBUILD RUN useradd «-u 123456» app\n', {
      surroundings: { parity: 'hadolint' },
    });
  });

  it('is silent for short numbers, variables, -l, and other programs', () => {
    checkRule(RULE, 'FROM debian:12\nRUN useradd app && useradd -u 12345 b && useradd -u $UID c\n');
    checkRule(
      RULE,
      'FROM debian:12\nRUN useradd -l -u 123456 a && useradd --no-log-init -u 123456 b && useradd -lmu 123456 c\n',
    );
    checkRule(RULE, 'FROM alpine:3\nRUN adduser -D -u 1234567 app\n');
  });

  it('adds -l', () => {
    checkFix(
      RULE,
      'FROM debian:12\nRUN useradd -u 123456 \\\n  app\n',
      'FROM debian:12\nRUN useradd -l -u 123456 \\\n  app\n',
    );
  });
});
