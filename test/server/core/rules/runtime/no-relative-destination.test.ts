import { describe, it } from 'node:test';
import { checkRule } from '../../../../harness/checkRule';

const RULE = 'no-relative-destination';

describe(RULE, () => {
  it('reports a relative destination below the root of the file system', () => {
    checkRule(RULE, 'FROM node:20\nCOPY . «.»\n', { level: 'information' });
    checkRule(RULE, 'FROM alpine:3.20\nCOPY a b «bin/»\nWORKDIR /app\nCOPY a .\n');
  });

  it('is silent where a directory was chosen, or may have been', () => {
    checkRule(RULE, 'FROM node:20\nWORKDIR /app\nCOPY . .\n');
    checkRule(RULE, 'FROM debian:12 AS a\nWORKDIR /usr\nFROM a AS b\nRUN x\nFROM b\nCOPY foo bar\n');
    checkRule(RULE, 'FROM golang:1.23\nCOPY . src/app\n');
    checkRule(RULE, 'FROM acme/base:1\nCOPY . .\n');
    checkRule(RULE, 'FROM golang:1.23 AS b\nWORKDIR /s\nFROM scratch\nCOPY --from=b /out .\n');
    checkRule(RULE, 'FROM node:20\nCOPY a $DIR\nCOPY a "${DIR}/b"\nCOPY a c:/b\nCOPY a /b\nADD a b\n');
  });

  it('does not ask the image where hadolint is followed', () => {
    const hadolint = { surroundings: { parity: 'hadolint' } } as const;
    checkRule('DL3045', 'FROM acme/base:1\nCOPY a «"b"»\nONBUILD COPY a «b»\n', hadolint);
    checkRule('DL3045', 'FROM golang:1.23\nCOPY a «b»\nCOPY a "d:\\\\mypath\\\\b"\nCOPY a ${B}\n', hadolint);
  });
});
