// The official images of Python, full and slim: Debian's own Python, arranged as these images have it.

// The programs stand where the real images have them; the mark that forbids pip to install is Debian's alone.
const SETUP = [
  'rm -f /usr/lib/python3*/EXTERNALLY-MANAGED',
  'for name in python python3 python3.11; do ln -sf /usr/bin/python3.11 /usr/local/bin/$name; done',
  'for name in pip pip3; do ln -sf /usr/bin/pip3 /usr/local/bin/$name; done',
];

const CONFIGURATION = [
  'ENV PATH=/usr/local/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  'ENV LANG=C.UTF-8',
  'ENV PYTHON_VERSION=3.11.2',
  'CMD ["python3"]',
];

/** @type {readonly import('../toolchains.mjs').Toolchain[]} */
export const standIns = [
  {
    kind: 'installed',
    references: ['python:3.11-slim', 'python:3.11-slim-bookworm'],
    from: 'debian:bookworm-slim',
    // The headers of Python itself belong to the slim images too; a compiler does not.
    packages: ['python3', 'python3-pip', 'python3-venv', 'libpython3-dev', 'ca-certificates'],
    setup: SETUP,
    configuration: CONFIGURATION,
  },
  {
    kind: 'installed',
    references: ['python:3.11', 'python:3.11-bookworm'],
    from: 'python:3.11-slim',
    packages: ['gcc', 'g++', 'make', 'libc6-dev', 'pkg-config', 'curl', 'git'],
  },
];
