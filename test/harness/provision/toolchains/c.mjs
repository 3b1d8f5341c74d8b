// The official image of GCC, which holds make and the headers of the C library as well.

/** @type {readonly import('../toolchains.mjs').Toolchain[]} */
export const standIns = [
  {
    kind: 'installed',
    references: ['gcc:12', 'gcc:12-bookworm', 'gcc:latest'],
    from: 'debian:bookworm-slim',
    packages: ['gcc', 'g++', 'make', 'libc6-dev'],
    configuration: ['CMD ["bash"]'],
  },
];
