FROM debian:12
LABEL org.opencontainers.image.title="vowels"
ADD . /srv/vowels
WORKDIR /srv/vowels
RUN apt-get update && apt-get install -y --no-install-recommends ruby ruby-dev bundler gcc make libc6-dev && mkdir -p vendor/cache \
  && cd tally && gem build --output ../vendor/cache/tally-1.0.0.gem tally.gemspec && cd .. \
  && bundle config set --local path vendor/bundle && bundle install --local --jobs 4 && rm -rf /var/lib/apt/lists/*
RUN useradd -r vowels && chown -R vowels /srv/vowels
USER vowels
EXPOSE 4567
CMD bundle exec ruby server.rb
