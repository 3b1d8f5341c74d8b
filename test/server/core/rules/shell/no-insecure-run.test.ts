import { describe, it } from 'node:test';
import { checkRule } from '../../../../harness/checkRule';

const RULE = 'no-insecure-run';

describe(RULE, () => {
  it('reports the flag', () => {
    checkRule(
      RULE,
      'FROM debian:12\nRUN «--security=insecure» mount a b\nRUN --mount=type=cache,target=/a «--network=host» make\n',
      {
        level: 'warning',
      },
    );
    checkRule(RULE, 'FROM debian:12\nONBUILD RUN «--network=host» make\n');
  });

  it('is silent for the sandbox and for words of the script', () => {
    checkRule(
      RULE,
      'FROM debian:12\nRUN --security=sandbox make\nRUN --network=none make\nRUN --network=default make\n',
    );
    checkRule(RULE, 'FROM debian:12\nRUN docker build --network=host .\n');
  });
});
