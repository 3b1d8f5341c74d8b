/** Debian and Ubuntu. */
import type { BaseImage } from '../baseImage';
import { hasPart, type ImageTag } from '../imageTag';
import {
  type DebianRelease,
  debianRelease,
  debianReleaseOfVersion,
  isDebianCodename,
} from './debianReleases';
import type { CatalogEntry } from './entry';
import { asImage, forget, forgetCommand, type Layers, withoutAbsences } from './facts';
import { sibling, withSuffix } from './siblings';
import { systemFacts } from './systems';
import {
  isUbuntuCodename,
  type UbuntuRelease,
  ubuntuRelease,
  ubuntuReleaseOfVersion,
} from './ubuntuReleases';

export const debian: CatalogEntry = {
  repositories: ['debian'],
  samples: ['stable', 'stable-slim'],
  describe: describeDebian,
};

export const ubuntu: CatalogEntry = {
  repositories: ['ubuntu'],
  samples: ['22.04', '24.04', 'devel'],
  describe: describeUbuntu,
};

/** Other publishers' images that are Ubuntu or Debian with additions; only what the system below gives is told. */
export const debianLike: CatalogEntry = {
  repositories: [
    'gcr.io/gcp-runtimes/ubuntu_16_0_4',
    'gcr.io/gcp-runtimes/ubuntu_18_0_4',
    'cypress/included',
    'phusion/baseimage',
    'bitnami/minideb',
    'continuumio/miniconda3',
    'nvidia/cuda',
  ],
  samples: ['latest'],
  describe: describeLike,
};

function describeDebian(tag: ImageTag): BaseImage {
  const release = releaseOfDebianTag(tag);
  const layers = systemFacts({ kind: 'debian', ...(release === undefined ? {} : { release }) });
  const isFull =
    !hasPart(tag, 'slim') &&
    !hasPart(tag, 'backports') &&
    tag.text !== 'experimental' &&
    !hasPart(tag, 'buggy');
  const reference = `debian:${tag.text === 'latest' ? 'stable-slim' : withSuffix(tag, 'slim')}`;
  const note = 'Without manual pages, documentation and locales.';
  return asImage('debian', { ...old(release, layers), ...(isFull ? sibling(tag, reference, note) : {}) });
}

/** Older releases carried more programs than the table for minimal systems says. */
function old(release: DebianRelease | undefined, layers: Layers): Layers {
  return release?.codename === 'jessie' ? withoutAbsences(layers) : layers;
}

/** `stable` and `testing` move, so they name no release. */
function releaseOfDebianTag(tag: ImageTag): DebianRelease | undefined {
  const first = tag.parts[0] ?? '';
  if (isDebianCodename(first)) return debianRelease(first);
  return tag.version === undefined ? undefined : debianReleaseOfVersion(tag.version);
}

function describeUbuntu(tag: ImageTag): BaseImage {
  const release = releaseOfUbuntuTag(tag);
  return asImage('ubuntu', systemFacts({ kind: 'ubuntu', ...(release === undefined ? {} : { release }) }));
}

function releaseOfUbuntuTag(tag: ImageTag): UbuntuRelease | undefined {
  const first = tag.parts[0] ?? '';
  if (isUbuntuCodename(first)) return ubuntuRelease(first);
  return tag.version === undefined ? undefined : ubuntuReleaseOfVersion(tag.version);
}

function describeLike(tag: ImageTag, repository: string): BaseImage | undefined {
  switch (repository) {
    case 'gcr.io/gcp-runtimes/ubuntu_16_0_4':
    case 'gcr.io/gcp-runtimes/ubuntu_18_0_4': {
      const release = ubuntuReleaseOfVersion(repository.includes('_16_') ? '16.04' : '18.04');
      const system = { kind: 'ubuntu', ...(release === undefined ? {} : { release }) } as const;
      const sources = ['Google Cloud runtimes: GoogleContainerTools/base-images-docker'];
      return asImage('ubuntu', { ...forgetCommand(withoutAbsences(systemFacts(system))), sources });
    }
    case 'cypress/included': {
      // Node.js is installed into it; which version the tag does not say.
      const layers = forget(withoutAbsences(systemFacts({ kind: 'debian' })), [
        'workdir',
        'accounts',
        'envIsComplete',
      ]);
      return asImage('cypress', {
        ...forgetCommand(layers),
        kind: 'tool',
        language: { name: 'node' },
        entrypoint: ['cypress', 'run'],
        caCertificates: true,
        env: { ...layers.env, CI: '1', CYPRESS_CACHE_FOLDER: '/root/.cache/Cypress', NODE_PATH: undefined },
        programs: { ...layers.programs, git: true, node: true, npm: true, wget: true },
        sources: ['Cypress: cypress-io/cypress-docker-images, factory and README'],
      });
    }
    case 'phusion/baseimage': {
      const layers = forget(withoutAbsences(systemFacts({ kind: 'ubuntu' })), ['command']);
      return asImage('baseimage', {
        ...layers,
        command: ['/sbin/my_init'],
        sources: ['phusion/baseimage-docker'],
      });
    }
    case 'bitnami/minideb':
      return asImage('minideb', withoutAbsences(systemFacts({ kind: 'debian' })));
    case 'continuumio/miniconda3': {
      const layers = withoutAbsences(systemFacts({ kind: 'debian' }));
      const language = { name: 'python' } as const;
      return asImage('miniconda', {
        ...layers,
        kind: 'runtime',
        language,
        sources: ['ContinuumIO/docker-images'],
      });
    }
    case 'nvidia/cuda':
      return describeCuda(tag);
    default:
      return undefined;
  }
}

/** `12.4.1-devel-ubuntu22.04`, `…-runtime-…`, `…-base-…`; `-ubi8` and others exist too. Source: NVIDIA container images. */
function describeCuda(tag: ImageTag): BaseImage {
  const version = tag.parts
    .map((part) => /^ubuntu(\d\d\.\d\d)$/.exec(part)?.[1])
    .find((found) => found !== undefined);
  const release = version === undefined ? undefined : ubuntuReleaseOfVersion(version);
  const isSdk = hasPart(tag, 'devel');
  if (release === undefined) {
    return asImage('cuda', {
      programs: {},
      env: {},
      os: 'linux',
      libc: 'glibc',
      shell: '/bin/sh',
      user: 'root',
      ...(isSdk ? { kind: 'sdk' } : {}),
      sources: ['NVIDIA: CUDA container images'],
    });
  }
  const layers = forget(withoutAbsences(systemFacts({ kind: 'ubuntu', release })), [
    'command',
    'entrypoint',
    'envIsComplete',
  ]);
  return asImage('cuda', {
    ...layers,
    kind: isSdk ? 'sdk' : 'runtime',
    programs: isSdk ? { ...layers.programs, gcc: true, 'g++': true, make: true } : layers.programs,
    sources: ['NVIDIA: CUDA container images'],
  });
}
