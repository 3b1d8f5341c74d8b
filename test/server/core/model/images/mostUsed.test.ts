/** The base images that real Dockerfiles name most: each is described, as far as anything but the image itself can tell. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyze } from '../../../../../server/src/core';
import { describeImage, parseImageReference } from '../../../../../server/src/core/model/images/index';
import { corpusFiles } from '../../../../harness/corpus';

/** How often the corpus builds on the repository, and a reference to it. */
const MOST_USED: readonly (readonly [uses: number, reference: string])[] = [
  [103, 'node:20-slim'],
  [96, 'golang:1.23'],
  [87, 'alpine:3.20'],
  [42, 'scratch'],
  [40, 'ruby:3.4-slim'],
  [30, 'ubuntu:22.04'],
  [29, 'python:3.12-alpine'],
  [25, 'busybox:1.37'],
  [17, 'gcr.io/distroless/static:nonroot'],
  [15, 'debian:bookworm-slim'],
  [13, 'nginx:1.27-alpine'],
  [11, 'eclipse-temurin:21-jre'],
  [10, 'public.ecr.aws/amazonlinux/amazonlinux:2023'],
  [9, 'mcr.microsoft.com/dotnet/sdk:8.0'],
  [8, 'microsoft/windowsservercore:10.0.14393.693'],
  [8, 'selenium/base:latest'],
  [7, 'mcr.microsoft.com/dotnet/aspnet:8.0'],
  [7, 'rust:1.80'],
  [6, 'gcr.io/distroless/base:latest'],
  [5, 'microsoft/aspnet:windowsservercore-10.0.14393.693'],
  [5, 'php:8.3-apache'],
  [5, 'selenium/node-base:latest'],
  [4, 'docker:28'],
  [4, 'gcr.io/distroless/static-debian12:nonroot'],
  [4, 'maven:3.9-eclipse-temurin-21'],
  [4, 'registry:2'],
  [4, 'tonistiigi/xx:1.9.0'],
  [3, 'docker/buildx-bin:0.34.1'],
  [3, 'dockereng/cli-bin:29.6'],
  [3, 'gcr.io/distroless/static-debian13:nonroot'],
  [3, 'gradle:8-jdk21'],
  [3, 'moby/moby-bin:29.6'],
  [3, 'oven/bun:1-slim'],
  [2, 'caddy:2-alpine'],
  [2, 'cgr.dev/chainguard/wolfi-base:latest'],
  [2, 'clojure:temurin-21-tools-deps'],
  [2, 'composer:2'],
  [2, 'cypress/included:13.17.0'],
  [2, 'docker/compose-bin:v5.1.0'],
  [2, 'dunglas/frankenphp:1-php8.3'],
  [2, 'envoyproxy/envoy:v1.34.0'],
  [2, 'gcr.io/gcp-runtimes/ubuntu_16_0_4'],
  [2, 'ghcr.io/grpc-ecosystem/grpc-health-probe:v0.4.55'],
  [2, 'mcr.microsoft.com/oss/go/microsoft/golang:1.23'],
  [2, 'microsoft/mssql-server-windows-express:2016-sp1'],
  [2, 'nginxinc/nginx-unprivileged:1.27-alpine'],
  [2, 'postgres:17'],
  [2, 'psampaz/go-mod-outdated:v0.9.0'],
  [2, 'quay.io/evl.ms/fullstaq-ruby:3.4-malloctrim-slim'],
  [2, 'rubylang/ruby:3.4-jammy'],
  [2, 'swift:5.10'],
  [1, 'apache/kafka:4.0.0'],
  [1, 'bash:5.2'],
  [1, 'cassandra:5.0'],
  [1, 'centos:7'],
  [1, 'erlang:27-alpine'],
  [1, 'gcr.io/distroless/cc-debian12:nonroot'],
  [1, 'gcr.io/distroless/java21-debian12:nonroot'],
  [1, 'gcr.io/distroless/nodejs22-debian12:nonroot'],
  [1, 'hexpm/elixir:1.17.0-erlang-27.0-debian-bookworm-20240612-slim'],
  [1, 'httpd:2.4'],
  [1, 'mcr.microsoft.com/dotnet/runtime:8.0'],
  [1, 'mcr.microsoft.com/dotnet/runtime-deps:8.0-alpine'],
  [1, 'mysql:8.4'],
  [1, 'phusion/baseimage:jammy-1.0.4'],
  [1, 'redis:7'],
  [1, 'registry.access.redhat.com/ubi9-minimal:9.4'],
  [1, 'tomcat:10.1-jre21-temurin-noble'],
];

/** Built on somebody's own machine, by a file of the corpus, or for one demonstration. */
const NOT_PUBLISHED: ReadonlySet<string> = new Set([
  'base',
  'discourse/base',
  'discourse/ruby',
  'dockersamples/assets-db-builder',
  'php-base',
  'prebuild',
  'sailresearch/transformers-dapr',
  'yg397/thrift-microservice-deps',
]);

const FACTS = ['os', 'kind', 'shell', 'packageManager', 'user', 'workdir', 'exposes'] as const;
type Fact = (typeof FACTS)[number];

/** Facts that no reference tells, with the reason. */
const UNTOLD: Readonly<Record<string, readonly Fact[]>> = {
  // Windows has no POSIX-like shell; which port SQL Server exposes was not checked.
  'microsoft/windowsservercore': ['shell'],
  'microsoft/aspnet': ['shell'],
  'microsoft/mssql-server-windows-express': ['shell', 'exposes'],
  // Its Dockerfiles are generated for each version.
  'cypress/included': ['workdir'],
  // Debian or Azure Linux, and Debian or Oracle Linux, by the version.
  'mcr.microsoft.com/oss/go/microsoft/golang': ['packageManager'],
  mysql: ['packageManager'],
  cassandra: ['packageManager'],
  // Tools to copy from: nobody builds upon them, and their system may change.
  'ghcr.io/grpc-ecosystem/grpc-health-probe': ['shell', 'packageManager', 'user', 'workdir', 'exposes'],
  'psampaz/go-mod-outdated': ['shell', 'packageManager', 'user', 'workdir', 'exposes'],
};

describe('the most used base images', () => {
  it('are at least 60', () => {
    assert.ok(MOST_USED.length >= 60);
  });

  for (const [, reference] of MOST_USED)
    it(`knows ${reference}`, () => {
      const image = describeImage(reference);
      assert.ok(image, 'not described');
      const name = parseImageReference(reference)?.familiarName ?? reference;
      const missing = FACTS.filter((fact) => image[fact] === undefined);
      assert.deepEqual(missing, UNTOLD[name] ?? []);
      assert.ok(image.sources.length > 0, 'cites no source');
      // Whoever builds with an SDK is told what to ship on.
      if (image.kind === 'sdk' && image.os === 'linux')
        assert.ok(image.runtimeSibling !== undefined, 'names no runtime sibling');
    });

  it('tells the environment of the official images', () => {
    const env = (reference: string): Readonly<Record<string, string | undefined>> =>
      describeImage(reference)?.env ?? {};
    assert.equal(env('golang:1.23')['GOPATH'], '/go');
    assert.equal(env('rust:1.80')['CARGO_HOME'], '/usr/local/cargo');
    assert.equal(env('eclipse-temurin:21')['JAVA_HOME'], '/opt/java/openjdk');
    assert.equal(env('ruby:3.4')['GEM_HOME'], '/usr/local/bundle');
    assert.equal(env('tomcat:10.1-jre21')['CATALINA_HOME'], '/usr/local/tomcat');
    assert.equal(env('php:8.3-apache')['PHP_INI_DIR'], '/usr/local/etc/php');
    for (const [reference, name] of [
      ['node:20', 'NODE_VERSION'],
      ['python:3.12', 'PYTHON_VERSION'],
      ['golang:1.23', 'GOLANG_VERSION'],
      ['nginx:1.27', 'NGINX_VERSION'],
      ['postgres:17', 'PGDATA'],
      ['redis:7', 'REDIS_VERSION'],
      ['mcr.microsoft.com/dotnet/aspnet:8.0', 'ASPNET_VERSION'],
      ['mcr.microsoft.com/dotnet/sdk:8.0', 'DOTNET_SDK_VERSION'],
      ['mysql:8.4', 'MYSQL_VERSION'],
    ] as const)
      assert.ok(name in env(reference), `${reference} has ${name}`);
  });

  it('gives a stage what its base image sets', () => {
    const { facts } = analyze(
      'FROM golang:1.23\nWORKDIR src\nENV APP=$GOPATH/src/app NODE=$NODE_VERSION\nWORKDIR $APP\nFROM tomcat:10.1-jre21\n',
    );
    const [go, tomcat] = facts.stages;
    assert.equal(go?.end.workdir, '/go/src/app');
    assert.equal(go.end.env.get('NODE'), undefined);
    assert.equal(tomcat?.end.workdir, '/usr/local/tomcat');
  });

  it('are those of the corpus', (context) => {
    const files = corpusFiles();
    if (files === undefined) {
      context.diagnostic('the corpus is absent; the list was taken as it is');
      return;
    }
    const uses = new Map<string, number>();
    for (const { text } of files)
      for (const { base, baseText } of analyze(text).facts.stages) {
        if (baseText === undefined || base.kind !== 'image') continue;
        const name = parseImageReference(baseText)?.familiarName.replace(
          /^(?:mirror\.gcr\.io\/library|public\.ecr\.aws\/docker\/library)\//,
          '',
        );
        if (name !== undefined) uses.set(name, (uses.get(name) ?? 0) + 1);
      }
    const listed = new Set(MOST_USED.map(([, reference]) => parseImageReference(reference)?.familiarName));
    const missing = [...uses].filter(
      ([name, count]) => count > 1 && !listed.has(name) && !NOT_PUBLISHED.has(name),
    );
    assert.deepEqual(missing, []);
  });
});
