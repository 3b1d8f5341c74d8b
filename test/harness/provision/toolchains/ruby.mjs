// The official images of Ruby, full and slim: Debian's own Ruby, with gems where these images put them.

/** @type {readonly import('../toolchains.mjs').Toolchain[]} */
export const standIns = [
  {
    kind: 'installed',
    references: ['ruby:3.1-slim', 'ruby:3.1-slim-bookworm'],
    from: 'debian:bookworm-slim',
    // The headers of Ruby itself belong to the slim images too; a compiler does not.
    packages: ['ruby', 'ruby-dev', 'bundler', 'ca-certificates'],
    setup: [
      'for name in ruby gem bundle bundler irb rake; do ln -sf /usr/bin/$name /usr/local/bin/$name; done',
      'mkdir -p /usr/local/bundle',
      'chmod 1777 /usr/local/bundle',
    ],
    configuration: [
      'ENV LANG=C.UTF-8',
      'ENV RUBY_VERSION=3.1.2',
      'ENV GEM_HOME=/usr/local/bundle',
      'ENV BUNDLE_SILENCE_ROOT_WARNING=1',
      'ENV BUNDLE_APP_CONFIG=/usr/local/bundle',
      'ENV PATH=/usr/local/bundle/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      'CMD ["irb"]',
    ],
  },
  {
    kind: 'installed',
    references: ['ruby:3.1', 'ruby:3.1-bookworm'],
    from: 'ruby:3.1-slim',
    packages: ['gcc', 'g++', 'make', 'libc6-dev', 'pkg-config', 'curl', 'git'],
  },
];
