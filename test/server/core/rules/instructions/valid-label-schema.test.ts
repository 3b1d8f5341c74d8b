import { describe, it } from 'node:test';
import { NO_POLICY, type LabelKind } from '../../../../../server/src/core/model/surroundings';
import { checkRule } from '../../../../harness/checkRule';

const RULE = 'valid-label-schema';

function schema(kinds: Record<string, LabelKind>, isStrict = false) {
  return {
    surroundings: { policy: { ...NO_POLICY, labels: { kinds: new Map(Object.entries(kinds)), isStrict } } },
  };
}

describe(RULE, () => {
  it('says nothing without a schema', () => {
    checkRule(RULE, 'FROM alpine:3.20\nLABEL Bad..Key="" com.docker.x=1\n');
  });

  it('reports labels that are missing in what is shipped', () => {
    checkRule(RULE, 'FROM «alpine:3.20»\nLABEL b=1\n', { ...schema({ a: 'text' }), level: 'warning' });
    checkRule(RULE, 'FROM alpine:3.20 AS x\nLABEL a=1\nFROM x\n', schema({ a: 'text' }));
    checkRule(
      RULE,
      'FROM golang:1.23 AS x\nFROM scratch\nLABEL a=1\nCOPY --from=x /a /a\n',
      schema({ a: 'text' }),
    );
  });

  it('reports values of another kind, and none where a build argument decides', () => {
    const all = {
      u: 'url',
      d: 'rfc3339',
      l: 'spdx',
      h: 'hash',
      v: 'semver',
      e: 'email',
      t: 'text',
    } as const;
    checkRule(
      RULE,
      'FROM alpine:3.20\nLABEL u=«example.org» d=«2024-02-30T00:00:00Z» l=«Apache» h=«xyz» v=«1.0» e=«jane» t=«""»\n',
      schema(all),
    );
    checkRule(
      RULE,
      'FROM alpine:3.20\nLABEL u=https://example.org d=2024-02-29T00:00:00+01:00 l="(MIT OR Apache-2.0) AND BSD-3-Clause" h=0123abc v=1.0.0-rc.1+5 e=jane@example.org t=x\n',
      schema(all),
    );
    checkRule(RULE, 'FROM alpine:3.20\nARG V\nLABEL v=$V\n', schema({ v: 'semver' }));
    checkRule(RULE, 'FROM alpine:3.20\nENV V=1\nLABEL v=«$V»\n', schema({ v: 'semver' }));
  });

  it('reports keys of the wrong form and, when strict, keys that nobody asked for', () => {
    checkRule(
      RULE,
      'FROM alpine:3.20\nLABEL a=1 «A»=1 «1b»=2 «com.docker.x»=3 «c..d»=4\n',
      schema({ a: 'text' }),
    );
    checkRule(RULE, 'FROM alpine:3.20\nLABEL a=1 «b»=2\n', schema({ a: 'text' }, true));
  });

  it('names the code of the other tool for each', () => {
    const parity = { parity: 'hadolint' as const };
    checkRule('DL3048', 'FROM alpine:3.20\nLABEL «com.docker.label»="foo"\n', { surroundings: parity });
    const email = schema({ m: 'email' }).surroundings;
    checkRule('DL3058', 'FROM alpine:3.20\nLABEL m=«x»\n', { surroundings: { ...email, ...parity } });
  });
});
