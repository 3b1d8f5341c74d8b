FROM hexpm/elixir:1.14.0-erlang-25.2.3-debian-bookworm-20240701-slim

# What is built, and for what.
ARG MIX_ENV=prod
ENV MIX_ENV=${MIX_ENV} \
    LANG=C.UTF-8

WORKDIR /src
COPY mix.exs ./
COPY config config
RUN mix deps.get --only $MIX_ENV && mix deps.compile

COPY lib lib
RUN mix compile
RUN mix release --path /opt/clock

ENV PORT=4100
EXPOSE 4100
USER nobody
WORKDIR /opt/clock
ENTRYPOINT ["bin/clock"]
CMD ["start"]
