/** Systems with RPM packages, and a few that share nothing with the others. */
import type { BaseImage } from '../baseImage';
import { hasPart, type ImageTag } from '../imageTag';
import { isAtLeast } from '../version';
import type { CatalogEntry } from './entry';
import { asImage, forget, type Layers } from './facts';
import { programs, type RpmSystem, systemFacts } from './systems';

const redHat = 'registry.access.redhat.com';

export const ubi: CatalogEntry = {
  repositories: [
    ...['ubi8', 'ubi9', 'ubi10'].flatMap((release) =>
      ['', '-minimal', '-micro', '-init'].flatMap((form) => [
        `${redHat}/${release}${form}`,
        `redhat/${release}${form}`,
      ]),
    ),
    ...['ubi8', 'ubi9', 'ubi10'].flatMap((release) =>
      ['', '-minimal', '-micro', '-init'].map((form) => `${redHat}/${release}/ubi${form}`),
    ),
  ],
  samples: ['latest'],
  describe: describeUbi,
};

export const amazonLinux: CatalogEntry = {
  repositories: ['amazonlinux', 'public.ecr.aws/amazonlinux/amazonlinux'],
  samples: ['2023', '2'],
  describe: (tag) => asImage('amazonlinux', systemFacts(amazon(tag))),
};

export const fedora: CatalogEntry = {
  repositories: ['fedora', 'quay.io/fedora/fedora', 'registry.fedoraproject.org/fedora'],
  samples: ['44'],
  describe: (tag) => simple('fedora', tag, { kind: 'rpm', id: 'fedora', packageManager: 'dnf' }),
};

export const enterpriseLinux: CatalogEntry = {
  repositories: [
    'centos',
    'rockylinux',
    'rockylinux/rockylinux',
    'almalinux',
    'oraclelinux',
    'quay.io/centos/centos',
  ],
  samples: ['9', '9-minimal', '9-slim', '7'],
  describe: describeEnterprise,
};

export const suse: CatalogEntry = {
  repositories: ['opensuse/leap', 'opensuse/tumbleweed', 'registry.suse.com/bci/bci-base'],
  samples: ['15.6'],
  describe: (tag) => simple('opensuse', tag, { kind: 'rpm', id: 'opensuse', packageManager: 'zypper' }),
};

export const arch: CatalogEntry = {
  repositories: ['archlinux'],
  samples: ['base', 'base-devel'],
  describe: describeArch,
};

/** `ubi9-minimal`, `ubi9/ubi-minimal`: microdnf; `-micro`: no package manager at all, but a shell. */
function describeUbi(_tag: ImageTag, repository: string): BaseImage {
  const version = /ubi(\d+)/.exec(repository)?.[1];
  const form = /-(minimal|micro|init)$/.exec(repository)?.[1];
  const packageManager = form === 'minimal' ? 'microdnf' : form === 'micro' ? null : 'dnf';
  const layers = systemFacts({
    kind: 'rpm',
    id: 'rhel',
    packageManager,
    ...(version === undefined ? {} : { version }),
  });
  if (form === undefined || form === 'minimal') return asImage('ubi', layers);
  const rest = forget(layers, ['command']);
  return asImage('ubi', form === 'micro' ? withoutCertificates(rest) : rest);
}

/** Whether the micro image carries a bundle has changed. */
function withoutCertificates(layers: Layers): Layers {
  const rest = forget(layers, ['caCertificates']);
  return rest;
}

/** `latest` has meant 2023 since its release. */
function amazon(tag: ImageTag): RpmSystem {
  const isTwo = /^2(\.0\..*)?$/.test(tag.text) || tag.text.startsWith('2.0.');
  if (isTwo) return { kind: 'rpm', id: 'amazon', version: '2', packageManager: 'yum' };
  return tag.text === 'latest' || tag.text.startsWith('2023')
    ? { kind: 'rpm', id: 'amazon', version: '2023', packageManager: 'dnf' }
    : { kind: 'rpm', id: 'amazon' };
}

function simple(family: string, tag: ImageTag, system: RpmSystem): BaseImage {
  return asImage(
    family,
    systemFacts({ ...system, ...(tag.version === undefined ? {} : { version: tag.version }) }),
  );
}

const enterpriseIds: Readonly<Record<string, RpmSystem['id']>> = {
  almalinux: 'alma',
  centos: 'centos',
  oraclelinux: 'oracle',
  'quay.io/centos/centos': 'centos',
  rockylinux: 'rocky',
  'rockylinux/rockylinux': 'rocky',
};

function describeEnterprise(tag: ImageTag, repository: string): BaseImage | undefined {
  const id = enterpriseIds[repository];
  if (id === undefined) return undefined;
  const version = tag.version ?? /^(?:centos|stream)(\d+)$/.exec(tag.text)?.[1];
  const isSmall = tag.parts.some((part) => part === 'minimal' || part === 'slim');
  const isModern = isAtLeast(version, '8');
  if (isModern === undefined) return asImage(id, systemFacts({ kind: 'rpm', id }));
  const modern = isSmall ? 'microdnf' : 'dnf';
  return asImage(
    id,
    systemFacts({
      kind: 'rpm',
      id,
      packageManager: isModern ? modern : 'yum',
      ...(version === undefined ? {} : { version }),
    }),
  );
}

function describeArch(tag: ImageTag): BaseImage {
  const isDevelopment = hasPart(tag, 'devel');
  return asImage('archlinux', {
    os: 'linux',
    kind: isDevelopment ? 'sdk' : 'os',
    distribution: { id: 'arch' },
    libc: 'glibc',
    packageManager: 'pacman',
    language: null,
    shell: '/bin/sh',
    user: 'root',
    caCertificates: true,
    programs: { ...programs(true, ['bash', 'sh']), ...programs(isDevelopment, ['gcc', 'g++', 'make']) },
    env: {},
    sources: ['Arch Linux: archlinux-docker'],
  });
}
