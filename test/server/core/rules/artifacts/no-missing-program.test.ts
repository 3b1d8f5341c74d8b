import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkFix, checkRule, messagesOf } from '../../../../harness/checkRule';

const RULE = 'no-missing-program';

describe(RULE, () => {
  it('reports curl in the health check of an image that has none', () => {
    for (const image of ['alpine:3.20', 'node:22-alpine', 'python:3.13-slim', 'debian:12-slim'])
      checkRule(
        RULE,
        `FROM ${image}\nHEALTHCHECK --interval=30s CMD «curl» -f http://localhost/ || exit 1\n`,
      );
    checkRule(
      RULE,
      'FROM node:22-alpine\nRUN apk add --no-cache tini\nHEALTHCHECK CMD [«"curl"», "-f", "http://localhost/"]\n',
      { level: 'warning' },
    );
  });

  it('reports wget where only curl could be there, and a shell that is not', () => {
    checkRule(
      RULE,
      'FROM debian:12-slim\nRUN apt-get update && apt-get install -y ca-certificates\nHEALTHCHECK CMD «wget» -q --spider http://localhost/\n',
    );
    checkRule(RULE, 'FROM alpine:3.20\nCOPY start.sh /\nENTRYPOINT [«"bash"», "/start.sh"]\n');
    checkRule(RULE, 'FROM alpine:3.20\nCOPY start.sh /\nCMD «bash» /start.sh\n');
  });

  it('reports an entrypoint at another path than the copied program', () => {
    checkRule(
      RULE,
      'FROM golang:1.23 AS build\nRUN go build -o /out/app .\nFROM scratch\nCOPY --from=build /out/app /app\nENTRYPOINT [«"/server"»]\n',
    );
    checkRule(
      RULE,
      'FROM golang:1.23 AS build\nRUN go build -o /out/app .\nFROM gcr.io/distroless/static\nCOPY --from=build /out/app /bin/app\nENTRYPOINT [«"/app"»]\n',
    );
    checkRule(
      RULE,
      'FROM golang:1.23 AS build\nRUN go build -o /out/app .\nFROM scratch\nCOPY --from=build /out/app /app\nENTRYPOINT [«"app"»]\n',
    );
  });

  it('reports the file that an interpreter does not find', () => {
    checkRule(
      RULE,
      'FROM maven:3-eclipse-temurin-21 AS build\nWORKDIR /src\nRUN mvn package\nFROM eclipse-temurin:21-jre\nWORKDIR /app\nCOPY --from=build /src/target/app.jar application.jar\nENTRYPOINT ["java", "-jar", «"app.jar"»]\n',
    );
    checkRule(RULE, 'FROM python:3.13-slim\nCOPY main.py /src/\nWORKDIR /app\nCMD ["python", «"main.py"»]\n');
  });

  it('reports a script whose interpreter is missing', () => {
    checkRule(
      RULE,
      'FROM alpine:3.20\nCOPY --chmod=755 <<EOF /start.sh\n#!/bin/bash\necho hi\nEOF\nENTRYPOINT [«"/start.sh"»]\n',
    );
    assert.match(
      messagesOf(
        RULE,
        'FROM alpine:3.20\nCOPY --chmod=755 <<EOF /start.sh\n#!/usr/bin/env bash\necho hi\nEOF\nENTRYPOINT ["/start.sh"]\n',
      )[0] ?? '',
      /no bash/,
    );
  });

  it('is silent where the program is, or may be', () => {
    for (const dockerfile of [
      'FROM alpine:3.20\nHEALTHCHECK CMD wget -q --spider http://localhost/\n',
      'FROM python:3.13\nHEALTHCHECK CMD curl -f http://localhost/\n',
      'FROM python:3.13-slim\nRUN apt-get update && apt-get install -y curl\nHEALTHCHECK CMD curl -f http://localhost/\n',
      'FROM debian:12-slim\nARG PACKAGES\nRUN apt-get update && apt-get install -y $PACKAGES\nHEALTHCHECK CMD curl -f http://localhost/\n',
      'FROM alpine:3.20\nRUN apk add --no-cache aws-cli\nENTRYPOINT ["bash"]\n',
      'FROM alpine:3.20\nCOPY --from=tools /usr/bin/curl /usr/bin/curl\nHEALTHCHECK CMD curl -f http://localhost/\n',
      'FROM alpine:3.20\nCOPY setup.sh /\nRUN /setup.sh\nHEALTHCHECK CMD curl -f http://localhost/\n',
      'FROM alpine:3.20\nHEALTHCHECK CMD curl -f http://localhost/ || wget -q http://localhost/\n',
      'FROM alpine:3.20\nHEALTHCHECK CMD if command -v curl; then curl -f http://localhost/; fi\n',
      'FROM company/base\nHEALTHCHECK CMD curl -f http://localhost/\n',
      'FROM node:22-alpine\nWORKDIR /app\nCMD ["node", "server.js"]\n',
      'FROM node:22-alpine\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n',
      'FROM golang:1.23 AS build\nRUN go build -o /out/app .\nFROM scratch\nCOPY --from=build /out /\nENTRYPOINT ["/app"]\n',
      'FROM golang:1.23 AS build\nRUN go build -o /out/app .\nFROM scratch\nCOPY --from=build /out/app /usr/bin/\nENTRYPOINT ["app"]\n',
      'FROM python:3.13-slim\nRUN pip install gunicorn\nCMD ["gunicorn", "app:app"]\n',
      'FROM alpine:3.20\nCOPY hello.txt .\nCMD ["./app"]\n',
      'FROM golang:1.23-alpine AS build\nENTRYPOINT ["bash"]\nFROM scratch\nCOPY --from=build /x /x\n',
      'FROM gcr.io/distroless/static:debug\nCOPY app /app\nHEALTHCHECK CMD ["wget", "-q", "http://localhost/"]\nENTRYPOINT ["/app"]\n',
      'FROM scratch\nCOPY etl.wasm /\nENTRYPOINT ["kafka.wasm"]\n',
      'FROM gcr.io/distroless/nodejs22-debian12\nCOPY . /app\nCMD ["/app/server.js"]\n',
    ])
      checkRule(RULE, dockerfile);
  });

  it('uses wget, or installs the program', () => {
    checkFix(
      RULE,
      'FROM alpine:3.20\nHEALTHCHECK CMD curl -fsS http://localhost/ || exit 1\n',
      'FROM alpine:3.20\nHEALTHCHECK CMD wget -q --spider http://localhost/ || exit 1\n',
    );
    checkFix(
      RULE,
      'FROM alpine:3.20\nHEALTHCHECK CMD curl -fsS http://localhost/ || exit 1\n',
      'FROM alpine:3.20\nRUN apk add --no-cache curl\nHEALTHCHECK CMD curl -fsS http://localhost/ || exit 1\n',
      { title: 'Install' },
    );
    checkFix(
      RULE,
      'FROM golang:1.23 AS build\nRUN go build -o /out/app .\nFROM scratch\nCOPY --from=build /out/app /bin/app\nENTRYPOINT ["/app"]\n',
      'FROM golang:1.23 AS build\nRUN go build -o /out/app .\nFROM scratch\nCOPY --from=build /out/app /bin/app\nENTRYPOINT ["/bin/app"]\n',
    );
  });
});
