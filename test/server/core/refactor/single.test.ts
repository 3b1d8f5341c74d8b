import { describe, it } from 'node:test';
import { checkRefactoring, checkRefusal, offeredAt } from '../../../harness/checkRefactoring';
import assert from 'node:assert/strict';

describe('splitting a COPY', () => {
  it('copies the manifests, installs, and copies the rest', () => {
    checkRefactoring(
      'split-copy',
      'FROM node:22-alpine AS build\r\nWORKDIR /app\r\nCOP«Y . .\r\nRUN npm ci\r\nRUN npm run build\r\nFROM scratch\r\nCOPY --from=build /app/dist /\r\nUSER 65532\r\n',
      'FROM node:22-alpine AS build\r\nWORKDIR /app\r\nCOPY package*.json ./\r\nRUN npm ci\r\nCOPY . .\r\nRUN npm run build\r\nFROM scratch\r\nCOPY --from=build /app/dist /\r\nUSER 65532\r\n',
    );
  });

  it('refuses where there is no install, or one that needs the sources', () => {
    checkRefusal('split-copy', 'FROM alpine:3.20\nCOP«Y . .\nRUN ls\n', 'no-install');
    checkRefusal(
      'split-copy',
      'FROM node:22\nWORKDIR /app\nCOP«Y . .\nRUN ./prepare.sh\nRUN npm ci\n',
      'not-apart',
    );
  });
});

describe('a secret mount', () => {
  const TEXT =
    'FROM node:22 AS build\nARG NPM_TOKEN\nRUN npm config set x:_authToken=$NPM_TOKEN && npm ci\nRUN echo "$NPM_TOKEN" | wc -c\nFROM scratch\nCOPY --from=build /app /app\nUSER 65532\n';
  const MOUNTED =
    'FROM node:22 AS build\nRUN --mount=type=secret,id=npm_token,env=NPM_TOKEN npm config set x:_authToken=$NPM_TOKEN && npm ci\nRUN --mount=type=secret,id=npm_token,env=NPM_TOKEN echo "$NPM_TOKEN" | wc -c\nFROM scratch\nCOPY --from=build /app /app\nUSER 65532\n';

  it('takes the place of an ARG in every RUN that reads it', () => {
    checkRefactoring('use-secret-mount', TEXT.replace('ARG NPM', 'ARG «NPM'), MOUNTED);
    checkRefactoring('use-secret-mount', TEXT.replace('npm config', 'np«m config'), MOUNTED);
  });

  it('takes the place of an ENV that is not shipped', () => {
    checkRefactoring('use-secret-mount', TEXT.replace('ARG NPM_TOKEN', 'E«NV NPM_TOKEN=$OTHER'), MOUNTED);
  });

  it('leaves alone what others read, what is shipped, and old frontends', () => {
    const marked = TEXT.replace('ARG NPM', 'ARG «NPM');
    checkRefusal(
      'use-secret-mount',
      marked.replace('RUN echo', 'LABEL a=$NPM_TOKEN\nRUN echo'),
      'read-elsewhere',
    );
    checkRefusal('use-secret-mount', `# syntax=docker/dockerfile:1.9\n${marked}`, 'no-secret-variables');
    checkRefusal(
      'use-secret-mount',
      'FROM node:22\nE«NV NPM_TOKEN=$X\nRUN echo $NPM_TOKEN\nUSER node\n',
      'needed-at-run-time',
    );
  });

  it('is offered for names of secrets only', () => {
    assert.deepEqual(offeredAt('FROM node:22\nARG «VERSION\nRUN echo $VERSION\n'), []);
  });
});

describe('an unprivileged user', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['Debian', 'debian:12-slim', 'RUN useradd --create-home app\nUSER app\n'],
    ['Alpine', 'alpine:3.20', 'RUN adduser -D app\nUSER app\n'],
    ['an account of the image', 'node:22-slim', 'USER node\n'],
    ['an image without accounts', 'scratch', 'USER 65532:65532\n'],
    ['distroless', 'gcr.io/distroless/static-debian12', 'USER nonroot\n'],
  ];
  for (const [what, image, lines] of cases)
    it(`fits ${what}`, () => {
      checkRefactoring(
        'add-user',
        `FROM ${image}\nCOPY app /app\nCM«D ["/app"]\n`,
        `FROM ${image}\nCOPY app /app\n${lines}CMD ["/app"]\n`,
      );
    });

  it('is not made up for an image that nobody knows', () => {
    checkRefusal('add-user', 'FROM registry.example.com/own\nCM«D ["/app"]\n', 'unknown-accounts');
  });

  it('is not offered where there is one, nor in a stage that is not run', () => {
    const ids = offeredAt('FROM node:22\nUSER node\nCM«D ["a"]\n');
    assert.deepEqual(ids, []);
    assert.deepEqual(offeredAt('FROM node:22 AS b\nCM«D ["a"]\nFROM scratch\nCOPY --from=b /a /a\n'), []);
  });
});
