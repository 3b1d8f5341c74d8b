import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyzed, checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'prefer-manifest-before-source';

describe(RULE, () => {
  it('reports the copy of everything before the install', () => {
    checkRule(RULE, 'FROM node:20\nWORKDIR /app\n«COPY . .»\nRUN npm ci\n', { level: 'warning' });
    checkRule(
      RULE,
      'FROM python:3.12 AS build\n«COPY ./ /app/»\nRUN pip install -r /app/requirements.txt\nFROM scratch\nCOPY --from=build /app /app\n',
      { level: 'warning' },
    );
    checkRule(RULE, 'FROM golang:1.23\n«ADD . /src»\nRUN go mod download && go build ./...\n', {
      level: 'warning',
    });
  });

  it('only informs with a cache mount and in a workspace', () => {
    checkRule(RULE, 'FROM node:20\n«COPY . .»\nRUN --mount=type=cache,target=/root/.npm npm ci\n', {
      level: 'information',
    });
    checkRule(RULE, 'FROM node:20\n«COPY . .»\nRUN pnpm install --filter web\n', { level: 'information' });
    checkRule(RULE, 'FROM node:20\n«COPY . .»\nRUN pnpm install\n', {
      level: 'information',
      surroundings: { contextEntries: new Set(['package.json', 'pnpm-workspace.yaml']) },
    });
  });

  it('is silent when the manifests came first, here or in a stage below', () => {
    checkRule(RULE, 'FROM node:20\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm ci --omit=dev\n');
    checkRule(
      RULE,
      'FROM node:20 AS deps\nCOPY package.json ./\nRUN npm ci\nFROM deps\nCOPY . .\nRUN npm ci --omit=dev\n',
    );
    checkRule(
      RULE,
      'FROM node:20 AS deps\nFROM node:20\nCOPY --from=deps /app/node_modules ./node_modules\nCOPY . .\nRUN npm ci --omit=dev\n',
    );
  });

  it('is silent when the install reads the sources, and for a copy of a part', () => {
    checkRule(RULE, 'FROM python:3.12\nCOPY . .\nRUN pip install .\n');
    checkRule(RULE, 'FROM node:20\nCOPY web/ ./\nRUN npm ci\n');
    checkRule(RULE, 'FROM golang:1.23\nRUN --mount=type=bind,target=. go mod download\nCOPY . .\n');
  });

  it('splits the copy', () => {
    checkFix(
      RULE,
      'FROM node:20\nWORKDIR /app\nCOPY --chown=node . .\nENV A=1\nRUN npm ci\nCMD ["node", "a.js"]\n',
      'FROM node:20\nWORKDIR /app\nCOPY --chown=node package*.json ./\nENV A=1\nRUN npm ci\nCOPY --chown=node . .\nCMD ["node", "a.js"]\n',
    );
    checkFix(
      RULE,
      'FROM golang:1.23\r\nCOPY . /src\r\nWORKDIR /src\r\nRUN go mod download\r\n',
      'FROM golang:1.23\r\nCOPY go.mod go.sum* /src/\r\nWORKDIR /src\r\nRUN go mod download\r\nCOPY . /src\r\n',
    );
  });

  it('names only the manifests that the context holds', () => {
    checkFix(
      RULE,
      'FROM node:20\nCOPY . .\nRUN yarn install\n',
      'FROM node:20\nCOPY package.json yarn.lock ./\nRUN yarn install\nCOPY . .\n',
      {
        surroundings: { contextEntries: new Set(['package.json', 'yarn.lock', 'src']) },
      },
    );
  });

  it('offers no fix where the text does not tell that it is safe', () => {
    for (const text of [
      'FROM node:20\nCOPY . .\nRUN ./prepare.sh\nRUN npm ci\n',
      'FROM node:20\nCOPY . .\nRUN npm ci && npm run build\n',
      'FROM node:20\nCOPY . .\nRUN npm ci && npm run codegen\n',
      'FROM node:20\nCOPY . .\nWORKDIR /web\nRUN npm ci\n',
      'FROM php:8.3\nCOPY . .\nRUN composer install\n',
      'FROM python:3.12\nCOPY . .\nRUN pip install -r requirements/prod.txt\n',
    ]) {
      const analysis = analyzed(text);
      const finding = analysis.findings.find(({ rule }) => rule === RULE);
      assert.ok(finding, text);
      assert.deepEqual(analysis.fixesOf(finding), [], text);
    }
  });
});
