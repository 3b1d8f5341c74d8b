// Debian itself, which most of the other images are made on.

/** @type {readonly import('../toolchains.mjs').Toolchain[]} */
export const standIns = [
  {
    kind: 'debian',
    references: [
      'debian:bookworm-slim',
      'debian:bookworm',
      'debian:12-slim',
      'debian:12',
      'debian:stable-slim',
      'debian:latest',
    ],
    suite: 'bookworm',
  },
];
