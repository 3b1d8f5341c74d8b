/** Go: the official image, and Microsoft's build of it. */
import type { BaseImage } from '../baseImage';
import { hasPart, type ImageTag, namedSystem } from '../imageTag';
import { isAtLeast } from '../version';
import { scmLayer } from './buildpackDeps';
import { defaultSystem } from './defaultSystem';
import type { CatalogEntry } from './entry';
import { asImage, layer, type Layers } from './facts';
import { distrolessStatic } from './siblings';
import { programs, type System, systemFacts } from './systems';

export const golang: CatalogEntry = {
  repositories: ['golang'],
  samples: ['1.25', '1.25-alpine'],
  describe,
};

export const microsoftGolang: CatalogEntry = {
  repositories: ['mcr.microsoft.com/oss/go/microsoft/golang'],
  samples: ['1.23'],
  describe: describeMicrosoft,
};

const runtimeSibling = {
  reference: distrolessStatic,
  note: 'For a static program: build with CGO_ENABLED=0. With cgo, take the base or cc image of the same publisher.',
} as const;

/** The Alpine variant has no C compiler, so cgo is off there. */
function describe(tag: ImageTag): BaseImage {
  const system = namedSystem(tag) ?? defaultSystem('golang', tag.version);
  if (system.kind === 'windows')
    return asImage('golang', layer(systemFacts(system), { kind: 'sdk', language: go(tag) }));
  return asImage(
    'golang',
    layer(toolLayer(system), {
      kind: 'sdk',
      language: go(tag),
      runtimeSibling,
      workdir: '/go',
      caCertificates: true,
      addsAccounts: [],
      env: {
        GOLANG_VERSION: undefined,
        GOPATH: '/go',
        PATH: '/go/bin:/usr/local/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
        ...(isAtLeast(tag.version, '1.21') === true ? { GOTOOLCHAIN: 'local' } : {}),
      },
      // Before 1.8 the address of the download stayed in it.
      ...(isAtLeast(tag.version, '1.8') === true ? { envIsComplete: true } : {}),
      programs: programs(true, ['go', 'gofmt']),
      sources: ['Official image golang: docker-library/golang'],
    }),
  );
}

function toolLayer(system: System): Layers {
  if (system.kind !== 'debian') return systemFacts(system);
  return layer(scmLayer(system), {
    programs: programs(true, ['g++', 'gcc', 'make', 'pkg-config']),
    addsAccounts: [],
  });
}

function go(tag: ImageTag): { readonly name: 'go'; readonly version?: string } {
  return { name: 'go', ...(tag.version === undefined ? {} : { version: tag.version }) };
}

/** Tags name Azure Linux, Debian or Windows; without one, Debian or Azure Linux, depending on the version. */
function describeMicrosoft(tag: ImageTag): BaseImage {
  const system = namedSystem(tag);
  const isWindows = system?.kind === 'windows' || hasPart(tag, 'nanoserver');
  return asImage('golang', {
    programs: isWindows ? {} : { go: true, sh: true },
    env: isWindows ? {} : { GOPATH: '/go', GOLANG_VERSION: undefined, PATH: undefined },
    kind: 'sdk',
    language: go(tag),
    sources: ['Microsoft build of Go: microsoft/go-images'],
    ...(isWindows
      ? { os: 'windows' }
      : {
          os: 'linux',
          libc: 'glibc',
          shell: '/bin/sh',
          user: 'root',
          workdir: '/go',
          exposes: [],
          runtimeSibling,
        }),
  });
}
