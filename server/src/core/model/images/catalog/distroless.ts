/** Google's distroless images: no shell, no package manager; `debug` tags add a busybox outside /bin. */
import type { BaseImage, Language } from '../baseImage';
import { hasPart, type ImageTag } from '../imageTag';
import { debianReleaseOfVersion } from './debianReleases';
import type { CatalogEntry } from './entry';
import { asImage, type Facts, layer, type Layers } from './facts';
import { programs } from './systems';

const names = ['static', 'base', 'base-nossl', 'cc', 'java-base', 'python3'];
const releases = ['', '-debian12', '-debian13'];

export const distroless: CatalogEntry = {
  repositories: [...names, 'java17', 'java21', 'java25', 'nodejs22', 'nodejs24', 'nodejs26'].flatMap((name) =>
    releases.map((release) => `gcr.io/distroless/${name}${release}`),
  ),
  namespaces: ['gcr.io/distroless/'],
  samples: ['latest', 'nonroot', 'debug', 'debug-nonroot'],
  leading: ['', 'debug'],
  trailing: ['amd64', 'nonroot'],
  describe,
};

const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

function describe(tag: ImageTag, repository: string): BaseImage {
  const name = repository.slice('gcr.io/distroless/'.length);
  const product = /^(static|base-nossl|base|cc|java-base|java|nodejs|python)/.exec(name)?.[1];
  return asImage('distroless', layer(system(tag, name, product), { ...runtime(name, product, tag) }));
}

/** The root variant runs as 0, the nonroot variant as the number 65532 (`static/static.bzl`, `common/variables.bzl`). */
function system(tag: ImageTag, name: string, product: string | undefined): Layers {
  const isDebug = hasPart(tag, 'debug');
  const isNonroot = hasPart(tag, 'nonroot');
  const version = /-debian(\d+)$/.exec(name)?.[1];
  const release = version === undefined ? undefined : debianReleaseOfVersion(version);
  return {
    os: 'linux',
    kind: 'runtime',
    versionTags: false,
    distribution: { id: 'distroless', ...(release ?? (version === undefined ? {} : { version })) },
    ...(product === undefined ? {} : { libc: product === 'static' ? null : 'glibc' }),
    packageManager: null,
    shell: isDebug ? '/busybox/sh' : null,
    user: isNonroot ? '65532' : 'root',
    users: ['nonroot', 'nobody'],
    accounts: ['root', 'nobody', 'nonroot'],
    workdir: isNonroot ? '/home/nonroot' : '/',
    caCertificates: true,
    exposes: [],
    env: { PATH: isDebug ? `${path}:/busybox` : path, SSL_CERT_FILE: '/etc/ssl/certs/ca-certificates.crt' },
    programs: {
      ...programs(false, [
        'apt',
        'apt-get',
        'bash',
        'curl',
        'g++',
        'gcc',
        'git',
        'javac',
        'make',
        'node',
        'npm',
      ]),
      ...programs(isDebug, ['sh', 'wget', 'nc', 'busybox']),
    },
    sources: ['Distroless: GoogleContainerTools/distroless'],
  };
}

/** Node.js is not on the PATH: it is only the entrypoint. */
function runtime(name: string, product: string | undefined, tag: ImageTag): Facts {
  const number = /^(?:java|nodejs)(\d+)/.exec(name)?.[1];
  switch (product) {
    case 'static':
    case 'base-nossl':
    case 'base':
    case 'cc':
      return {
        language: null,
        command: null,
        entrypoint: hasPart(tag, 'debug') ? ['/busybox/sh'] : null,
        addsAccounts: [],
      };
    case 'java-base':
      return { language: null, env: { LANG: 'C.UTF-8' }, addsAccounts: [] };
    case 'java':
      return {
        language: language('java', number),
        command: null,
        entrypoint: ['/usr/bin/java', '-jar'],
        env: { JAVA_VERSION: undefined, LANG: 'C.UTF-8' },
        programs: { java: true },
        addsAccounts: [],
      };
    case 'nodejs':
      return {
        language: language('node', number),
        command: null,
        entrypoint: ['/nodejs/bin/node'],
        addsAccounts: [],
      };
    case 'python':
      return {
        language: language('python', pythonOfDebian(name)),
        command: null,
        env: { LANG: 'C.UTF-8' },
        programs: { python3: true, pip: false },
        addsAccounts: [],
      };
    default:
      return {};
  }
}

function language(name: Language['name'], version: string | undefined): Language {
  return { name, ...(version === undefined ? {} : { version }) };
}

/** Debian's own Python. */
function pythonOfDebian(name: string): string | undefined {
  const versions: Readonly<Record<string, string>> = {
    'python3-debian11': '3.9',
    'python3-debian12': '3.11',
    'python3-debian13': '3.13',
  };
  return versions[name];
}
