import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-source-in-final-stage';
const GO = 'FROM golang:1.23 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o bin/app .\n';

describe(RULE, () => {
  it('reports the folder that the builder works in', () => {
    checkRule(RULE, `${GO}FROM alpine:3.20\nCOPY --from=build «/src» /srv\n`, { level: 'information' });
    checkRule(RULE, `${GO}FROM scratch\nCOPY --from=build «/src/» /\n`);
    checkRule(
      RULE,
      'FROM node:22 AS build\nWORKDIR /app/web\nCOPY . .\nRUN npm run build\nFROM node:22-slim\nCOPY --from=build «/app» /app\n',
    );
  });

  it('reports the build context beside the artifact', () => {
    checkRule(RULE, `${GO}FROM alpine:3.20\nCOPY «.» /srv\nCOPY --from=build /src/bin/app /srv/\n`);
  });

  it('is silent about the artifact alone', () => {
    checkRule(RULE, `${GO}FROM alpine:3.20\nCOPY --from=build /src/bin /srv\nCOPY conf /etc/app\n`);
    checkRule(
      RULE,
      'FROM golang:1.23 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /out/app .\nFROM scratch\nCOPY --from=build /out /\n',
    );
  });

  it('is silent where the sources are the program', () => {
    checkRule(
      RULE,
      'FROM python:3.12 AS build\nWORKDIR /app\nCOPY . .\nRUN make build\nFROM python:3.12-slim\nCOPY --from=build /app /app\n',
    );
    checkRule(
      RULE,
      'FROM node:22 AS assets\nWORKDIR /app\nCOPY . .\nRUN npm run build\nFROM php:8.3\nCOPY . .\nCOPY --from=assets /app/public /app/public\n',
    );
    checkRule(
      RULE,
      'FROM node:22 AS deps\nWORKDIR /app\nCOPY . .\nRUN npm ci\nFROM node:22-slim\nCOPY --from=deps /app /app\n',
    );
  });

  it('is silent where the stage needs the sources itself, and about images that are not known', () => {
    checkRule(RULE, `${GO}FROM node:22\nCOPY . .\nRUN npm ci\nCOPY --from=build /src/bin/app /srv/\n`);
    checkRule(RULE, `${GO}FROM example.com/base\nCOPY . .\nCOPY --from=build /src/bin/app /srv/\n`);
    checkRule(
      RULE,
      `${GO}FROM alpine AS pack\nCOPY --from=build /src /src\nRUN tar cf /x.tar /src\nFROM scratch\nCOPY --from=pack /x.tar /\n`,
    );
  });

  it('narrows the copy to what the build writes, or removes it', () => {
    checkFix(
      RULE,
      `${GO}FROM alpine:3.20\nCOPY --from=build /src /srv\n`,
      `${GO}FROM alpine:3.20\nCOPY --from=build /src/bin/app /srv/bin/app\n`,
    );
    checkFix(
      RULE,
      `${GO}FROM alpine:3.20\nCOPY . /srv\nCOPY --from=build /src/bin/app /srv/\n`,
      `${GO}FROM alpine:3.20\nCOPY --from=build /src/bin/app /srv/\n`,
    );
  });
});
