import { describe, it } from 'node:test';
import { checkConversion, checkRefusal } from '../../../../harness/checkConversion';

describe('converting Elixir', () => {
  it('runs the release on the system that Erlang was built on', () => {
    checkConversion(
      `FROM hexpm/elixir:1.18.0-erlang-27.0-debian-bookworm-20240701-slim
RUN apt-get update && apt-get install -y build-essential git && rm -rf /var/lib/apt/lists/*
WORKDIR /app
ENV MIX_ENV=prod
COPY mix.exs mix.lock ./
RUN mix local.hex --force && mix deps.get --only prod && mix deps.compile
COPY . .
RUN mix release shop
EXPOSE 4000
CMD ["/app/_build/prod/rel/shop/bin/shop", "start"]
`,
      `FROM hexpm/elixir:1.18.0-erlang-27.0-debian-bookworm-20240701-slim AS build
RUN apt-get update && apt-get install -y build-essential git && rm -rf /var/lib/apt/lists/*
WORKDIR /app
ENV MIX_ENV=prod
COPY mix.exs mix.lock ./
RUN mix local.hex --force && mix deps.get --only prod && mix deps.compile
COPY . .
RUN mix release shop

FROM debian:bookworm-slim
WORKDIR /app
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates libncurses6 libstdc++6 openssl && rm -rf /var/lib/apt/lists/*
COPY --from=build /app/_build/prod/rel/shop /app/_build/prod/rel/shop
ENV LANG=C.UTF-8
EXPOSE 4000
CMD ["/app/_build/prod/rel/shop/bin/shop", "start"]
`,
    );
  });

  it('makes the account that owns the release in front of copying it', () => {
    checkConversion(
      `FROM elixir:1.18-alpine
WORKDIR /src
COPY . .
RUN MIX_ENV=prod mix release --path /opt/shop
RUN adduser -D shop && chown -R shop /opt/shop
USER shop
CMD ["/opt/shop/bin/shop", "start"]
`,
      `FROM elixir:1.18-alpine AS build
WORKDIR /src
COPY . .
RUN MIX_ENV=prod mix release --path /opt/shop
RUN adduser -D shop && chown -R shop /opt/shop

FROM alpine:3.22
WORKDIR /src
RUN adduser -D shop
RUN apk add --no-cache ca-certificates libstdc++ ncurses-libs openssl
COPY --from=build --chown=shop /opt/shop /opt/shop
ENV LANG=C.UTF-8
USER shop
CMD ["/opt/shop/bin/shop", "start"]
`,
      { answers: { runtimeBase: 'alpine:3.22' } },
    );
  });

  it('refuses where the tag hides the release of the system', () => {
    checkRefusal(
      'no-runtime-base',
      `«FROM elixir:1.18»
COPY . .
RUN mix release --path /opt/shop
CMD ["/opt/shop/bin/shop", "start"]
`,
    );
  });
});
