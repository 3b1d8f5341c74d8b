// The official images of Node.js, full and slim: Debian's own Node.js and npm, and in the full one the compilers that native modules are built with.

// As the real entrypoint: what is no command is an argument for node.
const ENTRYPOINT = `#!/bin/sh
if [ "\${1#-}" != "$1" ] || ! command -v "$1" > /dev/null; then set -- node "$@"; fi
exec "$@"
`;

const SETUP = [
  'useradd --uid 1000 --create-home --shell /bin/bash node',
  // Without these npm waits for a network that a build here does not have.
  "mkdir -p /usr/local/etc && printf 'update-notifier=false\\naudit=false\\nfund=false\\n' > /usr/local/etc/npmrc",
  `cat > /usr/local/bin/docker-entrypoint.sh <<'SH'\n${ENTRYPOINT}SH`,
  'chmod 755 /usr/local/bin/docker-entrypoint.sh',
  'ln -s /usr/bin/node /usr/bin/npm /usr/bin/npx /usr/local/bin/',
];

const CONFIGURATION = ['ENV NODE_VERSION=18.20.4', 'ENTRYPOINT ["docker-entrypoint.sh"]', 'CMD ["node"]'];

/** @type {readonly import('../toolchains.mjs').Toolchain[]} */
export const standIns = [
  {
    kind: 'installed',
    references: ['node:18', 'node:18-bookworm', 'node:lts'],
    from: 'gcc:12',
    // No registry can be reached from a build, so the compiler of TypeScript is here for all.
    packages: ['nodejs', 'npm', 'node-typescript', 'python3-minimal', 'git'],
    setup: SETUP,
    configuration: CONFIGURATION,
  },
  {
    kind: 'installed',
    references: ['node:18-slim', 'node:18-bookworm-slim', 'node:lts-slim'],
    from: 'debian:bookworm-slim',
    packages: ['nodejs', 'npm'],
    setup: SETUP,
    configuration: CONFIGURATION,
  },
];
