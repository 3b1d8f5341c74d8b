/** JavaScript runtimes beside Node.js. */
import type { BaseImage } from '../baseImage';
import { hasPart, type ImageTag, namedSystem } from '../imageTag';
import type { CatalogEntry } from './entry';
import { asImage, type Facts, forget, forgetPrograms, layer, type Layers } from './facts';
import { emptyLayers } from './minimal';
import { sibling, withSuffix } from './siblings';
import { programs, systemFacts } from './systems';

export const bun: CatalogEntry = {
  repositories: ['oven/bun'],
  samples: ['1', '1-slim', '1-alpine', '1-distroless'],
  describe: describeBun,
};

export const deno: CatalogEntry = {
  repositories: ['denoland/deno'],
  samples: ['2', 'alpine', 'distroless', 'ubuntu', 'bin'],
  leading: ['', 'alpine', 'debian', 'distroless', 'ubuntu', 'bin'],
  describe: describeDeno,
};

const withoutShell: Layers = {
  os: 'linux',
  distribution: { id: 'distroless' },
  libc: 'glibc',
  packageManager: null,
  shell: null,
  user: 'root',
  programs: programs(false, ['bash', 'curl', 'g++', 'gcc', 'git', 'make', 'node', 'npm', 'sh', 'wget']),
  env: {},
  sources: [],
};

function describeBun(tag: ImageTag): BaseImage {
  const language = { name: 'bun', ...(tag.version === undefined ? {} : { version: tag.version }) } as const;
  const source = 'Bun: oven-sh/bun, dockerhub/';
  if (hasPart(tag, 'distroless')) {
    const added = {
      kind: 'runtime',
      language,
      entrypoint: ['/usr/local/bin/bun'],
      sources: [source],
    } as const;
    return asImage('bun', layer(withoutShell, { ...added, programs: { bun: true } }));
  }
  const system = namedSystem(tag) ?? { kind: 'debian' };
  const isFull = system.kind === 'debian' && !hasPart(tag, 'slim');
  const below = systemFacts(system);
  return asImage(
    'bun',
    layer(forgetPrograms(below, ['node']), {
      kind: 'runtime',
      language,
      users: [...(below.users ?? []), 'bun'],
      addsAccounts: ['bun'],
      workdir: '/home/bun/app',
      entrypoint: ['/usr/local/bin/docker-entrypoint.sh'],
      command: ['/usr/local/bin/bun'],
      programs: { bun: true, bunx: true },
      ...(isFull
        ? sibling(tag, `oven/bun:${withSuffix(tag, 'slim')}`, 'The same Bun on the smaller Debian.')
        : {}),
      sources: [source],
    }),
  );
}

/** The system stands first in these tags (`alpine-2.1.0`), or alone. */
function describeDeno(tag: ImageTag): BaseImage {
  const version = tag.parts
    .map((part) => /^v?(\d+(?:\.\d+)*)$/.exec(part)?.[1])
    .find((found) => found !== undefined);
  const added: Facts = {
    kind: 'runtime',
    language: { name: 'deno', ...(version === undefined ? {} : { version }) },
    sources: ['Deno: denoland/deno_docker'],
  };
  if (hasPart(tag, 'bin')) return asImage('deno', layer(emptyLayers, { ...added, kind: 'tool' }));
  const env = { DENO_DIR: '/deno-dir/', DENO_INSTALL_ROOT: '/usr/local', DENO_VERSION: undefined };
  if (hasPart(tag, 'distroless'))
    return asImage('deno', layer(withoutShell, { ...added, env, programs: { deno: true } }));
  const system = hasPart(tag, 'ubuntu')
    ? ({ kind: 'ubuntu' } as const)
    : hasPart(tag, 'alpine')
      ? ({ kind: 'alpine' } as const)
      : ({ kind: 'debian' } as const);
  const below = forget(forgetPrograms(systemFacts(system), ['curl', 'tini', 'openssl']), ['caCertificates']);
  return asImage(
    'deno',
    layer(below, {
      ...added,
      users: [...(below.users ?? []), 'deno'],
      addsAccounts: ['deno'],
      env,
      programs: { deno: true },
      entrypoint: ['/tini', '--', 'docker-entrypoint.sh'],
      command: ['eval', "console.log('Welcome to Deno!')"],
    }),
  );
}
