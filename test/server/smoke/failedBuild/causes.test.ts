/** Every cause of the table by what the tool itself prints, and that none of them takes the log of another one for its own. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { causes } from '../../../../server/src/smoke/failedBuild/causes/index';
import { buildKitLog, explain } from './logs';

interface Case {
  readonly id: string;
  /** The last instruction is the one that failed. */
  readonly file: readonly string[];
  readonly output?: readonly string[];
  /** The builder's word, where it is not that a command failed. */
  readonly message?: string;
  readonly exitCode?: number;
  readonly happened?: RegExp;
  readonly remedy?: RegExp;
  /** Reported in this very file. */
  readonly rule?: string;
}

const NODE = 'FROM node:22-alpine';
const PYTHON = 'FROM python:3.13-slim';
const GO = 'FROM golang:1.23-alpine';
const DEBIAN = 'FROM debian:12-slim';
const ALPINE = 'FROM alpine:3.20';
const RUST = 'FROM rust:1.80-slim';
const CHECKSUM = 'failed to compute cache key: failed to calculate checksum of ref 7a1::x2: ';

const CASES: readonly Case[] = [
  {
    id: 'heredoc-not-supported',
    file: [ALPINE, 'RUN <<EOF\napk add git\nEOF'],
    message: 'dockerfile parse error line 3: unknown instruction: APK',
    happened: /heredocs \(<<EOF\)/,
    remedy: /# syntax=docker\/dockerfile:1/,
  },
  {
    id: 'unknown-instruction',
    file: [ALPINE, 'RUNN true'],
    message: 'dockerfile parse error on line 2: unknown instruction: RUNN (did you mean RUN?)',
    happened: /no instruction RUNN/,
    rule: 'syntax',
  },
  {
    id: 'needs-buildkit',
    file: [ALPINE, 'RUN --mount=type=cache,target=/x true'],
    message: 'dockerfile parse error on line 2: unknown flag: --mount',
    remedy: /# syntax=/,
  },
  {
    id: 'no-stage',
    file: ['RUN true'],
    message: 'no build stage in current context',
    rule: 'require-from-first',
  },
  {
    id: 'frontend-not-loaded',
    file: ['# syntax=docker/dockerfile:9', ALPINE],
    message: 'failed to resolve source metadata for docker.io/docker/dockerfile:9: not found',
  },
  {
    id: 'parse-error',
    file: [ALPINE, 'COPY a'],
    message:
      'dockerfile parse error on line 2: COPY requires at least two arguments, but only one was provided. Destination could not be determined',
    happened: /requires at least two arguments/,
    rule: 'syntax',
  },
  {
    id: 'malformed-exec-form',
    file: [ALPINE, "RUN ['npm', 'ci']"],
    output: ['/bin/sh: [npm,: not found'],
    exitCode: 127,
    remedy: /double quotes/,
  },
  {
    id: 'disk-full',
    file: [ALPINE, 'RUN make'],
    output: ['write /app/x: no space left on device'],
    remedy: /docker system df/,
  },
  {
    id: 'out-of-memory',
    file: [NODE, 'RUN npm run build'],
    output: [
      'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
      'Aborted (core dumped)',
    ],
    exitCode: 134,
    remedy: /max-old-space-size/,
  },
  {
    id: 'emulation-crash',
    file: [DEBIAN, 'RUN apt-get update'],
    output: ['qemu: uncaught target signal 11 (Segmentation fault) - core dumped'],
    exitCode: 139,
    remedy: /BUILDPLATFORM/,
  },
  {
    id: 'killed',
    file: [ALPINE, 'RUN make -j64'],
    output: ['  CC  foo.o'],
    exitCode: 137,
    happened: /exit code 137/,
  },
  { id: 'build-cancelled', file: [ALPINE, 'RUN sleep 900'], message: 'Canceled: context canceled' },
  {
    id: 'no-engine',
    file: [ALPINE, 'RUN docker ps'],
    output: [
      'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
    ],
  },
  {
    id: 'no-shell',
    file: ['FROM gcr.io/distroless/static-debian12', 'RUN echo hi'],
    output: [
      'runc run failed: unable to start container process: exec: "/bin/sh": stat /bin/sh: no such file or directory',
    ],
    rule: 'no-shell-in-shell-less-stage',
  },
  {
    id: 'exec-format',
    file: ['FROM --platform=linux/arm64 alpine:3.20', 'RUN ["/x"]'],
    output: ['exec /x: exec format error'],
    happened: /linux\/arm64/,
    remedy: /binfmt/,
  },
  {
    id: 'windows-line-ends',
    file: [DEBIAN, 'RUN ./build.sh'],
    output: ["/usr/bin/env: 'bash\\r': No such file or directory"],
    exitCode: 127,
    remedy: /gitattributes/,
  },
  {
    id: 'windows-line-ends',
    file: [DEBIAN, 'RUN ./build.sh'],
    output: ['/bin/sh: 1: ./build.sh: /bin/bash^M: bad interpreter: No such file or directory'],
    exitCode: 126,
  },
  {
    id: 'not-bash',
    file: [DEBIAN, 'RUN set -o pipefail; true'],
    output: ['/bin/sh: 1: set: Illegal option -o pipefail'],
    exitCode: 2,
    remedy: /SHELL/,
  },
  {
    id: 'not-bash',
    file: [DEBIAN, 'RUN source venv/bin/activate'],
    output: ['/bin/sh: 1: source: not found'],
    exitCode: 127,
    remedy: /SHELL/,
  },
  {
    id: 'sudo',
    file: [DEBIAN, 'RUN sudo apt-get update'],
    output: ['/bin/sh: 1: sudo: not found'],
    exitCode: 127,
    rule: 'no-sudo',
  },
  {
    id: 'not-executable',
    file: ['FROM eclipse-temurin:21', 'COPY gradlew ./', 'RUN ./gradlew build'],
    output: ['/bin/sh: 1: ./gradlew: Permission denied'],
    exitCode: 126,
    remedy: /--chmod=755 in line 2/,
  },
  {
    id: 'no-interpreter',
    file: [ALPINE, 'COPY run.sh /run.sh', 'RUN ["/run.sh"]'],
    output: ['exec /run.sh: no such file or directory'],
    exitCode: 255,
    happened: /\/run\.sh is there/,
  },
  {
    id: 'command-not-found',
    file: [ALPINE, 'RUN git clone https://example.com/x'],
    output: ['/bin/sh: git: not found'],
    exitCode: 127,
    happened: /alpine:3\.20 has no git/,
    remedy: /apk add --no-cache git/,
  },
  {
    id: 'command-not-found',
    file: [DEBIAN, 'RUN set -e; make'],
    output: ['/bin/sh: 1: make: not found'],
    exitCode: 127,
    remedy: /apt-get install.* make\. A builder stage/,
  },
  {
    id: 'command-not-found',
    file: [NODE, 'RUN npm run build'],
    output: ['> app@1.0.0 build', '> vite build', '', 'sh: vite: not found'],
    exitCode: 127,
    happened: /development dependencies/,
  },
  {
    id: 'command-not-found',
    file: [ALPINE, 'RUN useradd app'],
    output: ['/bin/sh: useradd: not found'],
    exitCode: 127,
    remedy: /adduser -S/,
  },
  {
    id: 'command-not-found',
    file: [PYTHON, 'RUN poetry install'],
    output: ['/bin/sh: 1: poetry: not found'],
    exitCode: 127,
    remedy: /pip install poetry/,
  },
  {
    id: 'windows-shell',
    file: ['FROM mcr.microsoft.com/windows/servercore:ltsc2022', 'RUN ls'],
    output: ["'ls' is not recognized as an internal or external command,", 'operable program or batch file.'],
  },
  {
    id: 'no-systemd',
    file: [DEBIAN, 'RUN systemctl start nginx'],
    output: ["System has not been booted with systemd as init system (PID 1). Can't operate."],
  },
  {
    id: 'secret-not-given',
    file: [NODE, 'RUN --mount=type=secret,id=npmrc,required=true npm ci'],
    message: 'secret npmrc: not found',
    remedy: /--secret id=npmrc/,
  },
  {
    id: 'secret-not-given',
    file: [NODE, 'RUN --mount=type=secret,id=npmrc cat /run/secrets/npmrc'],
    output: ["cat: can't open '/run/secrets/npmrc': No such file or directory"],
    remedy: /id=npmrc/,
  },
  {
    id: 'ssh-not-given',
    file: [ALPINE, 'RUN --mount=type=ssh,required=true git clone x'],
    message: 'unset ssh forward key default',
    remedy: /--ssh default/,
  },
  {
    id: 'git-login',
    file: [GO, 'RUN go mod download'],
    output: ["fatal: could not read Username for 'https://github.com': terminal prompts disabled"],
    exitCode: 1,
    remedy: /type=secret/,
  },
  {
    id: 'stage-reference',
    file: ['FROM alpine:3.20 AS build', 'COPY --from=buidl /x /y'],
    message:
      'buidl: failed to resolve source metadata for docker.io/library/buidl:latest: pull access denied, repository does not exist or may require authorization',
    remedy: /build\./,
    rule: 'no-unknown-stage-reference',
  },
  {
    id: 'untrusted-certificate',
    file: [PYTHON, 'RUN pip install requests'],
    output: [
      "SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate (_ssl.c:1000)'))",
    ],
    remedy: /update-ca-certificates/,
  },
  {
    id: 'name-not-resolved',
    file: [DEBIAN, 'RUN apt-get update && apt-get install -y git'],
    output: ["  Temporary failure resolving 'deb.debian.org'"],
    exitCode: 100,
    happened: /deb\.debian\.org/,
  },
  {
    id: 'name-not-resolved',
    file: ['FROM node:22', 'RUN npm ci'],
    output: [
      'npm error code EAI_AGAIN',
      'npm error request to https://registry.example/x failed, reason: getaddrinfo EAI_AGAIN registry.example',
    ],
    happened: /registry\.example/,
  },
  {
    id: 'no-connection',
    file: [ALPINE, 'RUN wget http://localhost:5432'],
    output: ["wget: can't connect to remote host (127.0.0.1): Connection refused"],
    happened: /nothing listens/,
    remedy: /container itself/,
  },
  {
    id: 'download-not-found',
    file: [DEBIAN, 'RUN curl -fsSL https://example.com/x-${TARGETARCH}.tgz'],
    output: ['curl: (22) The requested URL returned error: 404'],
    exitCode: 22,
    happened: /404/,
  },
  {
    id: 'no-archive',
    file: [DEBIAN, 'RUN curl -sSL https://example.com/x.tgz | tar xz'],
    output: ['gzip: stdin: not in gzip format', 'tar: Child returned status 1'],
    exitCode: 2,
    rule: 'require-curl-fail',
  },
  {
    id: 'checksum',
    file: [DEBIAN, 'RUN echo "abc  x" | sha256sum -c'],
    output: ['sha256sum: WARNING: 1 computed checksum did NOT match'],
  },
  {
    id: 'unknown-target',
    file: ['FROM alpine:3.20 AS build', 'RUN true'],
    message: 'target stage "prod" could not be found',
    happened: /prod/,
    remedy: /build;/,
  },
  {
    id: 'blank-image-name',
    file: ['ARG BASE', 'FROM ${BASE}'],
    message: 'base name (${BASE}) should not be blank',
    rule: 'no-invalid-default-argument-in-from',
  },
  {
    id: 'credential-helper',
    file: [ALPINE],
    message:
      'alpine:3.20: failed to resolve source metadata for docker.io/library/alpine:3.20: error getting credentials - err: exec: "docker-credential-desktop": executable file not found in $PATH, out: ``',
    happened: /docker-credential-desktop/,
  },
  {
    id: 'rate-limit',
    file: [ALPINE],
    message:
      'alpine:3.20: failed to copy: httpReadSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/library/alpine/manifests/sha256:1: 429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit.',
  },
  {
    id: 'no-platform',
    file: ['FROM --platform=linux/s390x example/x:1'],
    message:
      'example/x:1: failed to resolve source metadata for docker.io/example/x:1: no match for platform in manifest: not found',
  },
  {
    id: 'image-access-denied',
    file: ['FROM example/private:1'],
    message:
      'example/private:1: failed to resolve source metadata for docker.io/example/private:1: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
    happened: /example\/private:1/,
    remedy: /docker login/,
  },
  {
    id: 'image-not-found',
    file: ['FROM node:99'],
    message:
      'node:99: failed to resolve source metadata for docker.io/library/node:99: docker.io/library/node:99: not found',
    happened: /node:99/,
  },
  {
    id: 'forbidden-source',
    file: [ALPINE, 'COPY ../x /x'],
    message: 'COPY failed: forbidden path outside the build context: ../x ()',
    remedy: /named context/,
  },
  {
    id: 'source-not-found',
    file: [ALPINE, 'COPY package-lock.json ./'],
    message: `${CHECKSUM}"/package-lock.json": not found`,
    happened: /package-lock\.json/,
  },
  {
    id: 'source-not-found',
    file: ['FROM alpine:3.20 AS build', 'RUN true', 'FROM nginx:alpine', 'COPY --from=build /app/dist /x'],
    message: `${CHECKSUM}"/app/dist": not found`,
    happened: /stage build \(line 1\) has no \/app\/dist/,
  },
  {
    id: 'many-sources-one-file',
    file: [ALPINE, 'COPY a b /x'],
    message:
      'When using COPY with more than one source file, the destination must be a directory and end with a /',
    rule: 'require-directory-slash',
  },
  {
    id: 'dockerfile-not-found',
    file: [ALPINE],
    message: 'failed to read dockerfile: open Dockerfile.prod: no such file or directory',
    happened: /Dockerfile\.prod/,
  },
  {
    id: 'context-unreadable',
    file: [ALPINE],
    message: 'error from sender: open /srv/db/data: permission denied',
    happened: /\/srv\/db\/data/,
  },
  {
    id: 'apt-archived-release',
    file: ['FROM debian:buster-slim', 'RUN apt-get update && apt-get install -y git'],
    output: [
      'Err:5 http://deb.debian.org/debian buster Release',
      '  404  Not Found [IP: 1.2.3.4 80]',
      "E: The repository 'http://deb.debian.org/debian buster Release' does not have a Release file.",
    ],
    exitCode: 100,
    happened: /buster/,
  },
  {
    id: 'apt-stale-lists',
    file: [DEBIAN, 'RUN apt-get update', 'RUN apt-get install -y git'],
    output: [
      'E: Failed to fetch http://deb.debian.org/debian/pool/main/g/git/git_2.39.2-1_amd64.deb  404  Not Found [IP: 1.2.3.4 80]',
      'E: Unable to fetch some archives, maybe run apt-get update or try with --fix-missing?',
    ],
    exitCode: 100,
    remedy: /in one RUN/,
  },
  {
    id: 'apt-no-package',
    file: [DEBIAN, 'RUN apt-get install -y git'],
    output: ['E: Unable to locate package git'],
    exitCode: 100,
    happened: /no package lists/,
    remedy: /apt-get update && apt-get install -y git/,
  },
  {
    id: 'apt-no-package',
    file: [DEBIAN, 'RUN apt-get update && apt-get install -y build-base'],
    output: ['E: Unable to locate package build-base'],
    exitCode: 100,
    happened: /package of Alpine/,
  },
  {
    id: 'apt-no-package',
    file: [DEBIAN, 'RUN apt-get update && apt-get install -y frobnicate'],
    output: ['E: Unable to locate package frobnicate'],
    exitCode: 100,
    happened: /debian bookworm has no package frobnicate/,
  },
  {
    id: 'apt-no-version',
    file: [DEBIAN, 'RUN apt-get update && apt-get install -y curl=7.88.1-10'],
    output: ["E: Version '7.88.1-10' for 'curl' was not found"],
    exitCode: 100,
    happened: /curl 7\.88\.1-10/,
  },
  {
    id: 'apt-unsigned',
    file: ['FROM ubuntu:22.04', 'RUN apt-get update'],
    output: [
      "W: GPG error: https://example.com/repo jammy InRelease: The following signatures couldn't be verified because the public key is not available: NO_PUBKEY 0123456789ABCDEF",
    ],
    exitCode: 100,
    happened: /0123456789ABCDEF/,
  },
  {
    id: 'apt-clock',
    file: [DEBIAN, 'RUN apt-get update'],
    output: [
      'E: Release file for http://deb.debian.org/debian/dists/bookworm-updates/InRelease is not valid yet (invalid for another 3h 2min 1s). Updates for this repository will not be applied.',
    ],
    exitCode: 100,
  },
  {
    id: 'waits-for-answer',
    file: [DEBIAN, 'RUN apt-get update && apt-get install git'],
    output: [
      'After this operation, 45 MB of additional disk space will be used.',
      'Do you want to continue? [Y/n] Abort.',
    ],
    exitCode: 1,
    rule: 'require-assume-yes',
  },
  {
    id: 'add-apt-repository',
    file: ['FROM debian:8', 'RUN apt-get update'],
    output: ['E: The method driver /usr/lib/apt/methods/https could not be found.'],
    exitCode: 100,
  },
  {
    id: 'apk-no-package',
    file: [ALPINE, 'RUN apk add --no-cache build-essential'],
    output: [
      'ERROR: unable to select packages:',
      '  build-essential (no such package):',
      '    required by: world[build-essential]',
    ],
    exitCode: 1,
    happened: /Alpine 3\.20/,
    remedy: /build-base/,
  },
  {
    id: 'apk-no-version',
    file: [ALPINE, 'RUN apk add --no-cache curl=8.5.0-r0'],
    output: ['ERROR: unable to select packages:', '  curl-8.9.1-r2:', '    breaks: world[curl=8.5.0-r0]'],
    exitCode: 1,
    happened: /curl 8\.5\.0-r0/,
  },
  {
    id: 'apk-no-index',
    file: [ALPINE, 'RUN apk add --no-cache git'],
    output: [
      'WARNING: fetching https://dl-cdn.alpinelinux.org/alpine/v3.20/main: temporary error (try again later)',
      'ERROR: unable to select packages:',
      '  git (no such package):',
    ],
    exitCode: 1,
  },
  {
    id: 'centos-archived',
    file: ['FROM centos:8', 'RUN yum install -y git'],
    output: [
      "Error: Failed to download metadata for repo 'appstream': Cannot prepare internal mirrorlist: No URLs in mirrorlist",
    ],
    exitCode: 1,
    remedy: /Rocky/,
  },
  {
    id: 'dnf-no-package',
    file: ['FROM fedora:40', 'RUN dnf install -y frobnicate'],
    output: ['No match for argument: frobnicate', 'Error: Unable to find a match: frobnicate'],
    exitCode: 1,
    happened: /frobnicate/,
  },
  {
    id: 'python-externally-managed',
    file: [DEBIAN, 'RUN pip install flask'],
    output: ['error: externally-managed-environment', '', '× This environment is externally managed'],
    exitCode: 1,
    remedy: /venv/,
  },
  {
    id: 'python-requirements-missing',
    file: [PYTHON, 'WORKDIR /app', 'RUN pip install -r requirements.txt'],
    output: [
      "ERROR: Could not open requirements file: [Errno 2] No such file or directory: 'requirements.txt'",
    ],
    exitCode: 1,
    happened: /requirements\.txt in \/app/,
    remedy: /COPY requirements\.txt/,
  },
  {
    id: 'python-compiler-missing',
    file: ['FROM python:3.13-alpine', 'RUN pip install psutil'],
    output: [
      "      error: command 'gcc' failed: No such file or directory",
      '  ERROR: Failed building wheel for psutil',
    ],
    exitCode: 1,
    happened: /no C compiler/,
    remedy: /apk add --no-cache build-base/,
  },
  {
    id: 'python-compiler-missing',
    file: [PYTHON, 'RUN pip install psycopg2'],
    output: ['      Error: pg_config executable not found.', '  error: Failed building wheel for psycopg2'],
    exitCode: 1,
    happened: /pg_config/,
    remedy: /libpq-dev/,
  },
  {
    id: 'python-too-old-or-new',
    file: ['FROM python:3.8-slim', 'RUN pip install .'],
    output: ["ERROR: Package 'app' requires a different Python: 3.8.19 not in '>=3.10'"],
    exitCode: 1,
    happened: />=3\.10.*3\.8\.19/,
  },
  {
    id: 'pip-no-distribution',
    file: ['FROM python:3.13-alpine', 'RUN pip install tensorflow'],
    output: [
      'ERROR: Could not find a version that satisfies the requirement tensorflow (from versions: none)',
      'ERROR: No matching distribution found for tensorflow',
    ],
    exitCode: 1,
    remedy: /musllinux/,
  },
  {
    id: 'python-lock-out-of-date',
    file: [PYTHON, 'RUN poetry install'],
    output: [
      'pyproject.toml changed significantly since poetry.lock was last generated. Run `poetry lock` to fix the lock file.',
    ],
    exitCode: 1,
  },
  {
    id: 'python-module-missing',
    file: [PYTHON, 'RUN python setup.py build'],
    output: ["ModuleNotFoundError: No module named 'distutils'"],
    exitCode: 1,
    remedy: /3\.12 has dropped/,
  },
  {
    id: 'go-sum-entry',
    file: [GO, 'RUN go build .'],
    output: [
      'main.go:2:8: missing go.sum entry for module providing package rsc.io/quote (imported by x); to add:',
      '\tgo get x',
    ],
    exitCode: 1,
    happened: /rsc\.io\/quote/,
  },
  {
    id: 'go-mod-missing',
    file: [GO, 'WORKDIR /src', 'COPY main.go .', 'RUN go build .'],
    output: ["go: go.mod file not found in current directory or any parent directory; see 'go help modules'"],
    exitCode: 1,
    happened: /go\.mod in \/src/,
    remedy: /No COPY above/,
  },
  { id: 'go-no-files', file: [GO, 'RUN go build .'], output: ['no Go files in /src'], exitCode: 1 },
  {
    id: 'go-c-compiler',
    file: [GO, 'RUN go build .'],
    output: [
      '# runtime/cgo',
      'cgo: C compiler "gcc" not found: exec: "gcc": executable file not found in $PATH',
    ],
    exitCode: 1,
    remedy: /CGO_ENABLED=0.*apk add --no-cache gcc musl-dev/,
  },
  {
    id: 'go-too-old',
    file: ['FROM golang:1.21', 'RUN go build .'],
    output: ['go: go.mod requires go >= 1.23.0 (running go 1.21.13; GOTOOLCHAIN=local)'],
    exitCode: 1,
    happened: /1\.23\.0.*1\.21\.13/,
  },
  {
    id: 'go-vcs-status',
    file: [GO, 'RUN go build .'],
    output: ['error obtaining VCS status: exit status 128', '\tUse -buildvcs=false to disable VCS stamping.'],
    exitCode: 1,
    remedy: /buildvcs=false/,
  },
  {
    id: 'rust-linker',
    file: ['FROM debian:12-slim', 'RUN cargo build --release'],
    output: ['error: linker `cc` not found'],
    exitCode: 101,
    remedy: /gcc libc6-dev/,
  },
  {
    id: 'openssl-headers',
    file: [RUST, 'RUN cargo build'],
    output: [
      'error: failed to run custom build command for `openssl-sys v0.9.103`',
      '  Could not find directory of OpenSSL installation, and this `-sys` crate cannot',
    ],
    exitCode: 101,
    remedy: /libssl-dev/,
  },
  {
    id: 'cargo-manifest',
    file: [RUST, 'RUN cargo build'],
    output: ['error: could not find `Cargo.toml` in `/` or any parent directory'],
    exitCode: 101,
  },
  {
    id: 'cargo-lock',
    file: [RUST, 'RUN cargo build --locked'],
    output: [
      'error: the lock file /src/Cargo.lock needs to be updated but --locked was passed to prevent this',
    ],
    exitCode: 101,
  },
  {
    id: 'cargo-no-target',
    file: [RUST, 'RUN cargo fetch'],
    output: [
      'error: failed to parse manifest at `/src/Cargo.toml`',
      '  no targets specified in the manifest',
    ],
    exitCode: 101,
    remedy: /src\/main\.rs/,
  },
  {
    id: 'rust-too-old',
    file: [RUST, 'RUN cargo install x'],
    output: [
      'error: package `x v2.0.0` cannot be built because it requires rustc 1.85 or newer, while the currently active rustc version is 1.80.1',
    ],
    exitCode: 101,
    happened: /1\.85/,
  },
  {
    id: 'rust-target',
    file: [RUST, 'RUN cargo build --target x86_64-unknown-linux-musl'],
    output: [
      "error[E0463]: can't find crate for `core`",
      '  = note: the `x86_64-unknown-linux-musl` target may not be installed',
    ],
    exitCode: 101,
  },
  {
    id: 'offline-dependencies',
    file: ['FROM maven:3.9', 'RUN mvn -o package'],
    output: [
      '[ERROR] Failed to execute goal: Cannot access central (https://repo.example/m2) in offline mode and the artifact org.x:y:jar:1 has not been downloaded from it before.',
    ],
    exitCode: 1,
  },
  {
    id: 'gradle-wrapper-jar',
    file: ['FROM eclipse-temurin:21', 'RUN ./gradlew build'],
    output: ['Error: Could not find or load main class org.gradle.wrapper.GradleWrapperMain'],
    exitCode: 1,
    remedy: /gradle-wrapper\.jar|\*\.jar/,
  },
  {
    id: 'maven-project-missing',
    file: ['FROM maven:3.9', 'RUN mvn package'],
    output: [
      '[ERROR] The goal you specified requires a project to execute but there is no POM in this directory (/).',
    ],
    exitCode: 1,
    happened: /pom\.xml/,
  },
  {
    id: 'java-too-old',
    file: ['FROM maven:3.9-eclipse-temurin-17', 'RUN mvn package'],
    output: ['[ERROR] Fatal error compiling: error: release version 21 not supported -> [Help 1]'],
    exitCode: 1,
    happened: /Java 21/,
  },
  {
    id: 'java-no-compiler',
    file: ['FROM eclipse-temurin:21-jre', 'RUN mvn package'],
    output: [
      '[ERROR] No compiler is provided in this environment. Perhaps you are running on a JRE rather than a JDK?',
    ],
    exitCode: 1,
  },
  {
    id: 'dotnet-project-missing',
    file: ['FROM mcr.microsoft.com/dotnet/sdk:8.0', 'RUN dotnet build'],
    output: [
      'MSBUILD : error MSB1003: Specify a project or solution file. The current working directory does not contain a project or solution file.',
    ],
    exitCode: 1,
  },
  {
    id: 'dotnet-assets-missing',
    file: ['FROM mcr.microsoft.com/dotnet/sdk:8.0', 'RUN dotnet publish --no-restore'],
    output: [
      "error NETSDK1004: Assets file '/src/obj/project.assets.json' not found. Run a NuGet package restore to generate this file.",
    ],
    exitCode: 1,
  },
  {
    id: 'dotnet-too-old',
    file: ['FROM mcr.microsoft.com/dotnet/sdk:6.0', 'RUN dotnet build'],
    output: ['error NETSDK1045: The current .NET SDK does not support targeting .NET 8.0.'],
    exitCode: 1,
  },
  {
    id: 'ruby-platform',
    file: ['FROM ruby:3.3', 'RUN bundle install'],
    output: [
      'Your bundle only supports platforms ["arm64-darwin-22"] but your local platform is x86_64-linux. Add the current platform to the lockfile',
    ],
    exitCode: 16,
    remedy: /add-platform x86_64-linux,/,
  },
  {
    id: 'gemfile-missing',
    file: ['FROM ruby:3.3', 'RUN bundle install'],
    output: ['Could not locate Gemfile'],
    exitCode: 10,
  },
  {
    id: 'ruby-native-tools',
    file: ['FROM ruby:3.3-slim', 'RUN gem install nokogiri --platform ruby'],
    output: ['ERROR: Failed to build gem native extension.', 'You have to install development tools first.'],
    exitCode: 1,
    remedy: /build-essential/,
  },
  {
    id: 'composer-needs-tools',
    file: ['FROM php:8.3-cli', 'RUN composer install'],
    output: ['The zip extension and unzip/7z commands are both missing, skipping.'],
    exitCode: 100,
    remedy: /unzip/,
  },
  {
    id: 'header-missing',
    file: [DEBIAN, 'RUN make'],
    output: ['foo.c:1:10: fatal error: openssl/ssl.h: No such file or directory'],
    exitCode: 2,
    remedy: /libssl-dev/,
  },
  {
    id: 'library-missing',
    file: [DEBIAN, 'RUN make'],
    output: ['/usr/bin/ld: cannot find -lxml2: No such file or directory'],
    exitCode: 2,
    remedy: /libxml2-dev/,
  },
  {
    id: 'no-make-rule',
    file: [DEBIAN, 'RUN make all'],
    output: ["make: *** No rule to make target 'all'.  Stop."],
    exitCode: 2,
    happened: /needs all/,
  },
  {
    id: 'git-folder-missing',
    file: [GO, 'RUN git describe'],
    output: ['fatal: not a git repository (or any of the parent directories): .git'],
    exitCode: 128,
  },
  {
    id: 'git-dubious-ownership',
    file: [DEBIAN, 'RUN git describe'],
    output: ["fatal: detected dubious ownership in repository at '/src'"],
    exitCode: 128,
    remedy: /safe\.directory \/src/,
  },
  {
    id: 'npm-ci-without-lock-file',
    file: [NODE, 'WORKDIR /app', 'COPY package.json ./', 'RUN npm ci'],
    output: [
      'npm error code EUSAGE',
      'npm error',
      'npm error The `npm ci` command can only install with an existing package-lock.json or',
      'npm error npm-shrinkwrap.json with lockfileVersion >= 1. Run an install with npm@5 or',
    ],
    exitCode: 1,
    remedy: /COPY package\.json package-lock\.json/,
  },
  {
    id: 'pnpm-without-lock-file',
    file: [NODE, 'COPY package.json ./', 'RUN pnpm install --frozen-lockfile'],
    output: [' ERR_PNPM_NO_LOCKFILE  Cannot install with "frozen-lockfile" because pnpm-lock.yaml is absent'],
    exitCode: 1,
    happened: /pnpm-lock\.yaml/,
  },
  {
    id: 'lock-file-out-of-date',
    file: [NODE, 'RUN npm ci'],
    output: [
      'npm error `npm ci` can only install packages when your package.json and package-lock.json or npm-shrinkwrap.json are in sync.',
    ],
    exitCode: 1,
  },
  {
    id: 'npm-manifest-missing',
    file: [NODE, 'WORKDIR /app', 'RUN npm install'],
    output: [
      'npm error code ENOENT',
      'npm error path /app/package.json',
      "npm error enoent ENOENT: no such file or directory, open '/app/package.json'",
    ],
    exitCode: 254,
    happened: /package\.json in \/app/,
  },
  {
    id: 'npm-missing-script',
    file: [NODE, 'RUN npm run build'],
    output: ['npm error Missing script: "build"'],
    exitCode: 1,
    happened: /script build/,
  },
  {
    id: 'npm-peer-conflict',
    file: [NODE, 'RUN npm install'],
    output: ['npm error code ERESOLVE', 'npm error ERESOLVE unable to resolve dependency tree'],
    exitCode: 1,
    remedy: /npm ci/,
  },
  {
    id: 'npm-registry-login',
    file: [NODE, 'RUN npm ci'],
    output: ['npm error code E401', 'npm error Incorrect or missing password.'],
    exitCode: 1,
    remedy: /type=secret/,
  },
  {
    id: 'npm-no-version',
    file: [NODE, 'RUN npm install x@99'],
    output: ['npm error code ETARGET', 'npm error notarget No matching version found for x@99.'],
    exitCode: 1,
  },
  {
    id: 'node-too-old',
    file: ['FROM node:14', 'RUN yarn install'],
    output: [
      'error vite@5.0.0: The engine "node" is incompatible with this module. Expected version "^18.0.0 || >=20.0.0". Got "14.21.3"',
    ],
    exitCode: 1,
    happened: /\(14\)/,
  },
  {
    id: 'openssl-legacy-provider',
    file: [NODE, 'RUN npm run build'],
    output: ['Error: error:0308010C:digital envelope routines::unsupported'],
    exitCode: 1,
  },
  {
    id: 'corepack-keys',
    file: ['FROM node:20', 'RUN corepack enable && pnpm install'],
    output: ['Error: Cannot find matching keyid: {"signatures":[]}'],
    exitCode: 1,
    remedy: /corepack@latest/,
  },
  {
    id: 'native-module-tools',
    file: [NODE, 'RUN npm ci'],
    output: ['npm error gyp ERR! find Python Python is not set from command line or npm configuration'],
    exitCode: 1,
    happened: /glibc only/,
    remedy: /apk add --no-cache python3 make g\+\+/,
  },
  {
    id: 'typescript-missing',
    file: [NODE, 'RUN npx tsc'],
    output: ['                This is not the tsc command you are looking for'],
    exitCode: 1,
  },
  {
    id: 'typescript-no-inputs',
    file: [NODE, 'COPY package.json ./', 'RUN npx tsc -p .'],
    output: ["error TS5058: The specified path does not exist: 'tsconfig.json'."],
    exitCode: 1,
  },
  {
    id: 'node-module-not-found',
    file: [NODE, 'RUN npm run build'],
    output: [
      "src/app.ts:1:21 - error TS2307: Cannot find module './config' or its corresponding type declarations.",
    ],
    exitCode: 2,
    happened: /\.\/config/,
    remedy: /dockerignore/,
  },
  {
    id: 'unsupported-workspace-protocol',
    file: [NODE, 'RUN npm ci'],
    output: [
      'npm error code EUNSUPPORTEDPROTOCOL',
      'npm error Unsupported URL Type "workspace:": workspace:*',
    ],
    exitCode: 1,
    remedy: /pnpm or yarn/,
  },
  {
    id: 'no-such-user',
    file: ['FROM busybox:1.36', 'RUN mkdir /x && chown app:app /x'],
    output: ['chown: unknown user/group app:app'],
    exitCode: 1,
    happened: /app:app/,
  },
  {
    id: 'id-in-use',
    file: [NODE, 'RUN adduser -D -u 1000 app'],
    output: ["adduser: uid '1000' in use"],
    exitCode: 1,
    remedy: /USER node/,
  },
  {
    id: 'package-manager-needs-root',
    file: [DEBIAN, 'USER 1000', 'RUN apt-get update'],
    output: ['E: List directory /var/lib/apt/lists/partial is missing. - Acquire (13: Permission denied)'],
    exitCode: 100,
  },
  {
    id: 'not-writable',
    file: [NODE, 'WORKDIR /app', 'USER node', 'RUN npm ci'],
    output: ["npm error [Error: EACCES: permission denied, mkdir '/app/node_modules'] {"],
    exitCode: 243,
    happened: /user node may not write \/app\/node_modules/,
    remedy: /--chown/,
  },
  {
    id: 'no-such-folder',
    file: [DEBIAN, 'RUN cd web && ls'],
    output: ["/bin/sh: 1: cd: can't cd to web"],
    exitCode: 2,
    happened: /folder web/,
  },
  {
    id: 'no-such-file',
    file: [DEBIAN, 'RUN cat conf/app.ini'],
    output: ['cat: conf/app.ini: No such file or directory'],
    exitCode: 1,
    happened: /conf\/app\.ini/,
  },
];

describe('causes', () => {
  for (const { id, file, output = [], message, exitCode = 1, happened, remedy, rule } of CASES) {
    it(`${id}: ${(output.at(-1) ?? message ?? String(exitCode)).slice(0, 60)}`, () => {
      const dockerfile = `${file.join('\n')}\n`;
      const { cause, instruction } = explain(dockerfile, buildKitLog(dockerfile, output, exitCode, message));
      assert.equal(cause?.id, id, JSON.stringify(cause));
      if (happened !== undefined) assert.match(cause.happened, happened);
      if (remedy !== undefined) assert.match(cause.remedy, remedy);
      if (rule !== undefined) assert.deepEqual([cause.rule?.id, cause.rule?.state], [rule, 'reported']);
      if (!id.includes('heredoc')) assert.equal(instruction?.line, file.length - 1);
    });
  }

  it('has a case for every entry of the table', () => {
    const tried = new Set(CASES.map(({ id }) => id));
    assert.deepEqual(
      causes.map(({ id }) => id).filter((id) => !tried.has(id)),
      [],
    );
    assert.ok(causes.length >= 90, String(causes.length));
  });
});
