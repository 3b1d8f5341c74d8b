/** Causes in apt and dpkg. */
import { type Evidence, imageOf, instructionsBefore, lineOf, runs } from '../evidence';
import { type Cause, type Hit, said, type Telling } from './cause';

export const aptCauses: readonly Cause[] = [
  {
    id: 'apt-archived-release',
    output: [
      /(?:does not have|no longer has) a Release file/u,
      /404 +Not Found.*(?:buster|stretch|jessie|wheezy)|(?:buster|stretch|jessie|wheezy)\S* .*404 +Not Found/u,
      /(?:deb|security)\.debian\.org.*(?:buster|stretch|jessie).*404/u,
    ],
    tell: (_hit, evidence) => {
      const release = imageOf(evidence)?.distribution;
      const name =
        release === undefined
          ? 'The release of the base image'
          : `${release.id} ${release.codename ?? release.version ?? ''}`.trim();
      return {
        happened: `${name} has left the mirrors: it is no longer supported, and its packages have moved to an archive.`,
        remedy:
          'Move to a base image of a supported release. Until then: archive.debian.org (Debian) or old-releases.ubuntu.com in the sources.',
      };
    },
  },
  {
    id: 'apt-stale-lists',
    output: [/Unable to fetch some archives, maybe run apt-get update|Failed to fetch .*404 +Not Found/u],
    programs: ['apt-get', 'apt'],
    tell: (_hit, evidence) => ({
      happened: 'The package lists are older than the mirror: they name versions that it has replaced.',
      remedy: runs(evidence, /^apt(?:-get)?$/u, 'update')
        ? 'Try again: the mirror was being renewed. If it stays, the mirror in the sources is out of date.'
        : 'The lists come from a cached layer. Run apt-get update and apt-get install in one RUN.',
      rules: ['no-update-without-install'],
    }),
  },
  {
    id: 'apt-no-package',
    output: [
      /E: Unable to locate package (?<name>\S+)/u,
      /E: Package '(?<name>[^']+)' has no installation candidate/u,
      /E: Couldn't find any package by (?:glob|regex) '(?<name>[^']+)'/u,
    ],
    programs: ['apt-get', 'apt'],
    tell: noPackage,
  },
  {
    id: 'apt-no-version',
    output: [/E: Version '(?<version>[^']+)' for '(?<name>[^']+)' was not found/u],
    tell: ({ groups }) => ({
      happened: `The mirror has no ${groups['name'] ?? 'package'} ${groups['version'] ?? ''} any more: a distribution keeps only the newest version.`,
      remedy:
        'Take the version that is there (apt-cache policy), a pattern such as 1.2.*, or a snapshot of the archive.',
      rules: ['require-pinned-packages'],
    }),
  },
  {
    id: 'apt-unsigned',
    output: [
      /NO_PUBKEY (?<key>[0-9A-F]+)/u,
      /The following signatures (?:couldn't be verified|were invalid)|At least one invalid signature was encountered/u,
      /EXPKEYSIG (?<key>[0-9A-F]+)/u,
    ],
    tell: ({ groups, line }) => ({
      happened: /invalid signature/u.test(line)
        ? 'apt could not check the signatures of the package lists.'
        : `apt does not know the key${groups['key'] === undefined ? '' : ` ${groups['key']}`} that signs the repository.`,
      remedy: /invalid signature/u.test(line)
        ? 'Most often the disk of the engine is full, or the engine is older than the distribution in the image; make room, or update it.'
        : 'Store the key of the repository in /etc/apt/keyrings and name it in the source (signed-by=…); for an old base image, take a newer one.',
    }),
  },
  {
    id: 'apt-clock',
    output: [/Release file for \S+ is not valid yet/u],
    tell: said(
      'The clock of the engine goes wrong: the package lists are from its future.',
      'Set the clock; Docker Desktop loses it when the machine sleeps, and a restart helps.',
    ),
  },
  {
    id: 'waits-for-answer',
    output: [
      /Do you want to continue\? \[Y\/n\] Abort|\[y\/N\]:? *(?:Abort|Operation aborted)|Is this ok \[y\/[Nd]\S*:.*(?:Operation aborted|Exiting)/u,
      /^Abort\.$/u,
      /Configuring tzdata|Please select the geographic area|dpkg-preconfigure: unable to re-open stdin: $/u,
    ],
    exitCodes: [1, 100, 124, 137],
    tell: ({ line }) => ({
      happened: 'The command waits for an answer, and nobody answers in a build.',
      remedy: /tzdata|geographic/u.test(line)
        ? 'Put DEBIAN_FRONTEND=noninteractive before apt-get, in this RUN only.'
        : 'Add -y.',
      rules: ['require-assume-yes'],
    }),
  },
  {
    id: 'add-apt-repository',
    output: [/E: The method driver \/usr\/lib\/apt\/methods\/https could not be found/u],
    tell: said(
      'This old apt cannot fetch over HTTPS.',
      'Install apt-transport-https and ca-certificates first, or take a newer base image.',
    ),
  },
];

function noPackage({ groups }: Hit, evidence: Evidence): Telling {
  const name = groups['name'] ?? 'the package';
  const alpine = /^(?:build-base|musl-dev|py3-.+|openjdk\d+|shadow|su-exec|linux-headers|.+-dev@.+)$/u.test(
    name,
  );
  if (alpine)
    return {
      happened: `${name} is a package of Alpine, and this is Debian or one of its family.`,
      remedy: 'Look up its name there (packages.debian.org).',
    };
  if (runs(evidence, /^apt(?:-get)?$/u, 'update')) {
    const system = imageOf(evidence)?.distribution;
    const where =
      system === undefined
        ? 'this distribution'
        : `${system.id} ${system.codename ?? system.version ?? ''}`.trim();
    return {
      happened: `${where} has no package ${name}.`,
      remedy:
        'Check its name in this release; it may be in a part of the archive that is not enabled (contrib, non-free, universe), or come from a repository of its own.',
    };
  }
  const earlier = instructionsBefore(evidence).find(({ source }) => /apt(?:-get)?\s+update/u.test(source));
  return {
    happened:
      earlier === undefined
        ? `apt has no package lists: no apt-get update runs before, and base images bring none.`
        : `apt has no list that names ${name}: those of line ${String(lineOf(evidence, earlier))} were removed, or come from a cached layer.`,
    remedy: `Run both in one RUN: apt-get update && apt-get install -y ${name}.`,
    rules: ['no-update-without-install'],
  };
}
