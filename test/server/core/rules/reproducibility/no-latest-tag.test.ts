import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyzed, checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-latest-tag';

describe(RULE, () => {
  it('reports the tag itself', () => {
    checkRule(
      RULE,
      'FROM golang:«latest» AS b\nFROM --platform=linux/amd64 ghcr.io/acme/base:«latest»\nCOPY --from=b /a /a\n',
      { level: 'warning' },
    );
    checkRule(RULE, 'FROM «"node:latest"»\n');
  });

  it('informs where there is no version to name, and where an argument gives the tag', () => {
    checkRule(RULE, 'FROM gcr.io/distroless/base:«latest»\n', { level: 'information' });
    checkRule(RULE, 'ARG V=latest\nFROM «node:$V»\n', { level: 'information' });
  });

  it('is silent for other tags, digests, stages, unknown values and local images', () => {
    checkRule(
      RULE,
      'FROM alpine:3 AS latest\nFROM latest\nFROM node:lts\nFROM node:latest-alpine\nFROM node:$V\nFROM our-local-base:latest\n',
    );
    checkRule(RULE, `FROM alpine:latest@sha256:${'0123456789abcdef'.repeat(4)}\n`);
  });

  it('takes the tag that the file uses already, if it is one', () => {
    checkFix(
      RULE,
      'FROM node:20 AS b\nFROM docker.io/library/node:latest\n',
      'FROM node:20 AS b\nFROM docker.io/library/node:20\n',
    );
    const analysis = analyzed('FROM node:20 AS b\nFROM node:22 AS c\nFROM node:latest\n');
    assert.deepEqual(
      analysis.findings
        .filter((finding) => finding.rule === RULE)
        .flatMap((finding) => analysis.fixesOf(finding)),
      [],
    );
  });
});
