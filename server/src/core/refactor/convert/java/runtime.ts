/** Chooses the Java runtime that a program built in a stage needs: the same release, without the compiler. */
import { packageInstallOf } from '../../../model/commands/installs';
import type { BaseCandidate, Project } from '../contract';

/** Candidates, the best first; none where the release of Java cannot be told. */
export function javaRuntimes(project: Project): readonly BaseCandidate[] {
  const { image } = project.stage;
  const sibling = image?.runtimeSibling;
  if (image?.language?.name === 'java' && sibling !== undefined) {
    const first = {
      reference: sibling.reference,
      why: 'The Java runtime of the same release, without the compiler.',
    };
    return [first, ...smaller(first.reference)];
  }
  const major = installedRelease(project);
  if (major === undefined) return [];
  const isAlpine = image?.libc === 'musl';
  const reference = `eclipse-temurin:${String(major)}-jre${isAlpine ? '-alpine' : ''}`;
  return [
    { reference, why: `The runtime of Java ${String(major)}, which the build installs.` },
    ...smaller(reference),
  ];
}

/** A jar runs on any C library, unless it brings native code of its own. */
function smaller(reference: string): readonly BaseCandidate[] {
  return /^eclipse-temurin:\d+-jre$/.test(reference)
    ? [
        {
          reference: `${reference}-alpine`,
          why: 'Smaller; not for jars that bring native libraries for glibc.',
        },
      ]
    : [];
}

/** The release that packages of the system name; a name without one is that of the distribution's release. */
function installedRelease({ stage, steps }: Project): number | undefined {
  let found: number | undefined;
  for (const { commands } of steps)
    for (const command of commands)
      for (const { name } of packageInstallOf(command)?.packages ?? []) {
        const own =
          /^(?:openjdk|java|temurin|zulu|msopenjdk|amazon-corretto|java-latest-openjdk)-?(1\.8\.0|\d+)\b/.exec(
            name,
          )?.[1];
        if (own !== undefined) found = own === '1.8.0' ? 8 : Number(own);
        else if (/^default-j(?:dk|re)/.test(name))
          found ??= DEFAULT_RELEASES.get(stage.image?.distribution?.codename ?? '');
      }
  return found === 8 || found === 11 || (found !== undefined && found >= 17) ? found : undefined;
}

/** Source: the package java-common of each release of Debian and Ubuntu. */
const DEFAULT_RELEASES: ReadonlyMap<string, number> = new Map([
  ['buster', 11],
  ['bullseye', 11],
  ['bookworm', 17],
  ['trixie', 21],
  ['bionic', 11],
  ['focal', 11],
  ['jammy', 11],
  ['noble', 21],
]);
