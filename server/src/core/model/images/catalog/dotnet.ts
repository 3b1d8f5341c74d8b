/** .NET on Microsoft's registry: SDK, ASP.NET Core, runtime and runtime dependencies. */
import type { BaseImage } from '../baseImage';
import { hasPart, type ImageTag, namedSystem } from '../imageTag';
import { isAtLeast } from '../version';
import { debianRelease } from './debianReleases';
import type { CatalogEntry } from './entry';
import { asImage, forgetPrograms, layer, type Layers } from './facts';
import { isWritable } from './siblings';
import { programs, type System, systemFacts } from './systems';
import { ubuntuRelease } from './ubuntuReleases';

export const dotnet: CatalogEntry = {
  repositories: ['dotnet', 'dotnet/core', 'dotnet/nightly'].flatMap((path) =>
    ['sdk', 'aspnet', 'runtime', 'runtime-deps'].map((name) => `mcr.microsoft.com/${path}/${name}`),
  ),
  samples: ['6.0', '8.0', '8.0-alpine', '10.0', '8.0-jammy-chiseled', '8.0-azurelinux3.0'],
  describe,
};

const source = '.NET: dotnet/dotnet-docker';

function describe(tag: ImageTag, repository: string): BaseImage {
  const flavor = repository.slice(repository.lastIndexOf('/') + 1);
  const language = {
    name: 'dotnet',
    ...(tag.version === undefined ? {} : { version: tag.version }),
  } as const;
  const kind = flavor === 'sdk' ? 'sdk' : 'runtime';
  const named = dotnetSystem(tag);
  if (named?.kind === 'windows')
    return asImage('dotnet', layer(systemFacts(named), { kind, language, sources: [source] }));
  const below = isDistroless(tag) ? distroless(tag, named) : ordinary(tag, named, flavor === 'sdk');
  return asImage(
    'dotnet',
    layer(below, {
      kind,
      language,
      caCertificates: true,
      env: environment(tag, flavor),
      programs: {
        ...(flavor === 'runtime-deps' ? { dotnet: false } : { dotnet: true }),
        ...(flavor === 'sdk' ? { 'dotnet-sdk': true } : {}),
      },
      ...(flavor === 'sdk' ? aspnetSibling(tag, repository) : {}),
      sources: [source],
    }),
  );
}

/** Chiseled Ubuntu and distroless Azure Linux: no shell, no package manager, and a non-root user by default. */
function isDistroless(tag: ImageTag): boolean {
  return hasPart(tag, 'chiseled') || hasPart(tag, 'distroless');
}

function distroless(tag: ImageTag, system: System | undefined): Layers {
  const isModern = isAtLeast(tag.version, '8');
  const { distribution } = system === undefined ? {} : systemFacts(system);
  return {
    os: 'linux',
    ...(distribution === undefined ? {} : { distribution }),
    libc: 'glibc',
    packageManager: null,
    shell: null,
    programs: programs(false, ['apt', 'apt-get', 'bash', 'curl', 'g++', 'gcc', 'git', 'make', 'sh', 'wget']),
    env: {},
    users: ['app'],
    ...(isModern === undefined ? {} : { user: isModern ? '1654' : 'app' }),
    exposes: [],
    sources: [],
  };
}

/** The `app` account came with .NET 8; the default user stays root. */
function ordinary(tag: ImageTag, system: System | undefined, isSdk: boolean): Layers {
  const below =
    system === undefined
      ? unknownSystem
      : forgetPrograms(systemFacts(system), ['openssl', 'bash', 'curl', 'wget']);
  const hasApp = isAtLeast(tag.version, '8');
  const isApt = system?.kind === 'debian' || system?.kind === 'ubuntu';
  const isModern = isAtLeast(tag.version, '5') === true;
  const layers = layer(below, {
    ...(hasApp === true ? { users: [...(below.users ?? []), 'app'] } : {}),
    addsAccounts: hasApp === false ? [] : ['app'],
    programs: {
      ...(isApt ? { bash: true } : {}),
      ...(system?.kind === 'alpine' ? { wget: true } : {}),
      ...(isApt && isModern ? programs(isSdk, ['curl', 'git', 'wget']) : {}),
    },
  });
  const afterGit = isSdk && !(isApt && isModern) ? forgetPrograms(layers, ['git']) : layers;
  return hasPart(tag, 'aot')
    ? forgetPrograms(afterGit, ['gcc', 'g++', 'clang', 'pkg-config', 'make'])
    : afterGit;
}

const unknownSystem: Layers = {
  programs: { sh: true },
  env: {},
  os: 'linux',
  shell: '/bin/sh',
  user: 'root',
  exposes: [],
  sources: [],
};

function environment(tag: ImageTag, flavor: string): Readonly<Record<string, string | undefined>> {
  const isModern = isAtLeast(tag.version, '8');
  return {
    DOTNET_RUNNING_IN_CONTAINER: 'true',
    ...(isAtLeast(tag.version, '5') === true ? versions(flavor) : {}),
    // The SDK stands on the image of ASP.NET Core, and takes the port back.
    ...(isModern === true ? { APP_UID: '1654', ASPNETCORE_HTTP_PORTS: flavor === 'sdk' ? '' : '8080' } : {}),
    ...(isModern === false ? { ASPNETCORE_URLS: undefined } : {}),
    ...(flavor === 'sdk' ? { DOTNET_USE_POLLING_FILE_WATCHER: 'true', NUGET_XMLDOC_MODE: 'skip' } : {}),
  };
}

/** Each image names the versions of what it carries, beside those of the images below. */
function versions(flavor: string): Readonly<Record<string, undefined>> {
  if (flavor === 'runtime-deps') return {};
  return {
    DOTNET_VERSION: undefined,
    ...(flavor === 'runtime' ? {} : { ASPNET_VERSION: undefined }),
    ...(flavor === 'sdk' ? { DOTNET_SDK_VERSION: undefined } : {}),
  };
}

/** The system that the tag names, else the one that the publisher gives tags of this version without one. */
function dotnetSystem(tag: ImageTag): System | undefined {
  const azure = tag.parts
    .map((part) => /^(?:azurelinux|mariner)(\d[\d.]*)?/.exec(part))
    .find((match) => match !== null);
  if (azure !== undefined) {
    return {
      kind: 'rpm',
      id: 'azurelinux',
      packageManager: 'tdnf',
      ...(azure[1] === undefined ? {} : { version: azure[1] }),
    };
  }
  return namedSystem(tag) ?? defaultSystemOf(tag.version);
}

function defaultSystemOf(version: string | undefined): System | undefined {
  if (version === undefined || isAtLeast(version, '12') === true) return undefined;
  if (isAtLeast(version, '11') === true) return { kind: 'ubuntu', release: ubuntuRelease('resolute') };
  if (isAtLeast(version, '10') === true) return { kind: 'ubuntu', release: ubuntuRelease('noble') };
  if (isAtLeast(version, '8') === true) return { kind: 'debian', release: debianRelease('bookworm') };
  if (isAtLeast(version, '6') === true) return { kind: 'debian', release: debianRelease('bullseye') };
  return isAtLeast(version, '3') === true
    ? { kind: 'debian', release: debianRelease('buster') }
    : { kind: 'debian' };
}

/** The SDK has its own patch numbers, so only major and minor are kept; `aot` is a variant of the SDK alone. */
function aspnetSibling(tag: ImageTag, repository: string): Pick<BaseImage, 'runtimeSibling'> {
  if (tag.version === undefined || !isWritable(tag)) return {};
  const series = tag.version.split('.').slice(0, 2).join('.');
  const rest = tag.parts.slice(1).filter((part) => part !== 'aot' && part !== 'amd64' && part !== 'arm64v8');
  const reference = `${repository.replace(/sdk$/, 'aspnet')}:${[series, ...rest].join('-')}`;
  const note =
    'For web applications; without ASP.NET Core take runtime, and runtime-deps for a self-contained program.';
  return { runtimeSibling: { reference, note } };
}
