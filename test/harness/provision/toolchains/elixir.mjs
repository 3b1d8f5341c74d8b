// The official images of Elixir, full and slim: Debian's own Elixir and Erlang.

/** @type {readonly import('../toolchains.mjs').Toolchain[]} */
export const standIns = [
  {
    kind: 'installed',
    references: ['elixir:1.14-slim', 'hexpm/elixir:1.14.0-erlang-25.2.3-debian-bookworm-20240701-slim'],
    from: 'debian:bookworm-slim',
    packages: [
      'elixir',
      'erlang-base',
      'erlang-crypto',
      'erlang-dev',
      'erlang-inets',
      'erlang-parsetools',
      'erlang-runtime-tools',
      'erlang-ssl',
      'erlang-tools',
    ],
    configuration: ['ENV LANG=C.UTF-8', 'CMD ["iex"]'],
  },
  {
    kind: 'installed',
    references: ['elixir:1.14', 'hexpm/elixir:1.14.0-erlang-25.2.3-debian-bookworm-20240701'],
    from: 'elixir:1.14-slim',
    packages: ['gcc', 'g++', 'make', 'libc6-dev', 'curl', 'git'],
  },
];
