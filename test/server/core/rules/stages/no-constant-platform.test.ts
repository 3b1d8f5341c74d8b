import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyzed, checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-constant-platform';

function codes(text: string, parity: 'hadolint' | 'buildkit'): readonly string[] {
  const own = new Set(['DL3029', 'FromPlatformFlagConstDisallowed']);
  return analyzed(text, { surroundings: { parity } })
    .findings.map(({ rule }) => rule)
    .filter((rule) => own.has(rule));
}

describe(RULE, () => {
  it('reports a platform that is written out', () => {
    checkRule(
      RULE,
      'FROM «--platform=linux/amd64» alpine AS base\nFROM «--platform="linux/arm64/v8"» alpine\n',
      {
        level: 'information',
      },
    );
  });

  it('is silent about variables, Windows, and stages that are chosen by their platform', () => {
    checkRule(RULE, 'FROM --platform=$BUILDPLATFORM alpine\nFROM --platform=linux/${TARGETARCH} alpine\n');
    checkRule(RULE, 'FROM --platform=windows/amd64 mcr.microsoft.com/windows/nanoserver:ltsc2022\n');
    checkRule(
      RULE,
      'FROM --platform=linux/x86_64 alpine AS build_AMD64\nFROM --platform=linux/arm64 alpine AS linux\n',
    );
    checkRule(RULE, 'FROM alpine AS deps\nFROM --platform=linux/amd64 deps\n');
  });

  it('takes the flag away', () => {
    checkFix(RULE, 'FROM --platform=linux/amd64 alpine\n', 'FROM alpine\n');
  });

  it('agrees with BuildKit, which lets names decide', () => {
    assert.deepEqual(codes('FROM --platform=linux/amd64 scratch AS linux\n', 'buildkit'), []);
    assert.deepEqual(codes('FROM --platform=$X scratch\n', 'buildkit'), []);
    assert.deepEqual(codes('FROM --platform=linux/amd64 alpine AS base\n', 'buildkit'), [
      'FromPlatformFlagConstDisallowed',
    ]);
  });

  it('agrees with hadolint, which lets the two known variables be', () => {
    assert.deepEqual(codes('FROM --platform="$BUILDPLATFORM" debian:jessie\n', 'hadolint'), []);
    assert.deepEqual(codes('FROM --platform=linux debian:jessie AS linux\n', 'hadolint'), ['DL3029']);
    assert.deepEqual(codes('FROM --platform=$PLATFORM debian:jessie\n', 'hadolint'), ['DL3029']);
  });
});
