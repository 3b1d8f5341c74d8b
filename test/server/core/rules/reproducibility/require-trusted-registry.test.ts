import { describe, it } from 'node:test';
import { NO_POLICY } from '../../../../../server/src/core/model/surroundings';
import { checkRule, type CheckOptions } from '../../../../harness/checkRule';

const RULE = 'require-trusted-registry';

function trusting(...trustedRegistries: readonly string[]): CheckOptions {
  return { surroundings: { policy: { ...NO_POLICY, trustedRegistries } } };
}

describe(RULE, () => {
  it('reports images of other registries, wherever they are named', () => {
    const trusted = trusting('trusted.com');
    checkRule(RULE, 'FROM «ubuntu:18.04» AS a\nFROM «zemanlx/ubuntu:18.04» AS b\nFROM a\n', trusted);
    checkRule(RULE, 'FROM trusted.com/a\nCOPY --from=«quay.io/x/y:1» /a /a\n', trusted);
    checkRule(
      RULE,
      'FROM trusted.com/a\nRUN --mount=type=cache,from=«other.com/x:1»,target=/foo foobar\n',
      trusted,
    );
    checkRule(RULE, 'FROM «x.com/debian»\n', trusting('*.random.com'));
    checkRule(
      RULE,
      'FROM «random.com.evil.org/x»\nCOPY --from=«randomXcom/x» /a /b\n',
      trusting('random.com'),
    );
  });

  it('is silent about stages, what is on the list, variables, and without a list', () => {
    checkRule(
      RULE,
      'FROM scratch AS a\nFROM a\nCOPY --from=a /a /a\nCOPY --from=0 /b /b\n',
      trusting('t.com'),
    );
    checkRule(
      RULE,
      'FROM alpine AS a\nFROM index.docker.io/a/b AS b\nFROM docker.io/x/y\n',
      trusting('docker.io'),
    );
    checkRule(
      RULE,
      'FROM foo.random.com/debian\nCOPY --from=t.com:5000/x /a /a\n',
      trusting('*.random.com', 't.com:*'),
    );
    checkRule(RULE, 'FROM quay.io/x/y:1\n', trusting('*'));
    checkRule(RULE, 'ARG REGISTRY\nFROM $REGISTRY/x\n', trusting('t.com'));
    checkRule(RULE, 'FROM quay.io/x/y:1\n');
  });
});
