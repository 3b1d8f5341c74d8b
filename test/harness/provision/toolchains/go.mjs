// The official image of Go, with the C compiler that it carries for cgo.

/** @type {readonly import('../toolchains.mjs').Toolchain[]} */
export const standIns = [
  {
    kind: 'installed',
    references: [
      'golang:1.22',
      'golang:1.22-bookworm',
      'golang:1.19',
      'golang:1.21',
      'golang:1.23',
      'golang:latest',
    ],
    from: 'gcc:12',
    packages: ['golang-go', 'ca-certificates', 'pkg-config'],
    // Programs are looked for where the real image has them.
    setup: ['ln -s /usr/lib/go /usr/local/go', 'mkdir -p /go/src /go/bin', 'chmod -R 1777 /go'],
    configuration: [
      'ENV PATH=/go/bin:/usr/local/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      'ENV GOLANG_VERSION=1.19.8',
      'ENV GOTOOLCHAIN=local',
      'ENV GOPATH=/go',
      'WORKDIR /go',
    ],
  },
];
