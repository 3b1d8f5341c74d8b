/** Build tools of Java, Kotlin, Scala and Clojure, as far as they fetch dependencies. */
import type { ShellWord } from '../../../shell/nodes';
import { gradleValueOptions } from '../gradle';
import { readArguments } from '../options';
import { type Found, type Recognisers, simple } from './recogniser';

export const jvmInstalls: Recognisers = new Map([
  ['mvn', mvn],
  ['gradle', gradle],
  ['lein', simple('java', (words) => words.includes('deps'), ['project.clj'])],
  ['clojure', simple('java', (words) => words.includes('-P'), ['deps.edn'])],
  ['clj', simple('java', (words) => words.includes('-P'), ['deps.edn'])],
  [
    'sbt',
    simple(
      'java',
      (words) => words.length > 0 && words.every((word) => word === 'update' || word.startsWith('-')),
      ['build.sbt', 'project/**'],
    ),
  ],
]);

function mvn(args: readonly ShellWord[]): Found | undefined {
  const isOffline = args.some((word) =>
    /(?:^|:)(?:go-offline|resolve-dependencies|resolve(?:-plugins)?|resolve-sources)$/.test(word.value ?? ''),
  );
  const builds = args.some((word) => /^(?:package|install|verify|deploy|compile)$/.test(word.value ?? ''));
  if (!isOffline || builds) return undefined;
  return {
    ecosystem: 'java',
    manifests: ['pom.xml', '**/pom.xml', '.mvn/**', 'mvnw'],
    isLocked: undefined,
    installsDev: undefined,
  };
}

const gradleManifests = [
  'build.gradle',
  'build.gradle.kts',
  'settings.gradle',
  'settings.gradle.kts',
  'gradle.properties',
  'gradle/**',
  'gradlew',
];

function gradle(args: readonly ShellWord[]): Found | undefined {
  const tasks = readArguments(args, gradleValueOptions).operands.map((word) => word.value ?? '');
  const isResolving = (task: string): boolean =>
    /(?:^|:)(?:dependencies|buildEnvironment|(?:download|resolve|fetch|cache)\w*Dependenc(?:ies|y)\w*|resolveAll\w*)$/i.test(
      task,
    );
  if (tasks.length === 0 || !tasks.every((task) => isResolving(task) || task === 'clean')) return undefined;
  return { ecosystem: 'java', manifests: gradleManifests, isLocked: undefined, installsDev: undefined };
}
