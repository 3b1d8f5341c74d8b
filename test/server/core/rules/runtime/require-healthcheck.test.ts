import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'require-healthcheck';
const ON = { configuration: { rules: { [RULE]: 'information' } } } as const;

describe(RULE, () => {
  it('is off until somebody asks for it', () => {
    checkRule(RULE, 'FROM node:20\nEXPOSE 80\n');
  });

  it('reports a service without one', () => {
    checkRule(RULE, 'FROM «node:20»\nEXPOSE 80\nCMD ["a"]\n', ON);
    checkRule(RULE, 'FROM node:20 AS base\nEXPOSE 80\nFROM «base»\nCMD ["a"]\n', ON);
    checkRule(RULE, 'FROM «nginx:1.27»\nCOPY dist /usr/share/nginx/html\n', ON);
  });

  it('is silent where one is inherited or nothing serves', () => {
    checkRule(RULE, 'FROM node:20 AS base\nEXPOSE 80\nHEALTHCHECK CMD x\nFROM base\nCMD ["a"]\n', ON);
    checkRule(RULE, 'FROM node:20\nEXPOSE 80\nHEALTHCHECK NONE\n', ON);
    checkRule(RULE, 'FROM alpine:3.20\nCMD ["job"]\n', ON);
    checkRule(RULE, 'FROM node:20 AS build\nEXPOSE 80\nFROM scratch\nCOPY --from=build /a /a\n', ON);
  });

  it('asks nobody whether it is a service where hadolint is followed', () => {
    const hadolint = { surroundings: { parity: 'hadolint' } } as const;
    checkRule('DL3057', 'FROM scratch AS base\nHEALTHCHECK CMD /bin/bla\nFROM «scratch»\n', hadolint);
    checkRule('DL3057', 'FROM scratch AS base\nHEALTHCHECK CMD /bin/bla\nFROM base\n', hadolint);
  });

  it('asks with a program that the image has', () => {
    checkFix(
      RULE,
      'FROM node:20-alpine\nEXPOSE 53/udp 3000\nCMD ["a"]\n',
      'FROM node:20-alpine\nEXPOSE 53/udp 3000\nHEALTHCHECK CMD wget -q --spider http://localhost:3000/ || exit 1\nCMD ["a"]\n',
      ON,
    );
    checkFix(
      RULE,
      'FROM python:3.12-slim\r\nEXPOSE 80\r\nCMD ["a"]\r\n',
      'FROM python:3.12-slim\r\nEXPOSE 80\r\nHEALTHCHECK CMD ["python3", "-c", "import urllib.request as r; r.urlopen(\'http://localhost:80/\')"]\r\nCMD ["a"]\r\n',
      ON,
    );
  });
});
