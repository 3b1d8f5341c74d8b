/** Chooses the Java runtime that a program built in a stage needs: the same release, without the compiler. */
import { packageInstallOf } from '../../../model/commands/installs';
import { at } from '../../../lint/rule';
import { refusal, type BaseCandidate, type Project, type Refusal } from '../contract';

/** What the program needs of the image it runs on. */
export interface Footing {
  readonly kind: 'jvm' | 'native' | 'server';
  readonly programs: readonly string[];
}

/** Candidates, the best first; empty where nothing tells what would fit. */
export function basesFor(project: Project, kind: Footing['kind']): readonly BaseCandidate[] {
  switch (kind) {
    case 'jvm':
      return javaRuntimes(project);
    case 'native':
      return nativeRuntimes(project);
    case 'server': {
      const written = project.stage.baseWord?.text;
      return written === undefined
        ? []
        : [{ reference: written, why: 'The server that the application runs in.' }];
    }
  }
}

/** The runtime of another image has its program elsewhere, unless PATH finds it. */
export function absoluteJava(project: Project): Refusal | undefined {
  const started = project.started.find(
    ({ name, words }) => name === 'java' && words[0]?.text.includes('/') === true,
  );
  if (started === undefined) return undefined;
  const { text } = started.words[0] ?? { text: '' };
  if (/^"?\$\{?JAVA_HOME\}?"?\/bin\/java"?$/.test(text)) return undefined;
  return refusal(
    'no-runtime-base',
    `The container starts ${text}, and another image has its java elsewhere.`,
    {
      at: at(project.stage.command.entrypoint ?? project.stage.command.cmd ?? project.stage.from),
      wayOut: 'Start java by its name; PATH finds it.',
    },
  );
}

/** Native programs find the system that they were built on, or a newer one. */
function nativeRuntimes({ stage }: Project): readonly BaseCandidate[] {
  const { image } = stage;
  const why = 'The system alone, with the C library that the program is linked to.';
  if (image?.libc === 'musl') return [{ reference: 'alpine:3', why }];
  const { id, codename } = image?.distribution ?? {};
  return [
    {
      reference: id === 'debian' && codename !== undefined ? `debian:${codename}-slim` : 'debian:trixie-slim',
      why,
    },
  ];
}

/** Candidates, the best first; none where the release of Java cannot be told. */
function javaRuntimes(project: Project): readonly BaseCandidate[] {
  const { image } = project.stage;
  const sibling = image?.runtimeSibling;
  if (image?.language?.name === 'java' && sibling !== undefined) {
    const first = {
      reference: sibling.reference,
      why: 'The Java runtime of the same release, without the compiler.',
    };
    return [first, ...smaller(first.reference)];
  }
  const major = releaseInName(project.stage.baseText ?? '') ?? installedRelease(project);
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

/**
 * Images of build tools name the JDK that they stand on: `clojure:temurin-17-lein`, `scala-sbt:eclipse-temurin-17.0.10_7_…`,
 * and those of sbt before it with nothing but its version in front: `scala-sbt:8u242_1.3.8_2.13.1`.
 */
function releaseInName(reference: string): number | undefined {
  const found =
    /[:_-](?:openjdk|temurin|corretto|jdk|graalvm(?:-community)?)-?(\d+)(?![\d]*-jre)/.exec(reference)?.[1] ??
    /\/scala-sbt:(\d+)(?:u\d+|\.[\d.]+)_/.exec(reference)?.[1];
  return found === undefined ? undefined : released(Number(found));
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
  return found === undefined ? undefined : released(found);
}

/** Others have no image of the runtime. */
function released(major: number): number | undefined {
  return major === 8 || major === 11 || major >= 17 ? major : undefined;
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
