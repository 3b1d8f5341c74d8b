import { describe, it } from 'node:test';
import { checkRule } from '../../../../harness/checkRule';

const RULE = 'require-runtime-command';

describe(RULE, () => {
  it('reports a shipped image that inherits nothing, or only a shell', () => {
    checkRule(RULE, 'FROM «gcr.io/distroless/static-debian12»\nCOPY a /a\n', { level: 'information' });
    checkRule(RULE, 'FROM «debian:12»\nCOPY a /a\nRUN x\n');
    checkRule(RULE, 'FROM alpine:3.20 AS base\nCOPY a /a\nFROM «base»\nRUN x\n');
    checkRule(RULE, 'FROM «scratch»\nENV A=1\nCOPY a /a\n');
    checkRule(RULE, 'FROM «alpine:3.20» AS worker\nCOPY a /a\nFROM nginx:1.27\n', { level: 'hint' });
  });

  it('is silent where something says it, nothing is known, or nothing is meant to run', () => {
    checkRule(RULE, 'FROM alpine:3.20\nCOPY a /a\nCMD ["/a"]\n');
    checkRule(RULE, 'FROM alpine:3.20 AS base\nENTRYPOINT ["/a"]\nFROM base\nCOPY a /a\n');
    checkRule(RULE, 'FROM nginx:1.27\nCOPY a /a\n');
    checkRule(RULE, 'FROM node:20\nCOPY a /a\n');
    checkRule(RULE, 'FROM acme/base:1\nCOPY a /a\n');
    checkRule(RULE, 'FROM scratch\nCOPY a /a\n');
    checkRule(RULE, 'FROM alpine:3.20\nRUN apk add git\n');
    checkRule(RULE, 'FROM alpine:3.20\nONBUILD COPY . /app\nCOPY a /a\n');
    checkRule(RULE, 'FROM alpine:3.20 AS ci\nCOPY a /a\n');
  });
});
