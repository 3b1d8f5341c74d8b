FROM elixir:1.14
WORKDIR /app
COPY . .
ENV MIX_ENV=prod
RUN mix release
EXPOSE 4000
CMD ["_build/prod/rel/clock/bin/clock", "start"]
