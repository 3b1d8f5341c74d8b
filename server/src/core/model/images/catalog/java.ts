/** Java: the JDK and JRE images of several publishers, and the build tools and servers built on them. */
import type { BaseImage } from '../baseImage';
import { hasPart, type ImageTag, namedSystem } from '../imageTag';
import { isAtLeast } from '../version';
import type { CatalogEntry } from './entry';
import {
  asImage,
  type Facts,
  forget,
  forgetCommand,
  forgetPrograms,
  layer,
  type Layers,
  withoutAbsences,
} from './facts';
import { isWritable } from './siblings';
import { type System, systemFacts } from './systems';

export const eclipseTemurin: CatalogEntry = {
  repositories: ['eclipse-temurin'],
  samples: ['21', '21-alpine', '21-jre', '21-jre-alpine', '21-ubi9-minimal', '21-jre-ubi9-minimal'],
  leading: ['', 'x-jre', 'x-jdk'],
  describe: describeTemurin,
};

export const maven: CatalogEntry = {
  repositories: ['maven'],
  samples: ['3', '3-eclipse-temurin-x', '3-eclipse-temurin-x-alpine', '3-amazoncorretto-x'],
  leading: ['', 'x-eclipse-temurin-x', 'x-amazoncorretto-x'],
  describe: describeMaven,
};

export const gradle: CatalogEntry = {
  repositories: ['gradle'],
  samples: ['8-jdk', '8-jdk-alpine', '8-jdk-corretto', '8-jdk-graal'],
  leading: ['', 'x-jdk'],
  describe: describeGradle,
};

export const amazonCorretto: CatalogEntry = {
  repositories: ['amazoncorretto'],
  samples: ['21', '21-al2', '21-alpine', '21-headless', '8-jre'],
  describe: describeCorretto,
};

export const openjdk: CatalogEntry = {
  repositories: ['openjdk'],
  samples: ['17', '17-slim', '17-alpine', '8-jdk', '8-jre', '11-jre-slim'],
  leading: ['', 'x-jdk', 'x-jre'],
  describe: describeOpenjdk,
};

/** Publishers whose JDK and JRE tags are told apart by a part of the name alone. */
export const otherJdks: CatalogEntry = {
  repositories: ['sapmachine', 'ibm-semeru-runtimes', 'azul/zulu-openjdk', 'azul/zulu-openjdk-alpine'],
  samples: ['21', '21-jre'],
  leading: ['', 'x-jre'],
  describe: describeOther,
};

export const tomcat: CatalogEntry = {
  repositories: ['tomcat'],
  samples: ['10-jdk', '10-jre'],
  leading: ['', 'x-jre'],
  describe: describeTomcat,
};

type Form = 'jdk' | 'jre';

function formOf(tag: ImageTag): Form {
  return tag.parts.some((part) => /^jre\d*$/.test(part)) ? 'jre' : 'jdk';
}

function java(form: Form, version: string | undefined): Facts {
  return {
    kind: form === 'jdk' ? 'sdk' : 'runtime',
    language: { name: 'java', ...(version === undefined ? {} : { version }) },
    env: { JAVA_HOME: undefined, PATH: undefined },
    programs: { java: true, javac: form === 'jdk' },
  };
}

const note = 'The same Java release without the compiler, for programs that are built elsewhere.';

/** The JRE of Eclipse Temurin for a Java version, on Alpine where the builder is on Alpine. */
function jre(version: string | undefined, system: System | undefined): Pick<BaseImage, 'runtimeSibling'> {
  const major = version?.split('.')[0];
  if (major === undefined || !isReleased(Number(major)) || system?.kind === 'windows') return {};
  const suffix = system?.kind === 'alpine' ? '-alpine' : '';
  return { runtimeSibling: { reference: `eclipse-temurin:${major}-jre${suffix}`, note } };
}

/** The publisher began with 8, 11 and 17, and has had every release since. */
function isReleased(major: number): boolean {
  return major === 8 || major === 11 || major >= 17;
}

/** Red Hat's minimal image in `-ubi9-minimal`; CentOS in `-centos7`. */
function temurinSystem(tag: ImageTag): System {
  const named = namedSystem(tag);
  if (named !== undefined) return named;
  const ubi = tag.parts.map((part) => /^ubi(\d+)?$/.exec(part)).find((match) => match !== null);
  if (ubi !== undefined) return rhelMinimal(ubi[1]);
  if (tag.parts.some((part) => part.startsWith('centos')))
    return { kind: 'rpm', id: 'centos', packageManager: 'yum' };
  return { kind: 'ubuntu' };
}

function rhelMinimal(version: string | undefined): System {
  return {
    kind: 'rpm',
    id: 'rhel',
    packageManager: 'microdnf',
    ...(version === undefined ? {} : { version }),
  };
}

/** Older images have no entrypoint, so what runs by default depends on the day of the tag. */
function temurin(form: Form, version: string | undefined, system: System): Layers {
  const below = forgetPrograms(systemFacts(system), ['bash', 'wget', 'openssl']);
  return forgetCommand(
    layer(system.kind === 'debian' || system.kind === 'ubuntu' ? withBash(below) : below, {
      ...java(form, version),
      caCertificates: true,
      addsAccounts: [],
      env: {
        JAVA_HOME: '/opt/java/openjdk',
        JAVA_VERSION: undefined,
        LANG: 'en_US.UTF-8',
        LANGUAGE: 'en_US:en',
        LC_ALL: 'en_US.UTF-8',
        PATH: '/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      },
      ...(system.kind === 'rpm' ? {} : { envIsComplete: true }),
      programs: { java: true, javac: form === 'jdk', ...(system.kind === 'ubuntu' ? { curl: true } : {}) },
      sources: ['Official image eclipse-temurin: adoptium/containers'],
    }),
  );
}

function withBash(layers: Layers): Layers {
  return { ...layers, programs: { ...layers.programs, bash: true } };
}

function describeTemurin(tag: ImageTag): BaseImage {
  const system = temurinSystem(tag);
  const form = formOf(tag);
  if (system.kind === 'windows')
    return asImage('eclipse-temurin', layer(systemFacts(system), kindOnly(form, tag)));
  const layers = temurin(form, tag.version, system);
  return asImage('eclipse-temurin', form === 'jdk' ? { ...layers, ...temurinSibling(tag) } : layers);
}

function kindOnly(form: Form, tag: ImageTag): Facts {
  const { kind, language } = java(form, tag.version);
  return { ...(kind === undefined ? {} : { kind }), ...(language === undefined ? {} : { language }) };
}

/** `21`, `21-jdk`, `21-noble` become `21-jre`, `21-jre`, `21-jre-noble`; a build number is kept. */
function temurinSibling(tag: ImageTag): Pick<BaseImage, 'runtimeSibling'> {
  if (tag.version === undefined || !isWritable(tag)) return {};
  const parts = hasPart(tag, 'jdk')
    ? tag.parts.map((part) => (part === 'jdk' ? 'jre' : part))
    : [...tag.parts.slice(0, 1), 'jre', ...tag.parts.slice(1)];
  return { runtimeSibling: { reference: `eclipse-temurin:${parts.join('-')}`, note } };
}

/** For images whose Dockerfile may add a bundle to a system without one. */
function forgetCertificates(layers: Layers): Layers {
  const rest = forget(layers, ['caCertificates']);
  return rest;
}

/** A system that is not known, but certainly uses glibc and has a shell. */
function someGlibcSystem(source: string): Layers {
  return {
    programs: { sh: true },
    env: {},
    os: 'linux',
    libc: 'glibc',
    shell: '/bin/sh',
    user: 'root',
    sources: [source],
  };
}

/** `3.9.9-eclipse-temurin-21-alpine`: Maven's version, the JDK's publisher, its version, its system. */
function describeMaven(tag: ImageTag): BaseImage {
  const source = 'Official image maven: carlossg/docker-maven';
  const version = /(?:jdk|temurin|corretto|sapmachine|semeru|zulu|graalvm(?:-community)?)-(\d+)/.exec(
    tag.text,
  )?.[1];
  const system = mavenSystem(tag);
  const below = system === undefined ? someGlibcSystem(source) : systemFacts(system);
  if (system?.kind === 'windows') return asImage('maven', { ...below, kind: 'sdk' });
  return asImage(
    'maven',
    layer(forgetPrograms(forgetCertificates(below), ['bash', 'curl', 'git', 'openssl', 'wget', 'make']), {
      ...(system?.kind === 'ubuntu' ? { caCertificates: true } : {}),
      ...java('jdk', version),
      user: 'root',
      shell: '/bin/sh',
      env: {
        JAVA_HOME: undefined,
        PATH: undefined,
        MAVEN_HOME: '/usr/share/maven',
        MAVEN_CONFIG: undefined,
      },
      programs: { java: true, javac: true, mvn: true },
      entrypoint: ['/usr/local/bin/mvn-entrypoint.sh'],
      command: ['mvn'],
      ...jre(version, system),
      sources: system === undefined ? [] : [source],
    }),
  );
}

/** Without a publisher in the tag, the default JDK has changed over the years, its C library has not. */
function mavenSystem(tag: ImageTag): System | undefined {
  const named = namedSystem(tag);
  if (named !== undefined) return named;
  if (hasPart(tag, 'slim') || hasPart(tag, 'debian')) return { kind: 'debian' };
  if (hasPart(tag, 'temurin')) return { kind: 'ubuntu' };
  if (hasPart(tag, 'amazoncorretto')) return { kind: 'rpm', id: 'amazon' };
  return undefined;
}

/** What the publisher installs beside Gradle differs by release; Mercurial and Breezy bring a Python. */
const brought = ['bash', 'curl', 'make', 'openssl', 'python', 'python3', 'wget'];

/** `8.5-jdk21-alpine`. Before Gradle 7 the publisher's JDK and system differed. */
function describeGradle(tag: ImageTag): BaseImage {
  const source = 'Official image gradle: gradle/docker-gradle';
  const version = tag.parts.map((part) => /^jdk(\d+)$/.exec(part)?.[1]).find((found) => found !== undefined);
  const system = gradleSystem(tag);
  const below = system === undefined ? someGlibcSystem(source) : systemFacts(system);
  const isEarly = tag.version !== undefined && isAtLeast(tag.version, '6') === false;
  const layers = layer(forgetPrograms(forgetCertificates(below), brought), {
    ...(system?.kind === 'ubuntu' ? { caCertificates: true } : {}),
    ...java('jdk', version),
    users: ['gradle'],
    workdir: '/home/gradle',
    env: { JAVA_HOME: undefined, PATH: undefined, GRADLE_HOME: '/opt/gradle', GRADLE_VERSION: undefined },
    programs: { git: true, gradle: true, java: true, javac: true },
    command: ['gradle'],
    ...jre(version, system),
    sources: system === undefined ? [] : [source],
  });
  const checked = hasPart(tag, 'graal') ? forgetPrograms(layers, ['gcc', 'g++']) : layers;
  return asImage('gradle', forget(checked, isEarly ? ['entrypoint', 'user'] : ['entrypoint']));
}

function gradleSystem(tag: ImageTag): System | undefined {
  const named = namedSystem(tag);
  if (named !== undefined) return named;
  if (hasPart(tag, 'corretto')) return { kind: 'rpm', id: 'amazon' };
  if (tag.parts.some((part) => /^ubi\d*$/.test(part))) return rhelMinimal(undefined);
  const isModern = isAtLeast(tag.version, '7') ?? isWritable(tag);
  return isModern ? { kind: 'ubuntu' } : undefined;
}

/** Amazon Linux 2 in `-al2`, 2023 in `-al2023`; without either, the one that was current. */
function describeCorretto(tag: ImageTag): BaseImage {
  const system = correttoSystem(tag);
  const source = 'Official image amazoncorretto: corretto/corretto-docker';
  const layers = layer(systemFacts(system), {
    ...java(formOf(tag), tag.version),
    ...jre(tag.version, system),
    sources: [source],
  });
  if (!tag.parts.some((part) => part === 'headless' || part === 'headful' || part === 'native')) {
    return asImage('amazoncorretto', formOf(tag) === 'jre' ? withoutSibling(layers) : layers);
  }
  const rest = forget(forgetPrograms(layers, ['javac']), ['kind', 'runtimeSibling']);
  return asImage('amazoncorretto', rest);
}

function withoutSibling(layers: Layers): Layers {
  const rest = forget(layers, ['runtimeSibling']);
  return rest;
}

function correttoSystem(tag: ImageTag): System {
  if (hasPart(tag, 'al2')) return { kind: 'rpm', id: 'amazon', version: '2', packageManager: 'yum' };
  if (hasPart(tag, 'al2023')) return { kind: 'rpm', id: 'amazon', version: '2023', packageManager: 'dnf' };
  return namedSystem(tag) ?? { kind: 'rpm', id: 'amazon' };
}

/** Deprecated. Up to Java 11 on Debian, from 12 on Oracle Linux, where the tag names no system. */
function describeOpenjdk(tag: ImageTag): BaseImage {
  const source = 'Official image openjdk: docker-library/openjdk';
  const form = formOf(tag);
  const system = openjdkSystem(tag);
  const below = system === undefined ? someGlibcSystem(source) : systemFacts(system);
  if (system?.kind === 'windows') return asImage('openjdk', layer(below, kindOnly(form, tag)));
  const layers = forgetCommand(
    layer(
      forgetPrograms(forgetCertificates(below), [
        'bash',
        'curl',
        'git',
        'openssl',
        'wget',
        'python3',
        'python',
      ]),
      {
        ...java(form, tag.version),
        ...(form === 'jdk' ? jre(tag.version, system) : {}),
        sources: system === undefined ? [] : [source],
      },
    ),
  );
  return asImage('openjdk', layers);
}

function openjdkSystem(tag: ImageTag): System | undefined {
  const named = namedSystem(tag);
  if (named !== undefined) return named;
  if (hasPart(tag, 'slim')) return { kind: 'debian' };
  if (tag.parts.some((part) => part.startsWith('oracle'))) return { kind: 'rpm', id: 'oracle' };
  const isModern = isAtLeast(tag.version, '12');
  if (isModern === undefined) return undefined;
  return isModern ? { kind: 'rpm', id: 'oracle' } : { kind: 'debian' };
}

function describeOther(tag: ImageTag, repository: string): BaseImage {
  const family = repository.slice(repository.lastIndexOf('/') + 1);
  const source = `${repository}: its publisher's Dockerfiles`;
  const version = repository === 'ibm-semeru-runtimes' ? /^open-(\d+)/.exec(tag.text)?.[1] : tag.version;
  const system = repository === 'azul/zulu-openjdk-alpine' ? ({ kind: 'alpine' } as const) : namedSystem(tag);
  const below =
    system === undefined ? someGlibcSystem(source) : forgetCertificates(withoutAbsences(systemFacts(system)));
  const form = formOf(tag);
  const layers = layer(below, {
    ...java(form, version),
    ...(form === 'jdk' ? jre(version, system) : {}),
    sources: system === undefined ? [] : [source],
  });
  return asImage(family, forgetCommand(withoutUser(layers)));
}

/** Their default user has not been checked for every tag. */
function withoutUser(layers: Layers): Layers {
  const rest = forget(layers, ['user']);
  return rest;
}

/** `10.1-jdk21-temurin-noble`; before 2021 on OpenJDK and Debian. */
function describeTomcat(tag: ImageTag): BaseImage {
  const source = 'Official image tomcat: docker-library/tomcat';
  const version = tag.parts
    .map((part) => /^(?:jdk|jre)(\d+)$/.exec(part)?.[1])
    .find((found) => found !== undefined);
  const named = namedSystem(tag);
  const system = named ?? (hasPart(tag, 'temurin') ? ({ kind: 'ubuntu' } as const) : undefined);
  const below =
    system === undefined ? someGlibcSystem(source) : forgetCertificates(withoutAbsences(systemFacts(system)));
  return asImage(
    'tomcat',
    layer(below, {
      ...java(formOf(tag), version),
      kind: 'runtime',
      workdir: '/usr/local/tomcat',
      exposes: [8080],
      entrypoint: null,
      command: ['catalina.sh', 'run'],
      env: {
        CATALINA_HOME: '/usr/local/tomcat',
        TOMCAT_VERSION: undefined,
        JAVA_HOME: undefined,
        PATH: undefined,
      },
      sources: system === undefined ? [] : [source],
    }),
  );
}
