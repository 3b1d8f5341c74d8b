import { describe, it } from 'node:test';
import { checkFix, checkRule, messagesOf } from '../../../../harness/checkRule';
import assert from 'node:assert/strict';

const RULE = 'no-missing-user';

describe(RULE, () => {
  it('reports a user that only the builder has', () => {
    checkRule(
      RULE,
      'FROM golang:1.23-alpine AS build\nRUN adduser -D -u 10001 appuser\nRUN go build -o /out/app .\nFROM scratch\nCOPY --from=build /out/app /app\nUSER «appuser»\nENTRYPOINT ["/app"]\n',
      { level: 'warning' },
    );
    const [message] = messagesOf(
      RULE,
      'FROM golang:1.23 AS build\nRUN useradd app\nFROM debian:12-slim\nCOPY --from=build /x /x\nUSER app\n',
    );
    assert.match(message ?? '', /stage "build" only/);
  });

  it('reports a user of another base image', () => {
    checkRule(RULE, 'FROM debian:12-slim\nUSER «node»\nCMD ["/app"]\n');
    checkRule(RULE, 'FROM alpine:3.20\nCOPY --chown=«www-data»:www-data site /srv/\n');
    checkRule(RULE, 'FROM gcr.io/distroless/static\nCOPY app /app\nUSER «app»:app\n');
    checkRule(RULE, 'FROM alpine:3.20\nENV APP_USER=app\nUSER «$APP_USER»\n');
  });

  it('says it once a name', () => {
    checkRule(RULE, 'FROM alpine:3.20\nCOPY --chown=«app» a /a\nCOPY --chown=app b /b\nUSER app\n');
  });

  it('is silent for users that exist or may exist', () => {
    for (const dockerfile of [
      'FROM node:22-alpine\nUSER node\n',
      'FROM debian:12\nRUN useradd -m app\nUSER app\n',
      'FROM debian:12\nARG USERNAME=app\nRUN groupadd g && useradd -g g $USERNAME\nUSER app\n',
      'FROM alpine:3.20\nRUN addgroup -S app && adduser -S app -G app\nUSER app:app\n',
      'FROM alpine:3.20\nRUN echo "app:x:1000:1000::/:/bin/sh" >> /etc/passwd\nUSER app\n',
      'FROM debian:12\nRUN apt-get update && apt-get install -y postgresql\nUSER postgres\n',
      'FROM debian:12\nRUN apt-get update && apt-get install -y mariadb-server\nUSER mysql\n',
      'FROM debian:12\nCOPY setup.sh /\nRUN /setup.sh\nUSER app\n',
      'FROM company/base\nUSER app\n',
      'FROM golang:1.23 AS build\nRUN useradd app\nFROM scratch\nCOPY --from=build /etc/passwd /etc/\nUSER app\n',
      'FROM scratch\nADD rootfs.tar.gz /\nUSER app\n',
      'FROM scratch\nUSER 65532:65532\n',
      'FROM debian:12\nARG WHO\nUSER $WHO\n',
      'FROM debian:12 AS base\nRUN useradd app\nFROM base\nUSER app\n',
      'FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nUSER ContainerUser\n',
      'FROM debian:12 AS build\nUSER app\nFROM scratch\nCOPY --from=build /x /x\n',
    ])
      checkRule(RULE, dockerfile);
  });

  it('adds the account the way the distribution does', () => {
    checkFix(RULE, 'FROM alpine:3.20\nUSER app\n', 'FROM alpine:3.20\nRUN adduser -D app\nUSER app\n');
    checkFix(
      RULE,
      'FROM debian:12-slim\nUSER app\n',
      'FROM debian:12-slim\nRUN useradd --create-home app\nUSER app\n',
    );
    checkFix(
      RULE,
      'FROM golang:1.23 AS build\nRUN useradd app\nFROM scratch\nCOPY --from=build /out/app /app\nUSER app\n',
      'FROM golang:1.23 AS build\nRUN useradd app\nFROM scratch\nCOPY --from=build /out/app /app\nCOPY --from=build /etc/passwd /etc/passwd\nUSER app\n',
    );
  });
});
