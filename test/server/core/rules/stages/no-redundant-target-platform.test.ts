import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyzed, checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-redundant-target-platform';

describe(RULE, () => {
  it('reports the platform that is taken anyhow', () => {
    checkRule(
      RULE,
      'FROM «--platform=$TARGETPLATFORM» alpine AS a\nFROM «--platform=${TARGETPLATFORM}» alpine\nFROM «--platform="$TARGETPLATFORM"» alpine\n',
      { level: 'information' },
    );
  });

  it('is silent about other platforms', () => {
    checkRule(
      RULE,
      'FROM --platform=$BUILDPLATFORM alpine\nFROM alpine\nFROM --platform=linux/amd64 alpine\n',
    );
    checkRule(RULE, 'FROM --platform=${TARGETPLATFORM:-linux/amd64} alpine\n');
    checkRule(RULE, 'FROM --platform=linux/$TARGETARCH alpine\n');
  });

  it('is silent where the file gives the argument a default of its own', () => {
    checkRule(RULE, 'ARG TARGETPLATFORM=linux/amd64\nFROM --platform=$TARGETPLATFORM alpine\n');
    checkRule(RULE, 'ARG TARGETPLATFORM\nFROM «--platform=$TARGETPLATFORM» alpine\n');
  });

  it('takes the flag away', () => {
    checkFix(RULE, 'FROM --platform=$TARGETPLATFORM alpine AS x\n', 'FROM alpine AS x\n');
  });

  it('agrees with hadolint and BuildKit', () => {
    for (const [parity, code] of [
      ['hadolint', 'DL3065'],
      ['buildkit', 'RedundantTargetPlatform'],
    ] as const) {
      const { findings } = analyzed('\nFROM --platform=${TARGETPLATFORM} scratch\n', {
        surroundings: { parity },
      });
      assert.equal(findings.filter(({ rule }) => rule === code).length, 1);
    }
  });
});
