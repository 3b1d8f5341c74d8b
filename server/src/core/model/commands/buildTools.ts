/** Says which operating-system packages serve only to build, so that a shipped image should not hold them. */
import type { PackageFamily } from './installs';

/** `headers`: development files and static libraries. `sdk`: a language's whole tool chain. `vcs`: version control. */
export type BuildToolKind = 'compiler' | 'headers' | 'build-system' | 'sdk' | 'vcs';

/** `packageName` as the manager knows it, without version; `$PHPIZE_DEPS` of the PHP images is known too. */
export function buildToolKind(packageName: string, family: PackageFamily): BuildToolKind | undefined {
  const exact = kindByName.get(packageName) ?? kindByFamily[family].get(packageName);
  if (exact !== undefined) return exact;
  if (!anyPattern.test(packageName)) return undefined;
  return kindsByPattern.find(({ pattern }) => pattern.test(packageName))?.kind;
}

const kindByName: ReadonlyMap<string, BuildToolKind> = new Map<string, BuildToolKind>([
  ...namesOf('compiler', [
    'gcc',
    'g++',
    'cc',
    'clang',
    'clang++',
    'gfortran',
    'llvm',
    'lld',
    'binutils',
    'nasm',
    'yasm',
    'ghc',
    'ocaml',
    'fpc',
    'gdc',
    'ldc',
    'nim',
    'crystal',
    'vala',
    'valac',
    'swig',
    'protobuf-compiler',
    'protoc',
    'rustc',
    'kotlin',
    'scala',
    '$PHPIZE_DEPS',
  ]),
  ...namesOf('build-system', [
    'make',
    'gmake',
    'cmake',
    'cmake3',
    'autoconf',
    'automake',
    'libtool',
    'libtool-bin',
    'm4',
    'bison',
    'byacc',
    'flex',
    're2c',
    'gperf',
    'pkg-config',
    'pkgconf',
    'pkgconfig',
    'meson',
    'ninja',
    'ninja-build',
    'scons',
    'bazel',
    'ant',
    'maven',
    'gradle',
    'sbt',
    'leiningen',
    'cargo',
    'npm',
    'nodejs-npm',
    'yarn',
    'yarnpkg',
    'pnpm',
    'cabal',
    'cabal-install',
    'stack',
    'rebar3',
    'ccache',
    'fakeroot',
    'debhelper',
    'devscripts',
    'dpkg-dev',
    'checkinstall',
    'rpm-build',
    'rpmdevtools',
    'abuild',
    'node-gyp',
    'gyp',
    'upx',
    'upx-ucl',
    'patchelf',
    'bear',
  ]),
  ...namesOf('sdk', [
    'go',
    'golang',
    'golang-go',
    'rust',
    'rustup',
    'default-jdk',
    'default-jdk-headless',
    'zig',
    'swiftlang',
    'mono-devel',
    'mono-complete',
    'vala-dev',
  ]),
  ...namesOf('vcs', [
    'git',
    'git-lfs',
    'git-core',
    'subversion',
    'svn',
    'mercurial',
    'hg',
    'bzr',
    'cvs',
    'fossil',
  ]),
]);

const kindByFamily: Readonly<Record<PackageFamily, ReadonlyMap<string, BuildToolKind>>> = {
  debian: new Map<string, BuildToolKind>([
    ['build-essential', 'compiler'],
    ...namesOf('sdk', ['ruby-full', 'elixir']),
  ]),
  alpine: new Map<string, BuildToolKind>([
    ...namesOf('compiler', ['build-base', 'alpine-sdk']),
    ...namesOf('build-system', ['samurai', 'apache-ant', 'build-essential']),
    ...namesOf('sdk', ['elixir', 'dotnet-sdk']),
  ]),
  redhat: new Map<string, BuildToolKind>([
    ...namesOf('compiler', [
      'gcc-c++',
      'gcc-gfortran',
      'gcc-toolset',
      '@development-tools',
      '@Development Tools',
      '@c-development',
      '@development',
    ]),
    ...namesOf('build-system', ['redhat-rpm-config', 'patchutils', 'ninja-build']),
  ]),
  suse: new Map<string, BuildToolKind>([
    ...namesOf('compiler', ['gcc-c++', '@devel_basis', '@devel_C_C++']),
    ...namesOf('build-system', ['cmake-full']),
  ]),
};

function namesOf(kind: BuildToolKind, names: readonly string[]): [string, BuildToolKind][] {
  return names.map((name) => [name, kind]);
}

/** Names with a version in them, and endings; the first that fits decides. */
const kindsByPattern: readonly { readonly pattern: RegExp; readonly kind: BuildToolKind }[] = [
  { pattern: /^(?:gcc|g\+\+|gfortran|clang|llvm|lld)-?\d+(?:\.\d+)*$/, kind: 'compiler' },
  { pattern: /^(?:gcc|g\+\+)(?:-\d+)?-(?:[a-z0-9_]+-linux-(?:gnu|musl)[a-z]*)$/, kind: 'compiler' },
  { pattern: /^crossbuild-essential-|^binutils-[a-z0-9_]+-linux-gnu/, kind: 'compiler' },
  { pattern: /^gcc-toolset-\d+|^devtoolset-\d+/, kind: 'compiler' },
  { pattern: /^openjdk-?\d+(?:-jdk(?:-headless)?)?$|^openjdk-\d+-jdk/, kind: 'sdk' },
  {
    pattern: /^java-[\w.]+-(?:openjdk|amazon-corretto)-devel$|^java-[\w.]+-amazon-corretto-jdk$/,
    kind: 'sdk',
  },
  {
    pattern: /^(?:temurin|zulu|bellsoft-java|msopenjdk|semeru)-?\d+-?(?:jdk)?$|-jdk(?:-headless)?$/,
    kind: 'sdk',
  },
  { pattern: /^dotnet\d*-sdk-?[\d.]*$|^aspnetcore-sdk/, kind: 'sdk' },
  { pattern: /^golang-?[\d.]+(?:-go)?$|^go1\.\d+$/, kind: 'sdk' },
  { pattern: /^(?:rustc|rust|cargo)-[\d.]+$/, kind: 'sdk' },
  { pattern: /^(?:autoconf|automake)-?[\d.]+$/, kind: 'build-system' },
  {
    pattern:
      /.-(?:dev|devel|headers|libs-static)$|^(?:glibc|libc|musl|zlib|openssl|ncurses)-static$|^libc6-dev-|^linux-headers(?:-|$)|^kernel-(?:headers|devel)/,
    kind: 'headers',
  },
];

/** Most packages fit none, which one look tells. */
const anyPattern = new RegExp(kindsByPattern.map(({ pattern }) => pattern.source).join('|'));
