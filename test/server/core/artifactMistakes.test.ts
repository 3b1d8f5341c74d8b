/**
 * Mistakes that people have really made between stages, told as short as they can be. Where a public report is the model, its
 * repository and number are named; the Dockerfiles are our own. Each has its mended twin, which must be silent.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { listedContext, type Surroundings } from '../../../server/src/core';
import { checkFix, messagesOf } from '../../harness/checkRule';

interface Mistake {
  readonly what: string;
  readonly wrong: string;
  /** What stands in place of which text, so that it is right. */
  readonly mend: readonly (readonly [wrong: string, right: string])[];
  readonly message: string;
  readonly surroundings?: Partial<Surroundings>;
}

function tell(rule: string, mistakes: readonly Mistake[]): void {
  for (const { what, wrong, mend, message, surroundings = {} } of mistakes)
    it(what, () => {
      assert.deepEqual(messagesOf(rule, wrong, { surroundings }), [message]);
      let right = wrong;
      for (const [from, to] of mend) {
        assert.ok(right.includes(from), `${from} is not in the file`);
        right = right.replace(from, to);
      }
      assert.deepEqual(messagesOf(rule, right, { surroundings }), []);
    });
}

const VITE = listedContext({
  'package.json': {
    text: '{"scripts": {"build": "vite build"}, "devDependencies": {"vite": "^5.0.0"}}',
  },
  'vite.config.ts': { text: 'export default {};\n' },
  'src/main.ts': {},
});

const VITE_ELSEWHERE = listedContext({
  'package.json': {
    text: '{"scripts": {"build": "vite build"}, "devDependencies": {"vite": "^5.0.0"}}',
  },
  'vite.config.js': { text: 'export default defineConfig({ build: { outDir: "build" } });\n' },
});

describe('a wrong artifact path', () => {
  tell('no-missing-artifact', [
    {
      what: 'two letters have changed places',
      wrong:
        'FROM golang:1.21 AS builder\nWORKDIR /app\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /bin/server ./cmd/server\nFROM alpine:3.20\nCOPY --from=builder /bin/sevrer /bin/server\n',
      mend: [['/bin/sevrer', '/bin/server']],
      message: 'Stage "builder" most likely does not hold /bin/sevrer; did you mean /bin/server?',
    },
    {
      what: 'a source counts from the root, whatever the WORKDIR (moby/moby#36643)',
      wrong:
        'FROM alpine AS base\nWORKDIR /foo\nRUN echo test > test.txt\nFROM alpine\nWORKDIR /bar\nCOPY --from=base test.txt .\n',
      mend: [['base test.txt', 'base /foo/test.txt']],
      message: 'Stage "base" does not hold /test.txt, so this stops the build; did you mean /foo/test.txt?',
    },
    {
      what: 'the folder is called after the repository (jonashackt/gitlab-ci-shell-example#1)',
      wrong:
        'FROM maven:3.9-eclipse-temurin-17\nADD . /build\nWORKDIR /build\nRUN mvn clean install\nFROM eclipse-temurin:17-jre\nCOPY --from=0 "/shell-example/target/shell-example-0.0.1.jar" app.jar\n',
      mend: [['/shell-example/target', '/build/target']],
      message:
        'Stage 0 does not hold /shell-example/target/shell-example-0.0.1.jar, so this stops the build; did you mean /build/target/shell-example-0.0.1.jar?',
    },
    {
      what: 'Cargo was not told to optimize, so another folder is filled',
      wrong:
        'FROM rust:1.82 AS builder\nWORKDIR /usr/src/app\nCOPY . .\nRUN cargo build --locked\nFROM debian:12-slim\nCOPY --from=builder /usr/src/app/target/release/app /usr/local/bin/app\n',
      mend: [['build --locked', 'build --locked --release']],
      message:
        'Stage "builder" most likely does not hold /usr/src/app/target/release/app; did you mean /usr/src/app/target/debug/app?',
    },
    {
      what: 'Cargo puts what it builds for a target below its name',
      wrong:
        'FROM rust:1.82 AS builder\nWORKDIR /app\nCOPY . .\nRUN cargo build --release --target x86_64-unknown-linux-musl\nFROM scratch\nCOPY --from=builder /app/target/release/web /web\n',
      mend: [['/target/release', '/target/x86_64-unknown-linux-musl/release']],
      message:
        'Stage "builder" most likely does not hold /app/target/release/web; did you mean /app/target/x86_64-unknown-linux-musl/release/web?',
    },
    {
      what: 'the project left Create React App for Vite, and the Dockerfile did not (jason-liu22/netflix-clone-react-typescript#5)',
      wrong:
        'FROM node:20 AS builder\nWORKDIR /app\nCOPY package.json ./\nRUN yarn install\nCOPY . .\nRUN yarn build\nFROM nginx:stable\nCOPY --from=builder /app/build /usr/share/nginx/html\n',
      mend: [['/app/build', '/app/dist']],
      message: 'Stage "builder" most likely does not hold /app/build: vite writes to /app/dist.',
      surroundings: { context: VITE },
    },
    {
      what: 'the configuration of Vite names another folder (andrerfneves/lightning-decoder#151)',
      wrong:
        'FROM node:20 AS builder\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nFROM nginx:stable\nCOPY --from=builder /app/dist /usr/share/nginx/html\n',
      mend: [['/app/dist', '/app/build']],
      message:
        'Stage "builder" most likely does not hold /app/dist: vite writes to /app/build, as vite.config.js says.',
      surroundings: { context: VITE_ELSEWHERE },
    },
    {
      what: 'what builds stands in a CMD, which a build never runs (moby/moby#33825)',
      wrong:
        'FROM node:20 AS builder\nWORKDIR /tmp/src/app\nCOPY . .\nRUN yarn install\nCMD yarn build\nFROM nginx:stable\nCOPY --from=builder /tmp/src/app/dist /usr/share/nginx/html\n',
      mend: [['CMD yarn build', 'RUN yarn build']],
      message:
        'Stage "builder" most likely does not hold /tmp/src/app/dist: what builds it stands in its CMD, which runs only in a container.',
    },
    {
      what: 'a clean-up takes the result along',
      wrong:
        'FROM golang:1.23 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /src/bin/app . && rm -rf /src\nFROM scratch\nCOPY --from=build /src/bin/app /app\n',
      mend: [[' && rm -rf /src', '']],
      message: 'Stage "build" does not hold /src/bin/app: it is removed there, so this stops the build.',
    },
    {
      what: 'the result was moved to another place',
      wrong:
        'FROM debian:12 AS build\nRUN curl -fsSLo /tmp/tool https://example.com/tool\nRUN mv /tmp/tool /usr/local/bin/tool\nFROM debian:12-slim\nCOPY --from=build /tmp/tool /usr/local/bin/\n',
      mend: [['build /tmp/tool', 'build /usr/local/bin/tool']],
      message: 'Stage "build" does not hold /tmp/tool: it is removed there, so this stops the build.',
    },
    {
      what: 'dotnet publishes to another folder than is copied',
      wrong:
        'FROM mcr.microsoft.com/dotnet/sdk:8.0 AS build\nWORKDIR /src\nCOPY . .\nRUN dotnet publish -c Release -o /app/publish\nFROM mcr.microsoft.com/dotnet/aspnet:8.0\nWORKDIR /app\nCOPY --from=build /publish .\n',
      mend: [['build /publish', 'build /app/publish']],
      message: 'Stage "build" does not hold /publish, so this stops the build; did you mean /app/publish?',
    },
  ]);

  tell('no-artifact-in-mount', [
    {
      what: 'the folder of the result was a cache (railwayapp/nixpacks#924)',
      wrong:
        'FROM rust:1.82 AS build\nWORKDIR /app\nCOPY . .\nRUN --mount=type=cache,target=/app/target cargo build --release --locked\nFROM debian:12-slim\nCOPY --from=build /app/target/release/app /app\n',
      mend: [
        ['--locked', '--locked && cp target/release/app /app.bin'],
        ['/app/target/release/app', '/app.bin'],
      ],
      message:
        '/app/target/release/app is written below the cache mount /app/target, so stage "build" does not hold it; copy it out in the same RUN.',
    },
  ]);
});

describe('an artifact from the build context instead of its builder', () => {
  const message = (source: string, stage = 'build') =>
    `${source} comes from the build context here, not from stage "${stage}", which builds it; add --from=${stage}.`;
  tell('no-context-copy-of-artifact', [
    {
      what: 'a program of Rust (PrivateBin/Directory#11)',
      wrong:
        'FROM rust:1.82 AS build\nWORKDIR /usr/src\nCOPY . .\nRUN cargo build --release --target x86_64-unknown-linux-musl\nFROM scratch\nCOPY target/x86_64-unknown-linux-musl/release/directory /bin/\n',
      mend: [['COPY target', 'COPY --from=build /usr/src/target']],
      message: message('target/x86_64-unknown-linux-musl/release/directory'),
    },
    {
      what: 'a site',
      wrong:
        'FROM node:20 AS build\nWORKDIR /app\nCOPY package*.json ./\nRUN npm install\nCOPY . .\nRUN npm run build\nFROM nginx:1.27\nCOPY ./build /usr/share/nginx/html\n',
      mend: [['COPY ./build', 'COPY --from=build /app/build']],
      message: message('./build'),
    },
    {
      what: 'an archive of Java, named by an argument (elgohr/Publish-Docker-Github-Action#77)',
      wrong:
        'FROM maven:3.9-eclipse-temurin-17 AS build\nWORKDIR /app\nCOPY . .\nRUN mvn package\nFROM eclipse-temurin:17-jre\nARG JAR_FILE=target/*.jar\nCOPY ${JAR_FILE} app.jar\n',
      mend: [['COPY ${JAR_FILE}', 'COPY --from=build /app/${JAR_FILE}']],
      message: message('${JAR_FILE}'),
    },
    {
      what: 'a published folder of .NET',
      wrong:
        'FROM mcr.microsoft.com/dotnet/sdk:8.0 AS build\nWORKDIR /src\nCOPY . .\nRUN dotnet publish -c Release -o out\nFROM mcr.microsoft.com/dotnet/aspnet:8.0\nWORKDIR /app\nCOPY out .\n',
      mend: [['COPY out', 'COPY --from=build /src/out']],
      message: message('out'),
    },
    {
      what: 'the libraries that Gradle builds',
      wrong:
        'FROM gradle:8-jdk17 AS build\nWORKDIR /home/gradle/src\nCOPY . .\nRUN gradle build --no-daemon\nFROM eclipse-temurin:17-jre\nCOPY build/libs/*.jar /app/\n',
      mend: [['COPY build', 'COPY --from=build /home/gradle/src/build']],
      message: message('build/libs/*.jar'),
    },
  ]);

  it('is mended by the path as the builder sees it', () => {
    checkFix(
      'no-context-copy-of-artifact',
      'FROM maven:3.9-eclipse-temurin-17 AS build\nWORKDIR /app\nCOPY . .\nRUN mvn package\nFROM eclipse-temurin:17-jre\nARG JAR_FILE=target/*.jar\nCOPY ${JAR_FILE} app.jar\n',
      'FROM maven:3.9-eclipse-temurin-17 AS build\nWORKDIR /app\nCOPY . .\nRUN mvn package\nFROM eclipse-temurin:17-jre\nARG JAR_FILE=target/*.jar\nCOPY --from=build /app/target/*.jar app.jar\n',
    );
  });
});

describe('a program without its C library', () => {
  const likely = (what: string, libc: string, stage = 'build') =>
    `This ${what} of stage "${stage}" is most likely linked against ${libc}, which the final stage does not have: it would not start there.`;
  tell('no-libc-mismatch', [
    {
      what: 'Go with cgo, from Debian to Alpine (infobloxopen/atlas-cli#45)',
      wrong:
        'FROM golang:1.23 AS build\nWORKDIR /go/src/boom\nCOPY . .\nRUN go build -o bin/server ./cmd/server\nFROM alpine:3.20\nCOPY --from=build /go/src/boom/bin/server /bin/server\n',
      mend: [['RUN go', 'RUN CGO_ENABLED=0 go']],
      message: likely('Go program', 'glibc'),
    },
    {
      what: 'Go with cgo into scratch',
      wrong:
        'FROM golang:1.23 AS build\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\nRUN GOOS=linux go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\nENTRYPOINT ["/app"]\n',
      mend: [['GOOS=linux', 'CGO_ENABLED=0 GOOS=linux']],
      message: likely('Go program', 'glibc'),
    },
    {
      what: 'Go with SQLite, for which cgo is switched on',
      wrong:
        'FROM golang:1.23 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=1 go build -o /app .\nFROM gcr.io/distroless/static\nCOPY --from=build /app /app\n',
      mend: [['distroless/static', 'distroless/base']],
      message: likely('Go program', 'glibc'),
    },
    {
      what: 'Rust for GNU, from Debian to Alpine',
      wrong:
        'FROM rust:1.82 AS build\nWORKDIR /app\nCOPY . .\nRUN cargo build --release\nFROM alpine:3.20\nCOPY --from=build /app/target/release/server /usr/local/bin/server\n',
      mend: [['FROM rust:1.82', 'FROM rust:1.82-alpine']],
      message:
        'This Rust program of stage "build" is linked against glibc, but the final stage has musl: it will not start there.',
    },
    {
      what: 'Rust with flags that only tune, called as a loader is not (an example of GoogleContainerTools/distroless)',
      wrong:
        'FROM rust:1 AS build\nWORKDIR /app\nCOPY . .\nENV RUSTFLAGS="-C target-cpu=native"\nRUN cargo build --release\nFROM scratch\nCOPY --from=build /app/target/release/hello-world-static /\nCMD ["/hello-world-static"]\n',
      mend: [['target-cpu=native', 'target-feature=+crt-static']],
      message:
        'This Rust program of stage "build" is linked against glibc, but the final stage has no C library: it will not start there.',
    },
    {
      what: 'Rust for GNU into scratch, installed by Cargo',
      wrong:
        'FROM rust:1.82 AS build\nWORKDIR /usr/src/app\nCOPY . .\nRUN cargo install --path .\nFROM scratch\nCOPY --from=build /usr/local/cargo/bin/app /app\nENTRYPOINT ["/app"]\n',
      mend: [['FROM scratch', 'FROM debian:12-slim']],
      message:
        'This Rust program of stage "build" is linked against glibc, but the final stage has no C library: it will not start there.',
    },
    {
      what: 'native modules of Node.js, from Debian to Alpine',
      wrong:
        'FROM node:20 AS build\nWORKDIR /app\nRUN apt-get update && apt-get install -y python3 g++ make\nCOPY package*.json ./\nRUN npm ci\nFROM node:20-alpine\nWORKDIR /app\nCOPY --from=build /app/node_modules ./node_modules\n',
      mend: [['FROM node:20-alpine', 'FROM node:20-slim']],
      message: likely('native part of node_modules', 'glibc'),
    },
    {
      what: 'sharp, from Alpine to Debian (lovell/sharp#2312)',
      wrong:
        'FROM node:20-alpine AS build\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci && npm install sharp\nFROM node:20-slim\nWORKDIR /app\nCOPY --from=build /app/node_modules ./node_modules\n',
      mend: [['FROM node:20-slim', 'FROM node:20-alpine']],
      message: likely('native part of node_modules', 'musl'),
    },
    {
      what: 'a program of C into scratch',
      wrong:
        'FROM gcc:14 AS build\nCOPY main.c /src/main.c\nRUN gcc -o /hello /src/main.c\nFROM scratch\nCOPY --from=build /hello /hello\nCMD ["/hello"]\n',
      mend: [['gcc -o', 'gcc -static -o']],
      message:
        'This program of stage "build" is linked against glibc, but the final stage has no C library: it will not start there.',
    },
  ]);
});

describe('a virtual environment in another Python', () => {
  it('is right when a link gives both images the same place (an example of GoogleContainerTools/distroless)', () => {
    const text =
      'FROM python:3.13-slim-trixie AS build\nRUN ln -s /usr/local/bin/python /usr/bin/python && /usr/bin/python -m venv /venv\nFROM gcr.io/distroless/python3-debian13\nCOPY --from=build /venv /venv\nENTRYPOINT ["/venv/bin/python3", "app.py"]\n';
    assert.deepEqual(messagesOf('no-runtime-version-skew', text), []);
    assert.equal(messagesOf('no-runtime-version-skew', text.replace('&& /usr/bin/', '&& ')).length, 1);
  });

  const skew = (source: string, theirs: string, own: string) =>
    `${source} was built with Python ${theirs} in stage "build", and the final stage runs Python ${own}.`;
  tell('no-runtime-version-skew', [
    {
      what: 'only one of two tags was raised',
      wrong:
        'FROM python:3.11 AS build\nWORKDIR /app\nRUN python -m venv .venv\nRUN .venv/bin/pip install flask\nFROM python:3.12-slim\nWORKDIR /app\nCOPY --from=build /app/.venv /app/.venv\nCMD ["/app/.venv/bin/python", "main.py"]\n',
      mend: [['python:3.12-slim', 'python:3.11-slim']],
      message: skew('/app/.venv', '3.11', '3.12'),
    },
    {
      what: 'distroless has the Python of its Debian (eggplants/ghcr-badge#221)',
      wrong:
        'FROM python:3.14-slim AS build\nRUN python -m venv /opt/venv\nCOPY . .\nRUN /opt/venv/bin/pip install .\nFROM gcr.io/distroless/python3-debian12\nCOPY --from=build /opt/venv /opt/venv\nENTRYPOINT ["/opt/venv/bin/badge-server"]\n',
      mend: [['gcr.io/distroless/python3-debian12', 'python:3.14-slim']],
      message: skew('/opt/venv', '3.14', '3.11'),
    },
    {
      what: 'packages in a folder of their version (GoogleContainerTools/distroless#1960)',
      wrong:
        'FROM python:3.12 AS build\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nFROM gcr.io/distroless/python3-debian12\nCOPY --from=build /usr/local/lib/python3.12/site-packages /usr/local/lib/python3.12/site-packages\nCMD ["app.py"]\n',
      mend: [['gcr.io/distroless/python3-debian12', 'python:3.12-slim']],
      message: skew('/usr/local/lib/python3.12/site-packages', '3.12', '3.11'),
    },
    {
      what: 'packages of a user',
      wrong:
        'FROM python:3.9 AS build\nCOPY requirements.txt .\nRUN pip install --user -r requirements.txt\nFROM python:3.10-slim\nCOPY --from=build /root/.local /root/.local\nENV PATH=/root/.local/bin:$PATH\nCMD ["python", "app.py"]\n',
      mend: [['python:3.10-slim', 'python:3.9-slim']],
      message: skew('/root/.local', '3.9', '3.10'),
    },
    {
      what: 'an environment that uv has made',
      wrong:
        'FROM python:3.13-slim AS build\nWORKDIR /app\nCOPY pyproject.toml uv.lock ./\nRUN pip install uv && uv sync --frozen\nFROM python:3.12-slim\nWORKDIR /app\nCOPY --from=build /app/.venv /app/.venv\nENV PATH=/app/.venv/bin:$PATH\nCMD ["python", "app.py"]\n',
      mend: [['python:3.12-slim', 'python:3.13-slim']],
      message: skew('/app/.venv', '3.13', '3.12'),
    },
    {
      what: 'the same version at another place (GoogleContainerTools/distroless#1543)',
      wrong:
        'FROM python:3.11-slim-bookworm AS build\nRUN python3 -m venv /venv\nCOPY requirements.txt .\nRUN /venv/bin/pip install -r requirements.txt\nFROM gcr.io/distroless/python3-debian12\nCOPY --from=build /venv /venv\nENTRYPOINT ["/venv/bin/uvicorn", "app:app"]\n',
      mend: [['gcr.io/distroless/python3-debian12', 'python:3.11-slim-bookworm']],
      message:
        '/venv is a virtual environment of /usr/local/bin/python3 in stage "build", and the Python of the final stage is /usr/bin/python3: its programs will not start.',
    },
  ]);
});
