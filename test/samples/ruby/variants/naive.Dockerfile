FROM ruby:3.1
WORKDIR /app
COPY . .
RUN gem build --quiet -C tally --output tally.gem tally.gemspec
RUN gem install --local tally/tally.gem
RUN bundle install --local
EXPOSE 4567
CMD ["ruby", "server.rb"]
