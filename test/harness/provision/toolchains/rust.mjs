// The official image of Rust, which has the C toolchain that links its programs.

/** @type {readonly import('../toolchains.mjs').Toolchain[]} */
export const standIns = [
  {
    kind: 'installed',
    references: ['rust:1.75', 'rust:1.75-bookworm', 'rust:1.75-slim', 'rust:1.80', 'rust:latest', 'rust:1'],
    from: 'gcc:12',
    packages: ['rustc', 'cargo', 'ca-certificates'],
    setup: [
      'mkdir -p /usr/local/cargo/bin /usr/local/rustup',
      'for program in cargo rustc rustdoc; do ln -s /usr/bin/$program /usr/local/cargo/bin/$program; done',
      'chmod -R a+w /usr/local/cargo /usr/local/rustup',
    ],
    configuration: [
      'ENV RUSTUP_HOME=/usr/local/rustup CARGO_HOME=/usr/local/cargo',
      'ENV PATH=/usr/local/cargo/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      'ENV RUST_VERSION=1.75.0',
    ],
  },
];
