/** The facts that rules rely on; each is taken from the publisher's Dockerfile named in the catalogue's sources. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type BaseImage,
  describeImage,
  isKnownImageName,
  knownRepositories,
  parseImageReference,
} from '../../../../../server/src/core/model/images/index';

const digest = `sha256:${'ab'.repeat(32)}`;

function known(reference: string): BaseImage {
  const image = describeImage(reference);
  assert.ok(image, `${reference} is not known`);
  return image;
}

/** Distribution, C library, package manager, shell, user: what most rules ask first. */
function system(reference: string): readonly unknown[] {
  const image = known(reference);
  return [image.distribution?.id, image.libc, image.packageManager, image.shell, image.user];
}

describe('systems', () => {
  const rows: readonly (readonly [reference: string, ...facts: readonly unknown[]])[] = [
    ['alpine:3.20', 'alpine', 'musl', 'apk', '/bin/sh', 'root'],
    ['debian:bookworm-slim', 'debian', 'glibc', 'apt', '/bin/sh', 'root'],
    ['ubuntu:22.04', 'ubuntu', 'glibc', 'apt', '/bin/sh', 'root'],
    ['scratch', 'scratch', null, null, null, 'root'],
    ['busybox:1.36', 'busybox', 'glibc', null, '/bin/sh', 'root'],
    ['busybox:musl', 'busybox', null, null, '/bin/sh', 'root'],
    ['node:20', 'debian', 'glibc', 'apt', '/bin/sh', 'root'],
    ['node:lts-alpine3.20', 'alpine', 'musl', 'apk', '/bin/sh', 'root'],
    ['golang:1.25-alpine', 'alpine', 'musl', 'apk', '/bin/sh', 'root'],
    ['gcr.io/distroless/static', 'distroless', null, null, null, 'root'],
    ['gcr.io/distroless/static-debian12:nonroot', 'distroless', null, null, null, '65532'],
    ['gcr.io/distroless/base:debug', 'distroless', 'glibc', null, '/busybox/sh', 'root'],
    ['gcr.io/distroless/cc-debian13:debug-nonroot', 'distroless', 'glibc', null, '/busybox/sh', '65532'],
    ['cgr.dev/chainguard/static', 'wolfi', null, null, null, '65532'],
    ['cgr.dev/chainguard/wolfi-base', 'wolfi', 'glibc', 'apk', '/bin/sh', 'root'],
    ['eclipse-temurin:21-jre', 'ubuntu', 'glibc', 'apt', '/bin/sh', 'root'],
    ['eclipse-temurin:21-jre-alpine-3.22', 'alpine', 'musl', 'apk', '/bin/sh', 'root'],
    ['eclipse-temurin:21-ubi9-minimal', 'rhel', 'glibc', 'microdnf', '/bin/sh', 'root'],
    ['maven:3.9-eclipse-temurin-21', 'ubuntu', 'glibc', 'apt', '/bin/sh', 'root'],
    ['maven:3.9-amazoncorretto-21', 'amazon', 'glibc', undefined, '/bin/sh', 'root'],
    ['mcr.microsoft.com/dotnet/aspnet:8.0', 'debian', 'glibc', 'apt', '/bin/sh', 'root'],
    ['mcr.microsoft.com/dotnet/aspnet:10.0', 'ubuntu', 'glibc', 'apt', '/bin/sh', 'root'],
    ['mcr.microsoft.com/dotnet/aspnet:8.0-alpine', 'alpine', 'musl', 'apk', '/bin/sh', 'root'],
    ['mcr.microsoft.com/dotnet/aspnet:8.0-jammy-chiseled', 'ubuntu', 'glibc', null, null, '1654'],
    ['nginx:alpine', 'alpine', 'musl', 'apk', '/bin/sh', 'root'],
    ['nginxinc/nginx-unprivileged:1.27', 'debian', 'glibc', 'apt', '/bin/sh', '101'],
    ['postgres:16', 'debian', 'glibc', 'apt', '/bin/sh', 'root'],
    ['amazonlinux:2', 'amazon', 'glibc', 'yum', '/bin/sh', 'root'],
    ['public.ecr.aws/amazonlinux/amazonlinux:2023', 'amazon', 'glibc', 'dnf', '/bin/sh', 'root'],
    ['registry.access.redhat.com/ubi9-minimal', 'rhel', 'glibc', 'microdnf', '/bin/sh', 'root'],
    ['registry.access.redhat.com/ubi9/ubi-micro:latest', 'rhel', 'glibc', null, '/bin/sh', 'root'],
    ['oven/bun:1-distroless', 'distroless', 'glibc', null, null, 'root'],
    ['golang:1.25-windowsservercore-ltsc2022', 'windows', null, null, undefined, undefined],
    ['memcached:1-alpine', 'alpine', 'musl', 'apk', '/bin/sh', 'memcache'],
    ['haproxy:3.0', 'debian', 'glibc', 'apt', '/bin/sh', 'haproxy'],
    ['haproxy:2.2', 'debian', 'glibc', 'apt', '/bin/sh', 'root'],
    ['grafana/grafana:11.0.0', undefined, undefined, undefined, undefined, '472'],
    ['jenkins/jenkins:lts', undefined, undefined, undefined, undefined, 'jenkins'],
  ];
  for (const [reference, ...facts] of rows) {
    it(`knows ${reference}`, () => {
      assert.deepEqual(system(reference), facts);
    });
  }
});

describe('releases', () => {
  const rows: readonly (readonly [
    reference: string,
    codename: string | undefined,
    version: string | undefined,
  ])[] = [
    ['debian:12.5-slim', 'bookworm', '12'],
    ['debian:trixie-20260713-slim', 'trixie', '13'],
    ['debian:stable-slim', undefined, undefined],
    ['ubuntu:24.04', 'noble', '24.04'],
    ['ubuntu:latest', undefined, undefined],
    ['alpine:3.19.1', undefined, '3.19.1'],
    ['alpine:3', undefined, undefined],
    ['python:3.12-slim-bookworm', 'bookworm', '12'],
    ['node:20', 'bookworm', '12'],
    ['node:20.2-slim', 'bullseye', '11'],
    ['node:lts', undefined, undefined],
    ['golang:1.17', 'bullseye', '11'],
    ['golang:1.20.4', 'bullseye', '11'],
    ['golang:1.20', 'bookworm', '12'],
    ['golang:1', undefined, undefined],
    ['rust:1.64', 'bullseye', '11'],
    ['gcr.io/distroless/base-debian12', 'bookworm', '12'],
    ['mcr.microsoft.com/dotnet/sdk:6.0', 'bullseye', '11'],
  ];
  for (const [reference, codename, version] of rows) {
    it(`knows the release of ${reference}`, () => {
      const { distribution } = known(reference);
      assert.deepEqual([distribution?.codename, distribution?.version], [codename, version]);
    });
  }
});

describe('programs and build tools', () => {
  const rows: readonly (readonly [reference: string, program: string, isThere: boolean | undefined])[] = [
    ['golang:1.25', 'gcc', true],
    ['golang:1.25-alpine', 'gcc', false],
    ['golang:1.25-alpine', 'git', false],
    ['node:20', 'python3', true],
    ['node:20-slim', 'gcc', false],
    ['node:20-slim', 'curl', false],
    ['node:20-alpine', 'wget', true],
    ['node:20-alpine', 'bash', false],
    ['node:24', 'corepack', true],
    ['node:26', 'corepack', false],
    ['python:3.12', 'make', true],
    ['python:3.12-slim', 'gcc', false],
    ['rust:1.90-slim', 'gcc', true],
    ['rust:1.90-slim', 'make', false],
    ['php:8.3-fpm', 'gcc', true],
    ['php:8.3-fpm-alpine', 'gcc', false],
    ['php:8.3-cli', 'curl', true],
    ['eclipse-temurin:21', 'javac', true],
    ['eclipse-temurin:21-jre', 'javac', false],
    ['nginx:1.27', 'curl', true],
    ['nginx:1.27-alpine-slim', 'curl', undefined],
    ['gcr.io/distroless/nodejs22-debian12', 'node', false],
    ['ubuntu:22.04', 'useradd', true],
    ['alpine:3.20', 'useradd', false],
    ['debian:jessie', 'curl', undefined],
  ];
  for (const [reference, program, isThere] of rows) {
    it(`${reference}: ${program} is ${String(isThere)}`, () => {
      assert.equal(known(reference).programs[program], isThere);
    });
  }

  it('lists build tools only when it is known whether there is a C compiler', () => {
    assert.ok(known('node:20').buildTools?.includes('gcc'));
    assert.deepEqual(known('golang:alpine').buildTools, ['go']);
    assert.equal(known('postgres:16').buildTools, undefined);
  });
});

describe('configuration', () => {
  it('knows accounts beside root', () => {
    assert.ok(known('node:20-alpine').users?.includes('node'));
    assert.ok(known('node:20-alpine').accounts?.includes('nobody'));
    assert.ok(!known('node:20-alpine').accounts?.includes('app'));
    assert.ok(known('mcr.microsoft.com/dotnet/aspnet:8.0').users?.includes('app'));
    assert.ok(!known('mcr.microsoft.com/dotnet/aspnet:6.0').users?.includes('app'));
    assert.ok(known('ubuntu:24.04').users?.includes('ubuntu'));
    assert.ok(!known('ubuntu:22.04').accounts?.includes('ubuntu'));
  });

  it('knows services that leave root themselves', () => {
    assert.deepEqual([known('postgres:16').user, known('postgres:16').dropsPrivileges], ['root', true]);
    assert.equal(known('nginx:alpine').dropsPrivileges, undefined);
  });

  it('knows commands, entrypoints, ports and working directories', () => {
    assert.deepEqual(known('nginx:alpine').exposes, [80]);
    assert.deepEqual(known('nginx:alpine').command, ['nginx', '-g', 'daemon off;']);
    assert.deepEqual(known('php:8.3-fpm-alpine').exposes, [9000]);
    assert.deepEqual(known('gcr.io/distroless/java21-debian13').entrypoint, ['/usr/bin/java', '-jar']);
    assert.equal(known('gcr.io/distroless/static-debian13').command, null);
    assert.equal(known('golang:1.25').workdir, '/go');
    assert.equal(known('gcr.io/distroless/static:nonroot').workdir, '/home/nonroot');
  });

  it('knows environment names whose values it does not know', () => {
    const { env } = known('node:20');
    assert.ok('NODE_VERSION' in env);
    assert.equal(env['NODE_VERSION'], undefined);
    assert.equal(known('golang:1.25').env['GOPATH'], '/go');
    assert.equal(known('alpine:3.20').envIsComplete, true);
    assert.equal(known('node:20-alpine').envIsComplete, true);
    assert.equal(known('golang:1.23-alpine').envIsComplete, true);
    assert.equal(known('python:3.12-slim').envIsComplete, true);
    assert.equal(known('node:8').envIsComplete, undefined);
    assert.equal(known('nginx:1.27').envIsComplete, undefined);
  });

  it('knows publishers without version tags', () => {
    assert.equal(known('gcr.io/distroless/static').versionTags, false);
    assert.equal(known('cgr.dev/chainguard/node:latest').versionTags, false);
    assert.equal(known('node').versionTags, true);
  });

  it('knows languages and kinds', () => {
    assert.deepEqual(known('maven:3.8.5-eclipse-temurin-17').language, { name: 'java', version: '17' });
    assert.equal(known('maven:3.9').language?.version, undefined);
    assert.deepEqual(known('gradle:8.5-jdk21-alpine').language, { name: 'java', version: '21' });
    assert.deepEqual(known('gcr.io/distroless/nodejs24-debian13').language, { name: 'node', version: '24' });
    assert.equal(known('alpine').language, null);
    const kinds = ['golang', 'node', 'alpine', 'nginx', 'tonistiigi/xx', 'mcr.microsoft.com/dotnet/sdk:8.0'];
    assert.deepEqual(
      kinds.map((reference) => known(reference).kind),
      ['sdk', 'runtime', 'os', 'service', 'tool', 'sdk'],
    );
  });
});

describe('runtime siblings', () => {
  const rows: readonly (readonly [reference: string, sibling: string | undefined])[] = [
    ['golang:1.25', 'gcr.io/distroless/static-debian13:nonroot'],
    ['golang:${GO_VERSION}-alpine', 'gcr.io/distroless/static-debian13:nonroot'],
    ['rust:1.90-bookworm', 'debian:bookworm-slim'],
    ['rust:1.90-alpine3.22', 'alpine:3.22'],
    ['rust', 'debian:stable-slim'],
    ['maven:3.9-eclipse-temurin-21', 'eclipse-temurin:21-jre'],
    ['maven:3.9-eclipse-temurin-21-alpine', 'eclipse-temurin:21-jre-alpine'],
    ['maven:3.9', undefined],
    ['gradle:jdk21', 'eclipse-temurin:21-jre'],
    ['eclipse-temurin:21-jdk-noble', 'eclipse-temurin:21-jre-noble'],
    ['eclipse-temurin:21-alpine', 'eclipse-temurin:21-jre-alpine'],
    ['eclipse-temurin:21-jre', undefined],
    ['mcr.microsoft.com/dotnet/sdk:8.0.100-alpine3.18', 'mcr.microsoft.com/dotnet/aspnet:8.0-alpine3.18'],
    ['mcr.microsoft.com/dotnet/core/sdk:3.1', 'mcr.microsoft.com/dotnet/core/aspnet:3.1'],
    ['node:20', 'node:20-slim'],
    ['node:20-bookworm', 'node:20-bookworm-slim'],
    ['node', 'node:slim'],
    ['docker.io/library/node:20', 'docker.io/library/node:20-slim'],
    ['node:${V}', undefined],
    ['python:3.12-bookworm', 'python:3.12-slim-bookworm'],
    ['python:3.12', 'python:3.12-slim'],
    ['python:3.12-slim', undefined],
    ['ruby:3.4', 'ruby:3.4-slim'],
    ['debian:bookworm', 'debian:bookworm-slim'],
    ['swift:6.0-jammy', 'swift:6.0-jammy-slim'],
  ];
  for (const [reference, sibling] of rows) {
    it(`suggests ${String(sibling)} for ${reference}`, () => {
      assert.equal(known(reference).runtimeSibling?.reference, sibling);
    });
  }

  it('suggests complete references that are known themselves', () => {
    for (const repository of knownRepositories()) {
      const suggested = describeImage(repository)?.runtimeSibling?.reference;
      if (suggested === undefined) continue;
      assert.ok(parseImageReference(suggested), suggested);
      assert.ok(describeImage(suggested), suggested);
    }
  });
});

describe('references that are not fully known', () => {
  it('tells what holds for all tags when the tag is a variable', () => {
    const image = known('node:${NODE_VERSION}');
    assert.deepEqual(
      [image.shell, image.user, image.kind, image.language],
      ['/bin/sh', 'root', 'runtime', { name: 'node' }],
    );
    assert.deepEqual([image.libc, image.packageManager, image.buildTools], [undefined, undefined, undefined]);
    assert.equal(image.programs['node'], true);
    assert.equal(image.programs['yarn'], undefined);
  });

  it('uses the part of the tag after a version variable', () => {
    assert.equal(known('node:${NODE_VERSION}-slim').libc, 'glibc');
    assert.equal(known('node:${NODE_VERSION:-20}-slim').programs['gcc'], false);
    const golang = known('golang:${GO_VERSION}-alpine${ALPINE_VERSION}');
    assert.deepEqual(golang.distribution, { id: 'alpine' });
    assert.equal(known('php:${V}-alpine').command, undefined);
    assert.equal(known('gcr.io/distroless/static:nonroot-${ARCH}').user, '65532');
  });

  it('keeps to the namespace when the repository ends in a variable', () => {
    const image = known('gcr.io/distroless/nodejs${NODE_VERSION}');
    assert.deepEqual([image.shell, image.language], [null, { name: 'node' }]);
  });

  it('takes a digest without a tag as an unknown tag, and believes a tag beside a digest', () => {
    assert.equal(known(`node@${digest}`).libc, undefined);
    assert.equal(known(`node:20-alpine@${digest}`).libc, 'musl');
  });

  it('knows nothing of other images', () => {
    for (const reference of [
      '',
      'builder',
      '$BASE',
      '${P}alpine',
      'example.com/node',
      'scratch:latest',
      'Node',
      'base:1',
    ]) {
      assert.equal(describeImage(reference), undefined, reference);
    }
  });
});

describe('names', () => {
  it('takes copies of official images for the originals', () => {
    const copies = [
      'amd64/alpine:3.20',
      'public.ecr.aws/docker/library/alpine:3.20',
      'index.docker.io/library/alpine:3.20',
    ];
    for (const copy of copies) assert.equal(known(copy).libc, 'musl', copy);
  });

  it('tells images from mistyped stages', () => {
    for (const name of ['bash', 'redis', 'scratch', 'ghcr.io/a/b', 'a/b', 'base:1'])
      assert.ok(isKnownImageName(name), name);
    for (const name of ['base', 'buidler', 'build-env', '', '$X']) assert.ok(!isKnownImageName(name), name);
  });

  it('lists repositories once, sorted, and every one of them parses', () => {
    const names = knownRepositories();
    assert.deepEqual(names, [...new Set(names)].toSorted());
    assert.deepEqual(
      names.filter((name) => parseImageReference(name)?.familiarName !== name),
      [],
    );
  });
});

describe('every entry', () => {
  it('cites sources and contradicts nothing in itself', () => {
    for (const repository of knownRepositories()) {
      for (const suffix of ['', ':latest', ':1', ':8.0-alpine', ':${V}', ':${V}-slim', `@${digest}`]) {
        const image = repository === 'scratch' ? known('scratch') : describeImage(repository + suffix);
        if (image === undefined) continue;
        const name = repository + suffix;
        assert.ok(image.sources.length > 0, `${name} has no source`);
        if (image.shell === null) assert.notEqual(image.programs['sh'], true, name);
        if (image.libc === 'musl') assert.notEqual(image.packageManager, 'apt', name);
        if (image.distribution?.id === 'alpine') assert.ok(image.libc !== 'glibc', name);
        if (image.os === 'windows') assert.notEqual(image.shell, '/bin/sh', name);
      }
    }
  });

  it('answers the same object the second time, and keeps answering when many references are asked', () => {
    assert.equal(describeImage('node:20'), describeImage('node:20'));
    for (let index = 0; index < 2000; index += 1) describeImage(`node:20.${String(index)}-alpine`);
    assert.equal(describeImage('node:20')?.libc, 'glibc');
  });
});
