/** The operating systems below the images, told once, because most images are one of these plus a few programs. */
import type { DistributionId, PackageManager } from '../baseImage';
import { compareVersions } from '../version';
import type { DebianRelease } from './debianReleases';
import { type Layers, nothing } from './facts';
import type { UbuntuRelease } from './ubuntuReleases';

export type System =
  | { readonly kind: 'alpine'; readonly version?: string }
  | { readonly kind: 'debian'; readonly release?: DebianRelease }
  | { readonly kind: 'ubuntu'; readonly release?: UbuntuRelease }
  | { readonly kind: 'windows' }
  | RpmSystem;

export interface RpmSystem {
  readonly kind: 'rpm';
  readonly id:
    'alma' | 'amazon' | 'azurelinux' | 'centos' | 'fedora' | 'opensuse' | 'oracle' | 'rhel' | 'rocky';
  readonly version?: string;
  /** A missing key: not known. */
  readonly packageManager?: PackageManager | null;
}

/** What an image that adds nothing to the system would be. */
export function systemFacts(system: System): Layers {
  switch (system.kind) {
    case 'alpine':
      return alpine(system.version);
    case 'debian':
      return debian(system.release);
    case 'ubuntu':
      return ubuntu(system.release);
    case 'windows':
      return windows;
    case 'rpm':
      return rpm(system);
  }
}

const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The programs named in `names`, all present or all absent. */
export function programs(isThere: boolean, names: readonly string[]): Readonly<Record<string, boolean>> {
  return Object.fromEntries(names.map((name) => [name, isThere]));
}

const absentFromMinimalSystems = [
  'autoconf',
  'automake',
  'bun',
  'bundle',
  'cargo',
  'clang',
  'cmake',
  'composer',
  'corepack',
  'curl',
  'deno',
  'dotnet',
  'dumb-init',
  'g++',
  'gcc',
  'gem',
  'git',
  'go',
  'gosu',
  'gunicorn',
  'java',
  'javac',
  'jq',
  'make',
  'nginx',
  'node',
  'npm',
  'npx',
  'php',
  'pip',
  'pkg-config',
  'pm2',
  'python',
  'python3',
  'ruby',
  'rustc',
  'su-exec',
  'sudo',
  'tini',
  'uvicorn',
  'yarn',
] as const;

const emptyRuntime = { command: null, entrypoint: null, exposes: [], language: null } as const;

const alpinePrograms = {
  ...programs(false, [...absentFromMinimalSystems, 'bash', 'perl', 'useradd', 'groupadd', 'usermod']),
  ...programs(true, [
    'adduser',
    'addgroup',
    'apk',
    'ash',
    'busybox',
    'nc',
    'ping',
    'ps',
    'sh',
    'su',
    'tar',
    'vi',
  ]),
  ...programs(true, ['wget']),
};

/** Sources: alpine `alpine-minirootfs` and the account table of `alpine-baselayout`. */
function alpine(version: string | undefined): Layers {
  return {
    ...nothing,
    ...emptyRuntime,
    os: 'linux',
    kind: 'os',
    distribution: { id: 'alpine', ...(version === undefined ? {} : { version }) },
    libc: 'musl',
    packageManager: 'apk',
    shell: '/bin/sh',
    user: 'root',
    users: ['nobody'],
    accounts: alpineAccounts,
    workdir: '/',
    command: ['/bin/sh'],
    env: { PATH: defaultPath },
    envIsComplete: true,
    ...(version !== undefined && compareVersions(version, '3.13') >= 0 ? { caCertificates: true } : {}),
    programs: alpinePrograms,
    sources: ['Alpine Linux: alpine-minirootfs'],
  };
}

/** Of all releases: a name that no release has ever had is certainly missing. */
const alpineAccounts = (
  'root bin daemon adm lp sync shutdown halt mail news uucp operator man postmaster cron ftp sshd at squid xfs games ' +
  'postgres cyrus vpopmail ntp smmsp guest nobody'
).split(' ');

const debianPrograms = {
  ...programs(false, [...absentFromMinimalSystems, 'wget', 'ash', 'apk', 'nc']),
  ...programs(true, ['apt', 'apt-get', 'bash', 'dash', 'dpkg', 'groupadd', 'perl', 'sh', 'su', 'tar']),
  ...programs(true, ['useradd', 'usermod']),
};

/** Sources: debian `docker-brew-debian` (debuerreotype) and the account table of `base-passwd`. */
function debian(release: DebianRelease | undefined): Layers {
  return {
    ...nothing,
    ...emptyRuntime,
    os: 'linux',
    kind: 'os',
    distribution: { id: 'debian', ...(release ?? {}) },
    libc: 'glibc',
    packageManager: 'apt',
    shell: '/bin/sh',
    user: 'root',
    users: ['nobody', 'www-data'],
    accounts: debianAccounts,
    workdir: '/',
    command: ['bash'],
    env: { PATH: defaultPath },
    envIsComplete: true,
    caCertificates: false,
    programs: debianPrograms,
    sources: ['Debian: docker-brew-debian'],
  };
}

const debianAccounts = (
  'root daemon bin sys sync games man lp mail news uucp proxy www-data backup list irc gnats nobody _apt ' +
  'systemd-timesync systemd-network systemd-resolve systemd-bus-proxy'
).split(' ');

/** The `ubuntu` account came with 23.04. Source: Ubuntu base images, cloud-images release notes. */
function ubuntu(release: UbuntuRelease | undefined): Layers {
  const hasUbuntuAccount = release === undefined ? undefined : compareVersions(release.version, '23.04') >= 0;
  return {
    ...debian(undefined),
    distribution: { id: 'ubuntu', ...(release ?? {}) },
    command: ['/bin/bash'],
    users: hasUbuntuAccount === true ? ['nobody', 'www-data', 'ubuntu'] : ['nobody', 'www-data'],
    accounts: [
      ...debianAccounts,
      'libuuid',
      'messagebus',
      'syslog',
      ...(hasUbuntuAccount === false ? [] : ['ubuntu']),
    ],
    sources: ['Ubuntu: base images on Docker Hub'],
  };
}

/** Windows has other users, shells and paths; nothing is claimed of them. Source: Microsoft's container base images. */
const windows: Layers = {
  ...nothing,
  os: 'windows',
  kind: 'os',
  distribution: { id: 'windows' },
  libc: null,
  packageManager: null,
  sources: ['Microsoft: Windows container base images'],
};

const rpmPrograms = {
  ...programs(false, [
    'apt',
    'apt-get',
    'apk',
    'ash',
    'gcc',
    'g++',
    'clang',
    'cmake',
    'go',
    'cargo',
    'rustc',
  ]),
  ...programs(false, ['node', 'npm', 'java', 'javac', 'make', 'git', 'wget', 'tini', 'dumb-init', 'jq']),
  ...programs(true, ['bash', 'sh']),
};

/** Sources: the publishers' kickstart and container files. */
function rpm(system: RpmSystem): Layers {
  const id: DistributionId = system.id;
  return {
    ...nothing,
    ...emptyRuntime,
    os: 'linux',
    kind: 'os',
    distribution: { id, ...(system.version === undefined ? {} : { version: system.version }) },
    libc: 'glibc',
    ...(system.packageManager === undefined ? {} : { packageManager: system.packageManager }),
    shell: '/bin/sh',
    user: 'root',
    workdir: '/',
    command: ['/bin/bash'],
    env: { PATH: undefined },
    caCertificates: true,
    programs: rpmPrograms,
    sources: [`${rpmPublishers[system.id]}: container base image`],
  };
}

const rpmPublishers: Readonly<Record<RpmSystem['id'], string>> = {
  alma: 'AlmaLinux',
  amazon: 'Amazon Linux',
  azurelinux: 'Azure Linux',
  centos: 'CentOS',
  fedora: 'Fedora',
  opensuse: 'openSUSE',
  oracle: 'Oracle Linux',
  rhel: 'Red Hat Universal Base Image',
  rocky: 'Rocky Linux',
};
