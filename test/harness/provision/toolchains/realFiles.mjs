// Names that real Dockerfiles stand on, for the conversions that are built as they were read: the images of these tools under further names, and an Ubuntu of Debian's packages.

/** A package of Python in a folder, for what a registry would have: built when it is installed, as from a source archive. */
const WHEELS = [
  'mkdir -p /opt/packages /tmp/greeting-1.0',
  `printf 'from setuptools import setup\\nsetup(name="greeting", version="1.0", py_modules=["greeting"])\\n' > /tmp/greeting-1.0/setup.py`,
  `printf 'def greet(name):\\n    return "Hello, " + name\\n' > /tmp/greeting-1.0/greeting.py`,
  'tar -czf /opt/packages/greeting-1.0.tar.gz -C /tmp greeting-1.0',
  'rm -r /tmp/greeting-1.0',
  'ln -s /usr/share/python-wheels/*.whl /opt/packages/',
  `printf '[global]\\nno-index = true\\nfind-links = /opt/packages\\nbreak-system-packages = true\\n' > /etc/pip.conf`,
];

/**
 * Packages that Debian has not, or that are half a gigabyte and not called: in a repository of the image's own, newer than
 * any other.
 *
 * @param {Readonly<Record<string, { readonly depends: string, readonly links?: Readonly<Record<string, string>> }>>} packages
 * @returns {readonly string[]} Lines of shell.
 */
function repository(packages) {
  return [
    'mkdir -p /opt/repository',
    'cd /opt/repository',
    ...Object.entries(packages).flatMap(([name, { depends, links = {} }]) => [
      `mkdir -p /tmp/${name}/DEBIAN`,
      `printf 'Package: ${name}\\nVersion: 99:1\\nArchitecture: all\\nMaintainer: stand-in\\nDescription: stand-in\\nDepends: ${depends}\\n' > /tmp/${name}/DEBIAN/control`,
      ...Object.entries(links).map(
        ([path, target]) =>
          `mkdir -p "$(dirname /tmp/${name}${path})" && ln -s ${target} /tmp/${name}${path}`,
      ),
      `dpkg-deb --build --root-owner-group /tmp/${name} ${name}.deb`,
      `rm -r /tmp/${name}`,
      `{ dpkg-deb -f ${name}.deb; printf 'Filename: ./${name}.deb\\nSize: %s\\nSHA256: %s\\n\\n' "$(stat -c %s ${name}.deb)" "$(sha256sum ${name}.deb | cut -d' ' -f1)"; } >> Packages`,
    ]),
    'echo "deb [trusted=yes] file:/opt/repository ./" > /etc/apt/sources.list.d/repository.list',
    // What is only recommended would be most of what these files install.
    `echo 'APT::Install-Recommends "false";' > /etc/apt/apt.conf.d/stand-in`,
  ];
}

/** A gem in a folder that serves as its registry. */
const GEMS = [
  'mkdir -p /opt/gems/gems /tmp/greeting/lib',
  'cd /tmp/greeting',
  `printf 'def greet(name) = "Hello, #{name}"\\n' > lib/greeting.rb`,
  `printf 'Gem::Specification.new { |s| s.name = "greeting"; s.version = "1.0.0"; s.summary = "g"; s.authors = ["s"]; s.files = ["lib/greeting.rb"] }\\n' > greeting.gemspec`,
  'gem build --quiet --output /opt/gems/gems/greeting-1.0.0.gem greeting.gemspec',
  'gem generate_index --quiet --directory /opt/gems',
  'rm -r /tmp/greeting',
];

const FFMPEG = { depends: 'libc6', links: { '/usr/bin/ffmpeg': '/bin/true' } };

/** @type {readonly import('../toolchains.mjs').Toolchain[]} */
export const standIns = [
  { kind: 'installed', references: ['node:20-bullseye'], from: 'node:18', packages: [] },
  { kind: 'installed', references: ['node:20-bullseye-slim'], from: 'node:18-slim', packages: [] },
  {
    kind: 'installed',
    references: ['mirror.gcr.io/library/golang:1.23', 'mcr.microsoft.com/oss/go/microsoft/golang:1.23'],
    from: 'golang:1.22',
    packages: [],
  },
  { kind: 'installed', references: ['docker.io/golang:1.25.0'], from: 'golang:1.22', packages: [] },
  { kind: 'installed', references: ['rust:1.85'], from: 'rust:1.75', packages: [] },
  {
    kind: 'installed',
    references: ['maven:3.9.9-eclipse-temurin-24'],
    from: 'maven:3.9-eclipse-temurin-17',
    packages: [],
  },
  { kind: 'installed', references: ['eclipse-temurin:24-jre'], from: 'eclipse-temurin:17-jre', packages: [] },
  { kind: 'installed', references: ['ruby:3.1.2'], from: 'ruby:3.1', packages: [], setup: GEMS },
  { kind: 'installed', references: ['ruby:3.1.2-slim'], from: 'ruby:3.1-slim', packages: [] },
  {
    kind: 'installed',
    references: ['ubuntu:20.04'],
    from: 'debian:bookworm-slim',
    packages: ['python3-pip-whl', 'python3-setuptools-whl', 'python3-wheel-whl'],
    setup: [...WHEELS, ...repository({ ffmpeg: FFMPEG })],
    configuration: ['CMD ["/bin/bash"]'],
  },
  {
    kind: 'installed',
    references: ['ubuntu:18.04'],
    from: 'debian:bookworm-slim',
    packages: ['python3-pip-whl', 'python3-setuptools-whl', 'python3-wheel-whl'],
    setup: [
      ...WHEELS,
      ...repository({
        ffmpeg: FFMPEG,
        'python3.7': { depends: 'python3', links: { '/usr/bin/python3.7': 'python3' } },
        'python3.7-venv': { depends: 'python3-venv' },
      }),
    ],
    configuration: ['CMD ["/bin/bash"]'],
  },
];
