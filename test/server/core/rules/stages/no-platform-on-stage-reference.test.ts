import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-platform-on-stage-reference';

describe(RULE, () => {
  it('reports the flag before a stage', () => {
    checkRule(
      RULE,
      'FROM golang:1.23 AS deps\nFROM «--platform=$BUILDPLATFORM» deps AS a\nFROM «--platform=linux/arm64» deps\n',
      { level: 'warning' },
    );
  });

  it('is silent before images, and where it is not known what stands there', () => {
    checkRule(RULE, 'FROM --platform=$BUILDPLATFORM golang:1.23 AS deps\nFROM deps\n');
    checkRule(
      RULE,
      'FROM alpine AS build-amd64\nFROM alpine AS build-arm64\nFROM --platform=$TARGETPLATFORM build-${TARGETARCH}\n',
    );
    checkRule(RULE, 'FROM --platform=linux/amd64 deps\nFROM scratch AS deps\n');
    checkRule(RULE, 'FROM alpine AS deps\nFROM --platform=linux/amd64 deps\n', {
      surroundings: { namedContexts: new Set(['deps']) },
    });
  });

  it('takes the flag away and nothing else', () => {
    checkFix(
      RULE,
      'FROM a AS deps\nFROM   --platform=linux/amd64   deps AS b\n',
      'FROM a AS deps\nFROM   deps AS b\n',
    );
    checkFix(
      RULE,
      'FROM a AS deps\nFROM --platform=linux/amd64 \\\n  deps AS b\n',
      'FROM a AS deps\nFROM  \\\n  deps AS b\n',
    );
  });
});
