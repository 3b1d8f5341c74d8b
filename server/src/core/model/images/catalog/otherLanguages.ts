/** Languages whose images follow the patterns of the larger families, told in a few lines each. */
import type { BaseImage } from '../baseImage';
import { hasPart, type ImageTag, namedSystem } from '../imageTag';
import { buildLayer } from './buildpackDeps';
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
import { plainSystem, sibling, withInfix, withSuffix } from './siblings';
import { programs, type System, systemFacts } from './systems';

export const swift: CatalogEntry = {
  repositories: ['swift', 'swiftlang/swift'],
  samples: ['6.0', '6.0-slim', '6.0-bookworm', '6.0-amazonlinux2', '6.0-rhel-ubi9'],
  describe: describeSwift,
};

export const haskell: CatalogEntry = {
  repositories: ['haskell'],
  samples: ['9', '9-slim'],
  describe: describeHaskell,
};

export const gcc: CatalogEntry = { repositories: ['gcc'], samples: ['14'], describe: describeGcc };

export const dart: CatalogEntry = { repositories: ['dart'], samples: ['3'], describe: describeDart };

export const clojure: CatalogEntry = {
  repositories: ['clojure'],
  samples: ['temurin-21-tools-deps', 'temurin-21-tools-deps-alpine'],
  describe: describeClojure,
};

export const perl: CatalogEntry = {
  repositories: ['perl'],
  samples: ['5', '5-slim'],
  describe: describePerl,
};

export const julia: CatalogEntry = {
  repositories: ['julia'],
  samples: ['1', '1-alpine'],
  describe: describeJulia,
};

function versioned<N extends string>(
  name: N,
  tag: ImageTag,
): { readonly name: N; readonly version?: string } {
  return { name, ...(tag.version === undefined ? {} : { version: tag.version }) };
}

/** Without a system in the tag it is Ubuntu; slim variants have the runtime libraries only. */
function describeSwift(tag: ImageTag): BaseImage {
  const isSlim = hasPart(tag, 'slim');
  const layers = layer(forgetPrograms(withoutAbsences(systemFacts(swiftSystem(tag))), ['openssl']), {
    kind: isSlim ? 'runtime' : 'sdk',
    language: versioned('swift', tag),
    programs: isSlim ? programs(false, ['swift', 'swiftc']) : programs(true, ['git', 'swift', 'swiftc']),
    ...(isSlim
      ? {}
      : sibling(tag, `swift:${withSuffix(tag, 'slim')}`, 'The runtime libraries of the same Swift.')),
    sources: ['Official image swift: swiftlang/swift-docker'],
  });
  const rest = forget(layers, ['caCertificates']);
  return asImage('swift', rest);
}

function swiftSystem(tag: ImageTag): System {
  const named = namedSystem(tag);
  if (named !== undefined) return named;
  const rpm = tag.parts
    .map((part) => /^(amazonlinux|ubi|fedora|centos)(\d+)?$/.exec(part)?.[1])
    .find((id) => id !== undefined);
  if (rpm === 'amazonlinux') return { kind: 'rpm', id: 'amazon' };
  if (rpm === 'fedora') return { kind: 'rpm', id: 'fedora', packageManager: 'dnf' };
  if (rpm === 'ubi' || rpm === 'centos') return { kind: 'rpm', id: rpm === 'ubi' ? 'rhel' : 'centos' };
  return { kind: 'ubuntu' };
}

/** GHC links with gcc, so slim variants have it too. */
function describeHaskell(tag: ImageTag): BaseImage {
  const system = namedSystem(tag) ?? { kind: 'debian' };
  const layers = forget(
    layer(withoutAbsences(systemFacts(system)), {
      kind: 'sdk',
      language: versioned('haskell', tag),
      command: ['ghci'],
      env: { LANG: 'C.UTF-8', PATH: undefined },
      programs: programs(true, ['cabal', 'g++', 'gcc', 'ghc', 'git', 'make', 'stack']),
      ...linkedSibling(system, 'The program needs libgmp (package libgmp10).'),
      sources: ['Official image haskell: haskell/docker-haskell'],
    }),
    ['caCertificates'],
  );
  return asImage('haskell', layers);
}

function linkedSibling(system: System, note: string): Pick<BaseImage, 'runtimeSibling'> {
  const reference = plainSystem(system);
  return reference === undefined ? {} : { runtimeSibling: { reference, note } };
}

function describeGcc(tag: ImageTag): BaseImage {
  const system = namedSystem(tag) ?? { kind: 'debian' };
  return asImage(
    'gcc',
    layer(buildLayer(system), {
      kind: 'sdk',
      language: { name: 'c', ...(tag.version === undefined ? {} : { version: tag.version }) },
      addsAccounts: [],
      env: { GCC_VERSION: undefined },
      ...linkedSibling(
        system,
        'For C++ link with -static-libstdc++ -static-libgcc: the system has an older libstdc++.',
      ),
      sources: ['Official image gcc: docker-library/gcc'],
    }),
  );
}

/** An ahead-of-time compiled program runs on scratch with the libraries that the image collects in /runtime. */
function describeDart(tag: ImageTag): BaseImage {
  const layers = forget(
    layer(forgetPrograms(systemFacts({ kind: 'debian' }), ['curl', 'git', 'openssl']), {
      kind: 'sdk',
      language: versioned('dart', tag),
      env: { DART_SDK: '/usr/lib/dart', PATH: undefined },
      programs: { dart: true },
      runtimeSibling: {
        reference: 'scratch',
        note: 'Copy /runtime/ and the program made by dart compile exe.',
      },
      sources: ['Official image dart: dart-lang/dart-docker'],
    }),
    ['caCertificates'],
  );
  return asImage('dart', forgetCommand(withoutWorkdir(layers)));
}

function withoutWorkdir(layers: Layers): Layers {
  const rest = forget(layers, ['workdir']);
  return rest;
}

/** `temurin-21-tools-deps-bookworm-slim`, `temurin-21-lein-alpine`. */
function describeClojure(tag: ImageTag): BaseImage {
  const version = /^(?:temurin|openjdk)-(\d+)/.exec(tag.text)?.[1];
  const system = namedSystem(tag);
  const below: Layers =
    system === undefined
      ? withoutAbsences(systemFacts({ kind: 'debian' }))
      : withoutAbsences(systemFacts(system));
  const jre: Facts =
    version === undefined
      ? {}
      : {
          runtimeSibling: {
            reference: `eclipse-temurin:${version}-jre${system?.kind === 'alpine' ? '-alpine' : ''}`,
            note: 'For an uberjar; Clojure itself is in the jar.',
          },
        };
  return asImage(
    'clojure',
    layer(forgetCommand(below), {
      kind: 'sdk',
      language: { name: 'clojure' },
      workdir: '/tmp',
      exposes: [],
      env: { JAVA_HOME: '/opt/java/openjdk', PATH: undefined },
      programs: { java: true },
      ...jre,
      sources: ['Official image clojure: Quantisan/docker-clojure'],
    }),
  );
}

function describePerl(tag: ImageTag): BaseImage {
  const system = namedSystem(tag) ?? { kind: 'debian' };
  const isFull = system.kind === 'debian' && !hasPart(tag, 'slim');
  const below = isFull ? buildLayer(system) : forgetPrograms(systemFacts(system), ['curl', 'openssl']);
  const layers = forget(
    layer(below, {
      kind: 'runtime',
      language: versioned('perl', tag),
      addsAccounts: [],
      env: { PERL_VERSION: undefined },
      programs: { perl: true, cpanm: true },
      ...(isFull && !hasPart(tag, 'threaded')
        ? sibling(tag, `perl:${withInfix(tag, 'slim')}`, 'The same Perl without compilers and headers.')
        : {}),
      sources: ['Official image perl: Perl/docker-perl'],
    }),
    ['caCertificates', 'workdir'],
  );
  return asImage('perl', forgetCommand(layers));
}

function describeJulia(tag: ImageTag): BaseImage {
  const system = namedSystem(tag) ?? { kind: 'debian' };
  const layers = forget(
    layer(forgetPrograms(systemFacts(system), ['curl', 'openssl']), {
      kind: 'runtime',
      language: versioned('julia', tag),
      addsAccounts: [],
      env: { JULIA_PATH: '/usr/local/julia', PATH: undefined },
      programs: { julia: true },
      command: ['julia'],
      sources: ['Official image julia: docker-library/julia'],
    }),
    ['caCertificates'],
  );
  return asImage('julia', forgetEntrypoint(layers));
}

function forgetEntrypoint(layers: Layers): Layers {
  const rest = forget(layers, ['entrypoint']);
  return rest;
}
