/** Images with next to nothing in them: scratch and BusyBox. */
import type { BaseImage } from '../baseImage';
import { hasPart, type ImageTag } from '../imageTag';
import type { CatalogEntry } from './entry';
import { asImage, type Layers } from './facts';
import { programs } from './systems';

const emptyPrograms = programs(false, [
  'apt-get',
  'bash',
  'curl',
  'g++',
  'gcc',
  'git',
  'java',
  'make',
  'node',
  'npm',
  'perl',
  'python3',
]);

/** The empty image: also what every image made of one copied program starts from. */
export const emptyLayers: Layers = {
  os: 'linux',
  distribution: { id: 'scratch' },
  libc: null,
  packageManager: null,
  language: null,
  shell: null,
  user: 'root',
  users: [],
  accounts: [],
  workdir: '/',
  caCertificates: false,
  command: null,
  entrypoint: null,
  exposes: [],
  programs: { ...emptyPrograms, ...programs(false, ['sh', 'wget', 'busybox']) },
  env: {},
  envIsComplete: true,
  sources: ['Docker: the reserved name scratch'],
};

/** `scratch` is no image but a word of the Dockerfile language; `user: root` means that nothing else is set. */
export const scratch: CatalogEntry = {
  repositories: ['scratch'],
  samples: ['latest'],
  describe: () => asImage('scratch', { ...emptyLayers, kind: 'os' }),
};

export const busybox: CatalogEntry = {
  repositories: ['busybox'],
  samples: ['1', '1-musl', '1-uclibc'],
  describe: describeBusybox,
};

/** The musl and uClibc variants are static and ship no loader; the default ships glibc. */
function describeBusybox(tag: ImageTag): BaseImage {
  const isStatic = hasPart(tag, 'musl') || hasPart(tag, 'uclibc');
  const isGlibc = hasPart(tag, 'glibc') || tag.text === 'latest' || tag.version !== undefined;
  return asImage('busybox', {
    os: 'linux',
    kind: 'os',
    distribution: { id: 'busybox' },
    ...(isStatic ? { libc: null } : isGlibc ? { libc: 'glibc' } : {}),
    packageManager: null,
    language: null,
    shell: '/bin/sh',
    user: 'root',
    workdir: '/',
    caCertificates: false,
    command: ['sh'],
    entrypoint: null,
    exposes: [],
    programs: {
      ...emptyPrograms,
      ...programs(true, [
        'adduser',
        'addgroup',
        'ash',
        'busybox',
        'nc',
        'ping',
        'ps',
        'sh',
        'tar',
        'vi',
        'wget',
      ]),
    },
    env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
    envIsComplete: true,
    sources: ['Official image busybox: docker-library/busybox'],
  });
}
