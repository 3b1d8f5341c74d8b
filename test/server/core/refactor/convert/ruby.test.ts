import { describe, it } from 'node:test';
import { checkConversion, checkRefusal } from '../../../../harness/checkConversion';

describe('converting Ruby', () => {
  it('copies the gems from where RubyGems puts them, and repeats what Bundler is told', () => {
    checkConversion(
      `FROM ruby:3.4
RUN bundle config --global frozen 1
WORKDIR /app
COPY Gemfile Gemfile.lock ./
RUN bundle install
COPY . .
CMD ["ruby", "app.rb"]
`,
      `FROM ruby:3.4 AS build
RUN bundle config --global frozen 1
WORKDIR /app
COPY Gemfile Gemfile.lock ./
RUN bundle install

FROM ruby:3.4-slim
RUN bundle config --global frozen 1
WORKDIR /app
COPY --from=build /usr/local/bundle /usr/local/bundle
COPY . .
CMD ["ruby", "app.rb"]
`,
    );
  });

  it('copies the folder of Rails with its assets, and keeps the settings of Bundler', () => {
    checkConversion(
      `FROM ruby:3.4-slim-bookworm
WORKDIR /rails
ENV BUNDLE_PATH=/usr/local/bundle RAILS_ENV=production
RUN apt-get update && apt-get install -y --no-install-recommends build-essential libpq-dev git && rm -rf /var/lib/apt/lists/*
COPY Gemfile Gemfile.lock ./
RUN bundle install
COPY . .
RUN SECRET_KEY_BASE=1 ./bin/rails assets:precompile
RUN useradd --create-home rails && chown -R rails log tmp
USER rails
CMD ["./bin/rails", "server"]
`,
      `FROM ruby:3.4-slim-bookworm AS build
WORKDIR /rails
ENV BUNDLE_PATH=/usr/local/bundle RAILS_ENV=production
RUN apt-get update && apt-get install -y --no-install-recommends build-essential libpq-dev git && rm -rf /var/lib/apt/lists/*
COPY Gemfile Gemfile.lock ./
RUN bundle install
COPY . .
RUN SECRET_KEY_BASE=1 ./bin/rails assets:precompile

FROM ruby:3.4-slim-bookworm
WORKDIR /rails
ENV BUNDLE_PATH=/usr/local/bundle RAILS_ENV=production
RUN apt-get update && apt-get install -y --no-install-recommends libpq5 && rm -rf /var/lib/apt/lists/*
COPY --from=build /usr/local/bundle /usr/local/bundle
COPY --from=build /rails /rails
RUN useradd --create-home rails && chown -R rails log tmp
USER rails
CMD ["./bin/rails", "server"]
`,
    );
  });

  it('follows a path that Bundler is told, inside a chain', () => {
    checkConversion(
      `FROM ruby:3.4-alpine
WORKDIR /app
COPY Gemfile Gemfile.lock ./
RUN apk add --no-cache build-base tzdata && bundle config set --local path vendor/bundle && bundle install
COPY server.rb ./
CMD ["bundle", "exec", "ruby", "server.rb"]
`,
      `FROM ruby:3.4-alpine AS build
WORKDIR /app
COPY Gemfile Gemfile.lock ./
RUN apk add --no-cache build-base tzdata && bundle config set --local path vendor/bundle && bundle install

FROM ruby:3.4-alpine
WORKDIR /app
COPY Gemfile Gemfile.lock ./
RUN apk add --no-cache libstdc++ tzdata && bundle config set --local path vendor/bundle
COPY --from=build /app/vendor/bundle /app/vendor/bundle
COPY server.rb ./
CMD ["bundle", "exec", "ruby", "server.rb"]
`,
    );
  });

  it('refuses where no compiler is in sight', () => {
    checkRefusal(
      'nothing-compiled',
      `FROM ruby:3.4-slim
COPY Gemfile Gemfile.lock ./
RUN «bundle install»
COPY . .
CMD ["ruby", "app.rb"]
`,
    );
  });

  it('refuses where nothing tells where the gems are put', () => {
    checkRefusal(
      'unknown-artifact',
      `FROM debian:bookworm
RUN apt-get update && apt-get install -y ruby-full build-essential
COPY Gemfile Gemfile.lock ./
RUN «bundle install»
COPY . .
CMD ["ruby", "app.rb"]
`,
    );
  });
});

describe('libraries that gems are linked to', () => {
  it('come onto the small image where the lock file names such a gem', () => {
    checkConversion(
      `FROM ruby:3.4-bookworm
WORKDIR /app
COPY Gemfile Gemfile.lock ./
RUN bundle install
COPY . .
CMD ["ruby", "app.rb"]
`,
      `FROM ruby:3.4-bookworm AS build
WORKDIR /app
COPY Gemfile Gemfile.lock ./
RUN bundle install

FROM ruby:3.4-slim-bookworm
WORKDIR /app
RUN apt-get update && apt-get install -y --no-install-recommends libpq5 && rm -rf /var/lib/apt/lists/*
COPY --from=build /usr/local/bundle /usr/local/bundle
COPY . .
CMD ["ruby", "app.rb"]
`,
      { files: { Gemfile: {}, 'Gemfile.lock': { text: 'GEM\n  specs:\n    pg (1.5.9)\n' } } },
    );
  });
});
