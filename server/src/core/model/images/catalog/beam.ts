/** Erlang and Elixir. */
import type { BaseImage } from '../baseImage';
import { hasPart, type ImageTag, namedSystem } from '../imageTag';
import { buildLayer } from './buildpackDeps';
import type { CatalogEntry } from './entry';
import { asImage, type Facts, forget, forgetPrograms, layer, type Layers, withoutAbsences } from './facts';
import { plainSystem } from './siblings';
import { programs, type System, systemFacts } from './systems';

export const erlang: CatalogEntry = {
  repositories: ['erlang'],
  samples: ['27', '27-slim', '27-alpine'],
  describe: (tag) =>
    asImage('erlang', layer(erlangLayer(tag, systemOf(tag)), version('erlang', tag.version))),
};

export const elixir: CatalogEntry = {
  repositories: ['elixir'],
  samples: ['1.18', '1.18-slim', '1.18-alpine'],
  describe: describeElixir,
};

export const hexpmElixir: CatalogEntry = {
  repositories: ['hexpm/elixir', 'hexpm/erlang'],
  samples: ['1.18.0-erlang-27.0-debian-bookworm-20240701-slim', '1.18.0-erlang-27.0-alpine-3.20.1'],
  describe: describeHexpm,
};

function systemOf(tag: ImageTag): System {
  return namedSystem(tag) ?? { kind: 'debian' };
}

function version(name: 'elixir' | 'erlang', text: string | undefined): Facts {
  return { language: { name, ...(text === undefined ? {} : { version: text }) } };
}

function erlangLayer(tag: ImageTag, system: System): Layers {
  const isFull = system.kind === 'debian' && !hasPart(tag, 'slim');
  const below = isFull ? buildLayer(system) : forgetPrograms(systemFacts(system), ['curl', 'openssl']);
  const layers = forget(
    layer(below, {
      kind: 'sdk',
      addsAccounts: [],
      env: { OTP_VERSION: undefined, REBAR3_VERSION: undefined },
      programs: programs(true, ['erl', 'rebar3']),
      command: ['erl'],
      ...releaseSibling(system),
      sources: ['Official image erlang: erlang/docker-erlang-otp'],
    }),
    ['caCertificates'],
  );
  return isFull ? { ...layers, caCertificates: true } : layers;
}

function describeElixir(tag: ImageTag): BaseImage {
  return asImage(
    'elixir',
    layer(erlangLayer(tag, systemOf(tag)), {
      ...version('elixir', tag.version),
      addsAccounts: [],
      env: { ELIXIR_VERSION: undefined, LANG: 'C.UTF-8' },
      programs: programs(true, ['elixir', 'iex', 'mix']),
      command: ['iex'],
      sources: ['Official image elixir: erlef/docker-elixir'],
    }),
  );
}

/** A release made by `mix release` carries the Erlang runtime with it, so a plain system of the same libraries is enough. */
function releaseSibling(system: System): Pick<BaseImage, 'runtimeSibling'> {
  const reference = plainSystem(system);
  if (reference === undefined) return {};
  const note =
    'A release brings the Erlang runtime along; add the libraries it links: OpenSSL, ncurses, libstdc++.';
  return { runtimeSibling: { reference, note } };
}

/** `<elixir>-erlang-<otp>-<system>-<system's version>`. Source: hexpm/bob. */
function describeHexpm(tag: ImageTag, repository: string): BaseImage {
  const name = repository === 'hexpm/erlang' ? 'erlang' : 'elixir';
  const system = namedSystem(tag) ?? (hasPart(tag, 'ubuntu') ? ({ kind: 'ubuntu' } as const) : undefined);
  const below: Layers =
    system === undefined
      ? { programs: { sh: true }, env: {}, sources: [] }
      : withoutAbsences(systemFacts(system));
  const layers = forget(
    layer(below, {
      ...version(name, tag.version),
      kind: 'sdk',
      os: 'linux',
      shell: '/bin/sh',
      user: 'root',
      env: { LANG: undefined },
      programs: { erl: true, ...(name === 'elixir' ? programs(true, ['elixir', 'iex', 'mix']) : {}) },
      ...(system === undefined ? {} : releaseSibling(system)),
      sources: ['hexpm: hexpm/bob'],
    }),
    ['caCertificates', 'command'],
  );
  return asImage(name, layers);
}
