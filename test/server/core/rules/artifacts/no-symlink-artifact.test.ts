import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-symlink-artifact';

describe(RULE, () => {
  it('reports npm, npx and corepack out of a Node.js image or stage', () => {
    checkRule(
      RULE,
      'FROM node:22-slim AS node\nFROM python:3.13-slim\nCOPY --from=node /usr/local/bin/node /usr/local/bin/\nCOPY --from=node «/usr/local/bin/npm» «/usr/local/bin/npx» /usr/local/bin/\n',
      { level: 'warning' },
    );
    checkRule(
      RULE,
      'FROM php:8.3-fpm\nCOPY --from=node:20 «/usr/local/bin/corepack» /usr/local/bin/corepack\n',
    );
  });

  it('reports a program of node_modules/.bin', () => {
    checkRule(
      RULE,
      'FROM company/builder AS build\nFROM node:22-alpine\nCOPY --from=build «/app/node_modules/.bin/prisma» /usr/local/bin/prisma\n',
    );
  });

  it('is silent for real files, for whole folders and for other images', () => {
    for (const copy of [
      'COPY --from=node:22 /usr/local/bin/node /usr/local/bin/node',
      'COPY --from=node:22 /usr/local/bin /usr/local/bin',
      'COPY --from=node:22 /usr/local/lib/node_modules /usr/local/lib/node_modules',
      'COPY --from=company/tools /usr/local/bin/npm /usr/local/bin/npm',
      'COPY --from=composer:2 /usr/bin/composer /usr/bin/composer',
      'COPY node_modules/.bin /bin',
    ])
      checkRule(RULE, `FROM debian:12\n${copy}\n`);
  });

  it('copies the folder and makes the link again', () => {
    checkFix(
      RULE,
      'FROM python:3.13-slim\nCOPY --from=node:22 /usr/local/bin/npm /usr/local/bin/\nUSER nobody\n',
      'FROM python:3.13-slim\nCOPY --from=node:22 /usr/local/lib/node_modules/npm /usr/local/lib/node_modules/npm\nRUN ln -sf /usr/local/lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm\nUSER nobody\n',
    );
  });
});
