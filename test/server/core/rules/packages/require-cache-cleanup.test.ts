import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyzed, checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'require-cache-cleanup';

describe(RULE, () => {
  it('reports the command that fills a cache which stays', () => {
    checkRule(RULE, 'FROM debian:12\nRUN «apt-get update» && apt-get install -y git\n', {
      level: 'information',
    });
    checkRule(RULE, 'FROM alpine:3\nRUN «apk add» git\n');
    checkRule(RULE, 'FROM fedora:41\nRUN «dnf install» -y git\nRUN «microdnf update» -y\n');
    checkRule(RULE, 'FROM centos:7\nRUN yum clean all && «yum install» -y git\n');
    checkRule(RULE, 'FROM opensuse/leap:15.6\nRUN «zypper -n install» git\n');
    checkRule(RULE, 'FROM python:3\nRUN «pip install» flask\nRUN «python3 -m pip install» -r r.txt\n');
    checkRule(RULE, 'FROM node:22\nRUN «yarn install» --frozen-lockfile\nRUN «yarn»\n');
  });

  it('is silent where the same RUN cleans up', () => {
    for (const clean of [
      'rm -rf /var/lib/apt/lists/*',
      'rm -rf /var/lib/apt/lists',
      'rm -rf /tmp/* "/var/lib/apt/lists/"*',
      'rm -rf /var/lib/{apt,dpkg}',
      'find /var/lib/apt/lists -type f -delete',
      'apt-get distclean',
      './cleanup.sh',
    ])
      checkRule(RULE, `FROM debian:12\nRUN apt-get update && apt-get install -y git && ${clean}\n`);
    checkRule(
      RULE,
      'FROM fedora:41\nRUN dnf install -y git && dnf clean all\nRUN dnf up -y; rm -rf /var/cache/libdnf5\n',
    );
    checkRule(
      RULE,
      'FROM alpine:3\nRUN apk --update add git && rm -rf /var/cache/apk/*\nRUN apk add --no-cache git\n',
    );
    checkRule(
      RULE,
      'FROM python:3\nRUN pip install a && rm -rf ~/.cache\nRUN pip install a && pip cache purge\n',
    );
    checkRule(
      RULE,
      'FROM node:22\nRUN yarn && yarn cache clean\nRUN yarn install && rm -rf /root/.cache/yarn\n',
    );
  });

  it('is silent where a mount keeps the files out of the layer', () => {
    checkRule(
      RULE,
      'FROM debian:12\nRUN --mount=type=cache,target=/var/lib/apt,sharing=locked --mount=type=cache,target=/var/cache/apt apt-get update && apt-get install -y git\n',
    );
    checkRule(
      RULE,
      'FROM debian:12\nRUN --mount=type=tmpfs,target=/var/lib/apt/lists apt-get update && apt-get install -y git\n',
    );
    checkRule(RULE, 'FROM python:3\nRUN --mount=type=cache,target=/root/.cache pip install a\n');
    checkRule(RULE, 'FROM python:3\nENV PIP_CACHE_DIR=/c\nRUN --mount=type=cache,target=/c pip install a\n');
    checkRule(RULE, 'FROM fedora:41\nRUN --mount=type=cache,target=/var/cache/libdnf5 dnf install -y git\n');
  });

  it('looks through a mount at another place', () => {
    checkRule(
      RULE,
      'FROM debian:12\nRUN --mount=type=cache,target=/var/cache/apt «apt-get update» && apt-get install -y git\n',
    );
    checkRule(
      RULE,
      'FROM debian:12\nRUN --mount=type=bind,target=/var/lib/apt/lists «apt-get update» && apt-get install -y git\n',
    );
    checkRule(
      RULE,
      'FROM debian:12\nRUN rm -f /etc/apt/apt.conf.d/docker-clean\nRUN --mount=type=cache,target=/var/lib/apt apt-get update && «apt-get install» -y git\n',
    );
  });

  it('is silent where pip is told by its environment', () => {
    checkRule(RULE, 'FROM python:3 AS a\nENV PIP_NO_CACHE_DIR=1\nFROM a\nRUN pip install b\n');
    checkRule(
      RULE,
      'FROM python:3\nRUN export PIP_NO_CACHE_DIR=on && pip install b\nRUN PIP_NO_CACHE_DIR=1 pip install b\n',
    );
    checkRule(RULE, 'FROM python:3\nENV PIP_NO_CACHE_DIR=off\nRUN «pip install» b\n');
  });

  it('is silent in stages that ship nothing, and for yarn whose cache is part of the project', () => {
    checkRule(
      RULE,
      'FROM debian:12 AS b\nRUN apt-get update && apt-get install -y gcc\nFROM scratch\nCOPY --from=b /a /a\n',
    );
    checkRule(RULE, 'FROM node:22\nCOPY .yarn ./.yarn\nRUN yarn install\n');
    checkRule(RULE, 'FROM node:22\nRUN yarn install --immutable\nRUN yarn build\n');
    checkRule(RULE, 'FROM fedora:41\nRUN dnf install -y --installroot /rootfs bash\n');
  });

  it('cleans up at the end, joined as the RUN joins its commands', () => {
    checkFix(
      RULE,
      'FROM debian:12\r\nRUN apt-get update \\\r\n && apt-get install -y \\\r\n    git\r\nUSER a\r\n',
      'FROM debian:12\r\nRUN apt-get update \\\r\n && apt-get install -y \\\r\n    git \\\r\n && rm -rf /var/lib/apt/lists/*\r\nUSER a\r\n',
    );
    checkFix(
      RULE,
      'FROM debian:12\nRUN set -eux; \\\n\tapt-get update; \\\n\tapt-get install -y git\n',
      'FROM debian:12\nRUN set -eux; \\\n\tapt-get update; \\\n\tapt-get install -y git; \\\n\trm -rf /var/lib/apt/lists/*\n',
    );
    checkFix(
      RULE,
      'FROM fedora:41\nRUN <<EOF\nset -e\ndnf install -y git\nEOF\n',
      'FROM fedora:41\nRUN <<EOF\nset -e\ndnf install -y git\ndnf clean all\nEOF\n',
    );
    checkFix(RULE, 'FROM node:22\nRUN yarn\n', 'FROM node:22\nRUN yarn && yarn cache clean\n');
  });

  it('adds a switch where there is one', () => {
    checkFix(RULE, 'FROM python:3\nRUN pip install a\n', 'FROM python:3\nRUN pip install --no-cache-dir a\n');
    checkFix(
      RULE,
      'FROM alpine:3\nRUN apk update && \\\n    apk upgrade && apk add git\n',
      'FROM alpine:3\nRUN apk upgrade --no-cache && apk add --no-cache git\n',
    );
  });

  it('offers nothing where a later RUN installs by the same lists, and asks first in a base stage', () => {
    const safetiesOf = (text: string): string[] => {
      const analysis = analyzed(text);
      return analysis.findings
        .filter(({ rule }) => rule === RULE)
        .flatMap((finding) => analysis.fixesOf(finding).map(({ safety }) => safety));
    };
    const base = 'FROM debian:12 AS a\nRUN apt-get update && apt-get install -y a\n';
    assert.deepEqual(safetiesOf(`${base}RUN apt-get install -y b\n`), []);
    assert.deepEqual(safetiesOf(`${base}FROM a\nCOPY b b\n`), ['suggestion']);
    assert.deepEqual(safetiesOf(base), ['safe']);
  });

  it('names the code of hadolint, which looks at stages for apt and yarn alone', () => {
    const surroundings = { parity: 'hadolint' } as const;
    const text =
      'FROM debian:12 AS b\nRUN apt-get update && pip install a\nFROM scratch\nCOPY --from=b /a /a\n';
    checkRule('DL3009', text, { surroundings });
    checkRule('DL3042', text.replace('pip install', '«pip install»'), { surroundings });
    checkRule('DL3019', 'FROM alpine:3\nRUN «apk add» git && rm -rf /var/cache/apk/*\n', { surroundings });
  });
});
