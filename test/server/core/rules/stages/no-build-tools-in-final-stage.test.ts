import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkRule, messagesOf } from '../../../../harness/checkRule';

const RULE = 'no-build-tools-in-final-stage';

const program = (run: string): string =>
  `FROM python:3.12-slim\nRUN ${run}\nRUN pip install -r requirements.txt\nCMD ["python", "main.py"]\n`;

describe(RULE, () => {
  it('reports packages that serve to build, one finding a RUN', () => {
    checkRule(RULE, program('apt-get update && apt-get install -y «build-essential libpq-dev» curl'), {
      level: 'warning',
    });
    checkRule(RULE, program('apt-get install -y «gcc» curl libpq-dev'), { level: 'warning' });
    assert.deepEqual(messagesOf(RULE, program('apt-get install -y gcc curl libpq-dev')), [
      '"gcc" and "libpq-dev" only serve to build, and stay in the final stage; install them in a build stage, or remove them in this RUN.',
    ]);
  });

  it('reports a base that the final stage is built from', () => {
    checkRule(
      RULE,
      'FROM alpine:3.20 AS base\nRUN apk add «openssl-dev»\nFROM base AS build\nRUN apk add gcc\nFROM base\nCOPY --from=build /app /app\nCMD ["/app"]\n',
      { level: 'warning' },
    );
  });

  it('grades by what the tool is and whether a build is seen', () => {
    checkRule(RULE, program('apt-get install -y «git»'), { level: 'hint' });
    checkRule(RULE, program('apt-get install -y «make»'), { level: 'information' });
    checkRule(RULE, 'FROM debian:12\nRUN apt-get install -y «gcc»\nCOPY run.sh /\nCMD ["/run.sh"]\n', {
      level: 'information',
    });
  });

  it('only informs where people or programs work with the tools', () => {
    checkRule(RULE, program('apt-get install -y sudo «gcc»'), { level: 'information' });
    checkRule(RULE, program('apt-get install -y dkms «gcc»'), { level: 'information' });
  });

  it('is silent when the same layer removes them', () => {
    checkRule(RULE, program('apt-get install -y gcc && pip install x && apt-get purge -y gcc'));
    checkRule(RULE, program('apt-get install -y $deps gcc && pip install x && apt-get purge -y $deps'));
    checkRule(
      RULE,
      'FROM python:3.12-alpine\nRUN apk add --virtual .b gcc && pip install x && apk del .b\nCMD ["python", "a.py"]\n',
    );
  });

  it('is silent when the command needs the tool, in places to work and in builders', () => {
    checkRule(RULE, 'FROM alpine:3.20\nRUN apk add nodejs npm\nCMD ["npm", "start"]\n');
    checkRule(RULE, 'FROM debian:12\nRUN apt-get install -y gcc\nCMD ["bash"]\n');
    checkRule(RULE, 'FROM debian:12\nRUN apt-get install -y gcc\n');
    checkRule(
      RULE,
      'FROM debian:12 AS build\nRUN apt-get install -y gcc\nFROM scratch\nCOPY --from=build /a /a\nCMD ["/a"]\n',
    );
  });

  it('is silent in images made to be worked in', () => {
    checkRule(
      RULE,
      'FROM mcr.microsoft.com/devcontainers/base:bookworm\nRUN apt-get install -y gcc libssl-dev\nCMD ["/init"]\n',
    );
  });

  it('leaves a stage that compiles to prefer-multi-stage', () => {
    checkRule(
      RULE,
      'FROM debian:12\nRUN apt-get install -y gcc\nCOPY a.c /\nRUN gcc -o /a /a.c\nCMD ["/a"]\n',
    );
  });

  it('reports development dependencies that the command itself brings', () => {
    checkRule(RULE, 'FROM php:8.3-fpm\nCOPY . .\nRUN «composer install»\nCMD ["php-fpm"]\n', {
      level: 'warning',
    });
    checkRule(RULE, 'FROM php:8.3-fpm\nCOPY . .\nRUN composer install --no-dev\nCMD ["php-fpm"]\n');
    checkRule(RULE, 'FROM node:20\nCOPY . .\nRUN npm ci\nCMD ["node", "a.js"]\n');
  });
});
