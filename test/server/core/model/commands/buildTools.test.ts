/** Examples of packages that serve only to build, and of packages that a running image needs. */
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { buildToolKind, type BuildToolKind } from '../../../../../server/src/core/model/commands/buildTools';
import type { PackageFamily } from '../../../../../server/src/core/model/commands/installs';

const kinds: Readonly<Record<PackageFamily, readonly [string, BuildToolKind][]>> = {
  debian: [
    ['build-essential', 'compiler'],
    ['gcc', 'compiler'],
    ['g++-12', 'compiler'],
    ['gcc-aarch64-linux-gnu', 'compiler'],
    ['clang-15', 'compiler'],
    ['make', 'build-system'],
    ['cmake', 'build-system'],
    ['pkg-config', 'build-system'],
    ['libssl-dev', 'headers'],
    ['python3-dev', 'headers'],
    ['linux-headers-amd64', 'headers'],
    ['openjdk-17-jdk-headless', 'sdk'],
    ['default-jdk', 'sdk'],
    ['temurin-21-jdk', 'sdk'],
    ['golang-1.22', 'sdk'],
    ['dotnet-sdk-8.0', 'sdk'],
    ['git', 'vcs'],
  ],
  alpine: [
    ['build-base', 'compiler'],
    ['alpine-sdk', 'compiler'],
    ['musl-dev', 'headers'],
    ['linux-headers', 'headers'],
    ['openssl-libs-static', 'headers'],
    ['go', 'sdk'],
    ['rust', 'sdk'],
    ['cargo', 'build-system'],
    ['openjdk21', 'sdk'],
    ['npm', 'build-system'],
    ['$PHPIZE_DEPS', 'compiler'],
  ],
  redhat: [
    ['gcc-c++', 'compiler'],
    ['gcc-toolset-12-gcc', 'compiler'],
    ['@Development Tools', 'compiler'],
    ['openssl-devel', 'headers'],
    ['java-17-openjdk-devel', 'sdk'],
    ['rpm-build', 'build-system'],
  ],
  suse: [
    ['@devel_basis', 'compiler'],
    ['libopenssl-devel', 'headers'],
  ],
};

const runtime: Readonly<Record<PackageFamily, readonly string[]>> = {
  debian: [
    'nodejs',
    'curl',
    'ca-certificates',
    'libgcc1',
    'libstdc++6',
    'openjdk-17-jre-headless',
    'python3',
    'tini',
    'udev',
    'busybox-static',
    'libllvm15',
    'gitweb',
  ],
  alpine: ['libgcc', 'libstdc++', 'openjdk17-jre', 'nodejs', 'tzdata', 'gcompat', 'makepasswd'],
  redhat: ['java-17-openjdk-headless', 'nodejs', 'tar', 'libyaml'],
  suse: ['tar', 'libopenssl1_1'],
};

const families: readonly PackageFamily[] = ['debian', 'alpine', 'redhat', 'suse'];

test('knows build tools by name, version and ending', () => {
  for (const family of families) {
    for (const [name, kind] of kinds[family])
      assert.equal(buildToolKind(name, family), kind, `${family} ${name}`);
  }
});

test('leaves packages alone that a running image needs', () => {
  for (const family of families) {
    for (const name of runtime[family])
      assert.equal(buildToolKind(name, family), undefined, `${family} ${name}`);
  }
});
