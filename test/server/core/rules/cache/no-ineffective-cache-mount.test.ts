import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-ineffective-cache-mount';

describe(RULE, () => {
  it('reports the home of another user', () => {
    checkRule(RULE, 'FROM node:22\nUSER node\nRUN --mount=type=cache,target=«/root/.npm»,uid=1000 npm ci\n', {
      level: 'information',
    });
    checkRule(RULE, 'FROM node:22\nRUN --mount=type=cache,target=«/home/node/.npm» npm ci\n');
    checkRule(
      RULE,
      'FROM python:3.12\nUSER 1001\nRUN --mount=type=cache,dst=«/root/.cache/pip»,mode=0777 pip install x\n',
    );
  });

  it('reports a mount that the user may not write to', () => {
    checkRule(RULE, 'FROM node:22\nUSER node\nRUN --mount=type=cache,target=«/home/node/.npm» npm ci\n');
    checkRule(RULE, 'FROM debian:12\nUSER 1000\nRUN --mount=target=«/cache»,type=cache ./build.sh\n');
  });

  it('reports a cache that apt clears by itself', () => {
    checkRule(
      RULE,
      'FROM debian:12\nRUN --mount=type=cache,target=«/var/cache/apt»,sharing=locked --mount=type=cache,target=/var/lib/apt,sharing=locked apt-get update && apt-get install -y curl\n',
    );
  });

  it('reports a cache that is switched off or emptied', () => {
    checkRule(
      RULE,
      'FROM python:3.12\nRUN --mount=type=cache,target=«/root/.cache/pip» pip install --no-cache-dir x\n',
    );
    checkRule(
      RULE,
      'FROM python:3.12\nENV PIP_NO_CACHE_DIR=1\nRUN --mount=type=cache,target=«/root/.cache» pip install x\n',
    );
    checkRule(
      RULE,
      'FROM alpine:3.20\nRUN --mount=type=cache,target=«/var/cache/apk» apk add --no-cache curl\n',
    );
    checkRule(
      RULE,
      'FROM ubuntu:24.04\nRUN --mount=type=cache,target=«/var/lib/apt/lists» apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n',
    );
  });

  it('is silent about mounts that work', () => {
    checkRule(RULE, 'FROM node:22\nRUN --mount=type=cache,target=/root/.npm npm ci\n');
    checkRule(
      RULE,
      'FROM node:22\nUSER node\nRUN --mount=type=cache,target=/home/node/.npm,uid=1000 npm ci\n',
    );
    checkRule(
      RULE,
      'FROM golang:1.23\nRUN --mount=type=cache,target=/root/.cache --mount=type=cache,target=/go/pkg/mod go build .\n',
    );
    checkRule(
      RULE,
      'FROM debian:12\nRUN rm -f /etc/apt/apt.conf.d/docker-clean; echo \'Binary::apt::APT::Keep-Downloaded-Packages "true";\' > /etc/apt/apt.conf.d/keep-cache\nRUN --mount=type=cache,target=/var/cache/apt,sharing=locked apt-get update && apt-get install -y curl\n',
    );
    checkRule(
      RULE,
      'FROM python:3.12\nRUN --mount=type=cache,target=/root/.cache/pip pip install x && pip install --no-cache-dir y\n',
    );
  });

  it('is silent where it cannot be known', () => {
    checkRule(RULE, 'FROM example.com/base\nRUN --mount=type=cache,target=/root/.npm npm ci\n');
    checkRule(
      RULE,
      'FROM example.com/base\nRUN --mount=type=cache,target=/var/cache/apt apt-get install -y curl\n',
    );
    checkRule(
      RULE,
      'FROM node:22\nUSER node\nENV npm_config_cache=/c\nRUN --mount=type=cache,target=/root/.npm,uid=1000 npm ci\n',
    );
    checkRule(RULE, 'FROM node:22\nUSER node\nRUN --mount=type=cache,target=/root/.npm sudo npm ci\n');
    checkRule(RULE, 'FROM gradle:8\nRUN --mount=type=cache,target=/home/gradle/.gradle gradle build\n');
    checkRule(RULE, 'FROM node:22\nARG H\nRUN --mount=type=cache,target=$H/.npm npm ci\n');
  });

  it('adds the number of the user, mounts the right home, and lets apt keep its packages', () => {
    checkFix(
      RULE,
      'FROM node:22\nUSER node\nRUN --mount=type=cache,target=/home/node/.npm npm ci\n',
      'FROM node:22\nUSER node\nRUN --mount=type=cache,target=/home/node/.npm,uid=1000 npm ci\n',
    );
    checkFix(
      RULE,
      'FROM node:22\nUSER node\nRUN --mount=type=cache,target=/root/.npm npm ci\n',
      'FROM node:22\nUSER node\nRUN --mount=type=cache,target=/home/node/.npm,uid=1000 npm ci\n',
    );
    checkFix(
      RULE,
      'FROM debian:12\nRUN --mount=type=cache,target=/var/cache/apt apt-get update && apt-get install -y curl\n',
      'FROM debian:12\nRUN --mount=type=cache,target=/var/cache/apt rm -f /etc/apt/apt.conf.d/docker-clean && apt-get update && apt-get install -y curl\n',
    );
    checkFix(
      RULE,
      'FROM python:3.12\nRUN --mount=type=cache,target=/root/.cache/pip pip install --no-cache-dir x\n',
      'FROM python:3.12\nRUN --mount=type=cache,target=/root/.cache/pip pip install x\n',
    );
  });
});
