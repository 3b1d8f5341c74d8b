import { describe, it } from 'node:test';
import { listedContext } from '../../../../../server/src/core';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-secret-file-copy';
const END = 'FROM scratch\nCOPY --from=b /a /a\n';

describe(RULE, () => {
  it('reports keys and logins in what ships as a warning, in a builder as information', () => {
    checkRule(RULE, 'FROM node:20\nCOPY package.json «.npmrc» ./\nRUN npm ci && rm .npmrc\n', {
      level: 'warning',
    });
    checkRule(
      RULE,
      'FROM node:20\nADD «.ssh/id_rsa» /root/.ssh/\nCOPY «deploy/.aws» /root/.aws\nCOPY «.env» .\n',
      {
        level: 'warning',
      },
    );
    checkRule(RULE, `FROM node:20 AS b\nCOPY «.npmrc» ./\nRUN npm ci\n${END}`, { level: 'information' });
    checkRule(
      RULE,
      'FROM node:20 AS b\nRUN npm ci\nFROM node:20-slim\nCOPY --from=b «/root/.npmrc» /root/\n',
      {
        level: 'warning',
      },
    );
  });

  it('is silent about stand-ins, public keys and what only may hold a secret', () => {
    checkRule(
      RULE,
      [
        'FROM node:20',
        'COPY .env.example .env.sample ./',
        'COPY .env.production .yarnrc.yml ./',
        'COPY certs/ca.pem certs/fullchain.pem /etc/ssl/',
        'COPY nodesource.gpg.key /etc/apt/keyrings/nodesource.key',
        'COPY id_rsa.pub /home/node/.ssh/authorized_keys',
        'COPY release-2026.key /usr/share/keys/release.pub',
        'COPY test/fixtures/server.key /t/',
        'COPY config.json settings.json tsconfig.json ./',
        '',
      ].join('\n'),
    );
  });

  it('lets the text decide where the build context is known', () => {
    const context = listedContext({
      '.npmrc': { text: 'registry=https://registry.example.com/\n' },
      'web/.npmrc': { text: '//registry.example.com/:_authToken=0123456789abcdef\n' },
      '.env.production': { text: 'STRIPE_SECRET=sk_live_0123456789\n' },
    });
    checkRule(RULE, 'FROM node:20\nCOPY .npmrc «web/.npmrc» «.env.production» ./\n', {
      surroundings: { context },
    });
  });

  it('mounts the file in the one RUN that installs', () => {
    checkFix(
      RULE,
      'FROM node:20\nWORKDIR /app\nCOPY .npmrc package.json ./\nRUN npm ci\n',
      'FROM node:20\nWORKDIR /app\nCOPY package.json ./\nRUN --mount=type=secret,id=npmrc,target=/app/.npmrc npm ci\n',
    );
    checkFix(
      RULE,
      'FROM python:3.12\nCOPY .pypirc /root/.pypirc\nRUN --network=host pip install -r requirements.txt\n',
      'FROM python:3.12\nRUN --mount=type=secret,id=pypirc,target=/root/.pypirc --network=host pip install -r requirements.txt\n',
    );
  });
});
