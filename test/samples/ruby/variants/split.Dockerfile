FROM ruby:3.1-slim

RUN apt-get update && apt-get install -y --no-install-recommends build-essential && rm -rf /var/lib/apt/lists/*

WORKDIR /app

# Gems first: they change less often than the program.
COPY tally ./tally
COPY Gemfile Gemfile.lock ./
ENV BUNDLE_PATH=/gems BUNDLE_FROZEN=true
RUN mkdir -p vendor/cache && gem build -C tally --output ../vendor/cache/tally-1.0.0.gem tally.gemspec && bundle install --local

COPY server.rb ./
COPY public ./public

ENV PORT=3000
EXPOSE 3000
CMD ["bundle", "exec", "ruby", "server.rb"]
