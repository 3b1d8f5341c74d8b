/** The official Rust image. */
import type { BaseImage } from '../baseImage';
import { hasPart, type ImageTag, namedSystem } from '../imageTag';
import { buildLayer } from './buildpackDeps';
import { defaultSystem } from './defaultSystem';
import type { CatalogEntry } from './entry';
import { asImage, layer, type Layers } from './facts';
import { plainSystem } from './siblings';
import { programs, type System, systemFacts } from './systems';

export const rust: CatalogEntry = {
  repositories: ['rust', 'rustlang/rust'],
  samples: ['1.90', '1.90-slim', '1.90-alpine'],
  describe,
};

function describe(tag: ImageTag): BaseImage {
  const system = namedSystem(tag) ?? defaultSystem('rust', tag.version);
  const reference = plainSystem(system);
  return asImage(
    'rust',
    layer(below(system, hasPart(tag, 'slim')), {
      kind: 'sdk',
      language: { name: 'rust', ...(tag.version === undefined ? {} : { version: tag.version }) },
      caCertificates: true,
      addsAccounts: [],
      env: {
        RUSTUP_HOME: '/usr/local/rustup',
        CARGO_HOME: '/usr/local/cargo',
        RUST_VERSION: undefined,
        PATH: '/usr/local/cargo/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      },
      envIsComplete: true,
      programs: programs(true, ['cargo', 'gcc', 'rustc', 'rustup']),
      ...(reference === undefined ? {} : { runtimeSibling: { reference, note: notes[system.kind] } }),
      sources: ['Official image rust: rust-lang/docker-rust'],
    }),
  );
}

/** Slim and Alpine variants have a C compiler for linking, but nothing else of buildpack-deps. */
function below(system: System, isSlim: boolean): Layers {
  return system.kind === 'debian' && !isSlim ? buildLayer(system) : systemFacts(system);
}

const gnuNote =
  'The program needs the C library of this release or a newer one, and CA certificates for TLS.';

const notes: Readonly<Record<System['kind'], string>> = {
  alpine: 'Programs built on Alpine are linked statically to musl by default, so scratch works as well.',
  debian: gnuNote,
  ubuntu: gnuNote,
  windows: '',
  rpm: gnuNote,
};
