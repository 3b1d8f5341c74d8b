import { describe, it } from 'node:test';
import { checkRule } from '../../../../harness/checkRule';

const RULE = 'prefer-one-downloader';

describe(RULE, () => {
  it('reports the second of the two, once a stage', () => {
    checkRule(
      RULE,
      'FROM buildpack-deps:bookworm\nRUN wget -q https://a/x\nRUN «curl» -fO https://a/y\nRUN wget -q https://a/z\n',
      { level: 'hint' },
    );
    checkRule(RULE, 'FROM debian:12\nRUN apt-get install -y curl git «wget»\n');
    checkRule(RULE, 'FROM debian:12\nRUN apt-get install -y wget && «curl» -fO https://a/y\n');
  });

  it('reports every further use as hadolint does, and no install', () => {
    checkRule(
      'DL4001',
      'FROM debian:12\nRUN apt-get install -y curl wget\nRUN wget https://a/x\nRUN «curl» -O https://a/y\nRUN «wget» https://a/z\n',
      { surroundings: { parity: 'hadolint' } },
    );
  });

  it('is silent for one of them, and for one of them in each stage', () => {
    checkRule(RULE, 'FROM debian:12\nRUN apt-get install -y curl && curl -fO https://a/y\n');
    checkRule(RULE, 'FROM node:22 AS a\nRUN wget https://a/x\nFROM node:22-slim\nRUN curl -fO https://a/y\n');
  });
});
