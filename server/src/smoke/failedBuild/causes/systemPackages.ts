/** Causes in the package managers of Alpine and of the family of Red Hat. */
import { imageOf } from '../evidence';
import { type Cause, said } from './cause';

export const systemPackageCauses: readonly Cause[] = [
  {
    id: 'apk-no-index',
    output: [
      /WARNING: (?:fetching|Ignoring) \S+: (?:temporary error|DNS|network error|could not connect|operation timed out|I\/O error)/u,
    ],
    tell: said(
      'The package index of Alpine could not be fetched.',
      'Check the network and the DNS of the engine; behind a proxy, pass HTTP_PROXY and HTTPS_PROXY as build arguments.',
    ),
  },
  {
    id: 'apk-no-package',
    output: [/^ *(?<name>[\w.+-]+) \(no such package\):/u],
    programs: ['apk'],
    tell: ({ groups }, evidence) => {
      const name = groups['name'];
      if (name === undefined) return undefined;
      const isDebian =
        /^(?:build-essential|.+-dev|python3-pip|g\+\+|libpq-dev|libssl-dev|default-.+|lib.+\d)$/u.test(name);
      const release = imageOf(evidence)?.distribution?.version;
      return {
        happened: `Alpine${release === undefined ? '' : ` ${release}`} has no package ${name}.`,
        remedy:
          ALPINE_NAMES[name] ??
          `Look up its name (pkgs.alpinelinux.org)${isDebian ? '; this one looks like Debian\u2019s' : ''}, or the repository that has it (community, edge).`,
      };
    },
  },
  {
    id: 'apk-no-version',
    output: [/breaks: world\[(?<name>[^\]=<>~]+)[=~](?<version>[^\]]+)\]/u],
    tell: ({ groups }) => ({
      happened: `Alpine has no ${groups['name'] ?? 'package'} ${groups['version'] ?? ''} any more: a release keeps only the newest version.`,
      remedy: 'Pin less exactly (name~=1.2), or pin the base image by digest.',
      rules: ['require-pinned-packages'],
    }),
  },
  {
    id: 'centos-archived',
    output: [/No URLs in mirrorlist|mirrorlist\.centos\.org|Cannot find a valid baseurl for repo/u],
    tell: said(
      'CentOS has left the mirrors: it is no longer supported.',
      'Move to Rocky Linux, AlmaLinux or UBI. Until then: vault.centos.org in the repository files.',
    ),
  },
  {
    id: 'dnf-no-package',
    output: [
      /(?:No match for argument|Unable to find a match|No package (?:matches|available)):? '?(?<name>[\w.+:-]+)/u,
      /No package (?<name>\S+) available/u,
      /No provider of '(?<name>[^']+)' found/u,
    ],
    programs: ['dnf', 'yum', 'microdnf', 'tdnf', 'zypper'],
    tell: ({ groups }) => ({
      happened: `No enabled repository has a package ${groups['name'] ?? ''}.`,
      remedy:
        'Check its name (dnf provides), or enable the repository that has it (EPEL, CRB; on UBI most packages need a subscription).',
    }),
  },
];

/** What people look for under the name that another distribution has for it. */
const ALPINE_NAMES: Readonly<Record<string, string>> = {
  'build-essential': 'Its name there is build-base.',
  'python3-pip': 'Its name there is py3-pip.',
  'python-pip': 'Its name there is py3-pip.',
  'libpq-dev': 'Its name there is postgresql-dev.',
  'libssl-dev': 'Its name there is openssl-dev.',
  'default-jdk': 'Its names there are openjdk17, openjdk21 and the like.',
  'default-libmysqlclient-dev': 'Its name there is mariadb-dev.',
  'xz-utils': 'Its name there is xz.',
  'procps-ng': 'Its name there is procps.',
  gnupg2: 'Its name there is gnupg.',
  'libffi-devel': 'Its name there is libffi-dev.',
  'zlib1g-dev': 'Its name there is zlib-dev.',
  python: 'Its name there is python3.',
  python2: 'Alpine has no Python 2 since 3.16.',
  'netcat-traditional': 'netcat-openbsd is there, and nc of busybox.',
  dnsutils: 'Its name there is bind-tools.',
};
