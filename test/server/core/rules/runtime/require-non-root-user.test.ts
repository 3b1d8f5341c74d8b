import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyzed, checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'require-non-root-user';

describe(RULE, () => {
  it('reports a base image that runs as root', () => {
    checkRule(
      RULE,
      'FROM golang:1.23 AS b\nFROM «node:20-alpine»\nCOPY --from=b /a /a\nCMD ["node", "a.js"]\n',
      { level: 'information' },
    );
    checkRule(
      RULE,
      'FROM golang:1.23 AS b\nFROM «nginx:alpine»\nCOPY --from=b /dist /usr/share/nginx/html\n',
      { level: 'information' },
    );
    checkRule(RULE, 'FROM «scratch»\nCOPY app /app\nENTRYPOINT ["/app"]\n');
  });

  it('reports the USER that leads back to root', () => {
    checkRule(RULE, 'FROM node:20\nUSER node\nRUN a\nUSER «root:root»\nRUN b\n');
    checkRule(RULE, 'FROM node:20\nUSER «0»\n');
    checkRule(RULE, 'FROM jetty AS a\nUSER root\nFROM «a»\n');
  });

  it('hints at named targets and at development stages', () => {
    checkRule(RULE, 'FROM «node:20» AS worker\nCMD ["w"]\nFROM node:20\nUSER node\n', { level: 'hint' });
    checkRule(RULE, 'FROM «node:20» AS dev\nCMD ["w"]\n', { level: 'hint' });
  });

  it('is silent when another user is set, when it is not known, and where nothing runs', () => {
    checkRule(RULE, 'FROM node:20\nUSER node\n');
    checkRule(RULE, 'FROM node:20\nARG U\nUSER $U\n');
    checkRule(RULE, 'FROM ghcr.io/acme/base:1\nCMD ["a"]\n');
    checkRule(RULE, 'FROM scratch\nCOPY a /a\n');
    checkRule(RULE, 'FROM scratch\nADD rootfs.tar /\nCMD ["/bin/sh"]\n');
    checkRule(RULE, 'FROM gcr.io/distroless/static-debian12:nonroot\nCOPY a /a\nCMD ["/a"]\n');
    checkRule(RULE, 'FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCMD ["a.exe"]\n');
  });

  it('is silent when the image changes the account itself', () => {
    checkRule(RULE, 'FROM postgres:16\nUSER root\nRUN a\n');
    checkRule(RULE, 'FROM debian:12\nRUN apt-get install -y gosu\nENTRYPOINT ["/entry.sh"]\n');
  });

  it('looks at the last USER of each stage where hadolint is followed', () => {
    const hadolint = { surroundings: { parity: 'hadolint' } } as const;
    checkRule('DL3002', 'FROM debian AS base\nUSER «root»\nRUN a\nFROM scratch\nUSER foo\n', hadolint);
    checkRule('DL3002', 'FROM scratch\nUSER root\nUSER «0:0»\nFROM node:20\nRUN a\n', hadolint);
  });

  it('names the account that the image has, before the command', () => {
    checkFix(
      RULE,
      'FROM node:20\nCOPY . .\nEXPOSE 80\nCMD ["a"]\n',
      'FROM node:20\nCOPY . .\nEXPOSE 80\nUSER node\nCMD ["a"]\n',
    );
    checkFix(RULE, 'FROM node:20\nCMD ["a"]\nCOPY . .', 'FROM node:20\nCMD ["a"]\nCOPY . .\nUSER node');
    checkFix(
      RULE,
      'FROM alpine:3.20\r\nRUN adduser -D web\r\nCMD a\r\n',
      'FROM alpine:3.20\r\nRUN adduser -D web\r\nUSER web\r\nCMD a\r\n',
    );
    checkFix(
      RULE,
      'FROM node:20\nUSER 1000\nRUN a\nUSER 0\nRUN b\n',
      'FROM node:20\nUSER 1000\nRUN a\nUSER 0\nRUN b\nUSER 1000\n',
    );
  });

  it('adds an account as the distribution does', () => {
    checkFix(
      RULE,
      'FROM alpine:3.20\nCMD ["a"]\n',
      'FROM alpine:3.20\nRUN adduser -D app\nUSER app\nCMD ["a"]\n',
    );
    checkFix(
      RULE,
      'FROM python:3.12-slim\nCMD ["a"]\n',
      'FROM python:3.12-slim\nRUN useradd --create-home app\nUSER app\nCMD ["a"]\n',
    );
    checkFix(
      RULE,
      'FROM scratch\nCOPY a /a\nCMD ["/a"]\n',
      'FROM scratch\nCOPY a /a\nUSER 65532:65532\nCMD ["/a"]\n',
    );
  });

  it('offers nothing where an account alone does not do', () => {
    for (const text of [
      'FROM nginx:alpine\n',
      'FROM alpine:3.20\nRUN adduser -D a && adduser -D b\nCMD ["a"]\n',
      'FROM alpine:3.20\nRUN adduser -D $NAME\nCMD ["a"]\n',
      'FROM alpine:3.20\nRUN adduser -D app wheel\nCMD ["a"]\n',
    ]) {
      const analysis = analyzed(text);
      assert.deepEqual(
        analysis.findings
          .filter((finding) => finding.rule === RULE)
          .flatMap((finding) => analysis.fixesOf(finding)),
        [],
      );
    }
  });

  it('is silent about a stage that only serves another one, shipped or not', () => {
    checkRule(
      RULE,
      'FROM golang:1.23 AS helper\nRUN go build -o /app .\nFROM alpine:3.20 AS tool\nCOPY --from=helper /app /app\nUSER nobody\nCMD ["/app"]\nFROM alpine:3.20\nUSER nobody\nCMD ["x"]\n',
    );
  });
});
