import { describe, it } from 'node:test';
import { checkRule } from '../../../../harness/checkRule';

const RULE = 'prefer-image-digest';
const ON = { configuration: { rules: { [RULE]: 'information' } } } as const;

describe(RULE, () => {
  it('reports a tag without a digest, also behind --from', () => {
    checkRule(RULE, 'ARG V=3.20\nFROM «alpine:$V»\nCOPY --from=«nginx:1.27» /a /a\n', ON);
    checkRule(
      RULE,
      'FROM a/b@sha256:beefdbd8a1da6d2915566fde36db9db0b524eb737fc57cd1367effd16dc0d06d AS x\nFROM x\nRUN --mount=from=«busybox:1»,target=/b true\n',
      ON,
    );
  });

  it('is off, and silent about digests, stages, missing tags and local names', () => {
    checkRule(RULE, 'FROM alpine:3.20\n');
    checkRule(
      RULE,
      'FROM alpine:3.20@sha256:beefdbd8a1da6d2915566fde36db9db0b524eb737fc57cd1367effd16dc0d06d AS a\nFROM a\n',
      ON,
    );
    checkRule(RULE, 'ARG X\nFROM alpine AS b\nFROM my-base:1 AS c\nFROM alpine:$X AS d\nFROM scratch\n', ON);
  });
});
