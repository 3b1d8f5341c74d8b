import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'require-image-tag';

describe(RULE, () => {
  it('reports an image without a tag in any stage', () => {
    checkRule(
      RULE,
      'FROM «golang» AS b\nFROM --platform=$TARGETPLATFORM «docker.io/library/alpine»\nCOPY --from=b /a /a\n',
      { level: 'warning' },
    );
    checkRule(RULE, 'FROM «registry.acme.dev:5000/team/base»\n', { level: 'warning' });
    checkRule(RULE, 'FROM «"node"»\n');
  });

  it('informs where there is no version to name, and where an argument gives the name', () => {
    checkRule(RULE, 'FROM «gcr.io/distroless/static-debian12»\n', { level: 'information' });
    checkRule(RULE, 'FROM «cgr.dev/chainguard/static»\n', { level: 'information' });
    checkRule(RULE, 'FROM «acme/ubuntu_22_04»\n', { level: 'information' });
    checkRule(RULE, 'ARG BASE=alpine\nFROM «$BASE»\n', { level: 'information' });
  });

  it('is silent for tags, digests, stages, scratch, unknown values and named contexts', () => {
    checkRule(RULE, 'FROM alpine:3 AS a\nFROM a\nFROM scratch\n');
    checkRule(RULE, `FROM alpine@sha256:${'0123456789abcdef'.repeat(4)}\n`);
    checkRule(RULE, 'ARG BASE\nFROM $BASE\nFROM node:$V\n');
    checkRule(RULE, 'FROM acme/base\n', { surroundings: { namedContexts: new Set(['acme/base']) } });
    checkRule(RULE, 'FROM our-local-base\nFROM\n');
  });

  it('takes the tag that the file uses already', () => {
    checkFix(
      RULE,
      'FROM node:20-slim AS b\nFROM node AS c\n',
      'FROM node:20-slim AS b\nFROM node:20-slim AS c\n',
    );
  });
});
