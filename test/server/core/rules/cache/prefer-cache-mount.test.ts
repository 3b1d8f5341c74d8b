import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyzed, checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'prefer-cache-mount';

describe(RULE, () => {
  for (const [image, command] of [
    ['node:22', 'npm ci'],
    ['node:22', 'yarn install --frozen-lockfile'],
    ['python:3.12', 'pip install -r requirements.txt'],
    ['golang:1.23', 'go build -o /app .'],
    ['golang:1.23', 'go mod download'],
    ['rust:1.80', 'cargo build --release'],
    ['maven:3', 'mvn package'],
  ] as const)
    it(`reports ${command}`, () => {
      checkRule(RULE, `FROM ${image}\nRUN cd /src && «${command}»\n`, { level: 'hint' });
    });

  it('marks the program, without what is set for it', () => {
    checkRule(RULE, 'FROM golang:1.23\nRUN CGO_ENABLED=0 «go build -o /app .»\n');
    checkRule(RULE, 'FROM node:22\nRUN sudo -u node «npm ci» > /log\n');
  });

  it('reports apt where the layer is not shipped', () => {
    checkRule(
      RULE,
      'FROM debian:12 AS b\nRUN apt-get update && «apt-get install -y gcc»\nFROM scratch\nCOPY --from=b /x /x\n',
    );
  });

  it('is silent with a mount, and where a cache is not wanted', () => {
    checkRule(RULE, 'FROM node:22\nRUN --mount=type=cache,target=/root/.npm npm ci\n');
    checkRule(RULE, 'FROM node:22\nRUN --mount=type=bind,target=. npm ci\n');
    checkRule(RULE, 'FROM python:3.12\nRUN pip install --no-cache-dir x\n');
    checkRule(RULE, 'FROM node:22\nRUN npm ci && npm cache clean --force\n');
    checkRule(RULE, 'FROM node:22\nRUN npm ci && rm -rf /root/.npm\n');
    checkRule(RULE, 'FROM python:3.12\nENV PIP_NO_CACHE_DIR=1\nRUN pip install x\n');
    checkRule(RULE, 'FROM debian:12\nRUN apt-get update && apt-get install -y curl\n');
    checkRule(
      RULE,
      'FROM debian:12 AS b\nRUN apt-get update && apt-get install -y gcc && rm -rf /var/lib/apt/lists/*\nFROM scratch\nCOPY --from=b /x /x\n',
    );
    checkRule(RULE, 'FROM alpine:3.20\nRUN apk add --no-cache curl\n');
  });

  it('is silent where the syntax has no mounts', () => {
    checkRule(RULE, '# syntax=docker/dockerfile:1.1\nFROM node:22\nRUN npm ci\n');
    checkRule(RULE, '# syntax=docker/dockerfile:1\nFROM node:22\nRUN «npm ci»\n');
  });

  it('mounts the folders that the tool uses', () => {
    checkFix(
      RULE,
      'FROM node:22\nRUN npm ci\n',
      'FROM node:22\nRUN --mount=type=cache,target=/root/.npm npm ci\n',
    );
    checkFix(
      RULE,
      'FROM node:22\nUSER node\nRUN --network=host npm ci\n',
      'FROM node:22\nUSER node\nRUN --network=host --mount=type=cache,target=/home/node/.npm,uid=1000 npm ci\n',
    );
    checkFix(
      RULE,
      'FROM golang:1.23\nRUN go build -o /app .\n',
      'FROM golang:1.23\nRUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build go build -o /app .\n',
    );
    checkFix(
      RULE,
      'FROM debian:12 AS b\nRUN apt-get update && apt-get install -y gcc\nFROM scratch\nCOPY --from=b /x /x\n',
      'FROM debian:12 AS b\nRUN --mount=type=cache,target=/var/cache/apt,sharing=locked --mount=type=cache,target=/var/lib/apt,sharing=locked rm -f /etc/apt/apt.conf.d/docker-clean && apt-get update && apt-get install -y gcc\nFROM scratch\nCOPY --from=b /x /x\n',
    );
  });

  it('offers no mount over what another stage takes', () => {
    const text = (taken: string): string =>
      `FROM golang:1.23 AS deps\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN go mod download\nFROM deps AS more\nFROM golang:1.23\n${taken}\n`;
    const offers = (taken: string): number => {
      const analysis = analyzed(text(taken));
      const found = analysis.findings.filter(({ rule }) => rule === RULE);
      assert.notEqual(found.length, 0);
      return found.flatMap((finding) => analysis.fixesOf(finding)).length;
    };
    assert.equal(offers('COPY --from=deps /src/go.mod /'), 1);
    assert.equal(offers('COPY --from=deps /go/pkg /go/pkg'), 0);
    assert.equal(offers('COPY --from=more /go/pkg/mod/cache /cache'), 0);
    assert.equal(offers('RUN --mount=type=bind,from=deps,target=/deps ls /deps'), 0);
    assert.equal(offers('ARG D\nCOPY --from=deps $D /d'), 0);
  });
});
