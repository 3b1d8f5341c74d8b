FROM hexpm/elixir:1.14.0-erlang-25.2.3-debian-bookworm-20240701
WORKDIR /app
COPY . .
ENV MIX_ENV=prod
RUN mix release
EXPOSE 4000
CMD ["_build/prod/rel/clock/bin/clock", "start"]
