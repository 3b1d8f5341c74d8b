import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  listedContext,
  type ListedFile,
  measuredStage,
  type MeasuredStage,
} from '../../../../../server/src/core';
import { analyzed, checkFix, checkRule, messagesOf } from '../../../../harness/checkRule';

const RULE = 'no-missing-artifact';

describe(RULE, () => {
  it('reports an output that the builder writes elsewhere', () => {
    checkRule(
      RULE,
      'FROM golang:1.23 AS build\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /out/server ./cmd/server\nFROM gcr.io/distroless/static\nCOPY --from=build «/app/server» /server\n',
      { level: 'warning' },
    );
  });

  it('reports a folder that the stage does not work in', () => {
    checkRule(
      RULE,
      'FROM node:20-alpine AS build\nWORKDIR /usr/src/app\nCOPY . .\nRUN npm ci && npm run build\nFROM nginx:alpine\nCOPY --from=build «/app/dist» /usr/share/nginx/html\n',
    );
    checkRule(
      RULE,
      'FROM maven:3.9-eclipse-temurin-21 AS build\nWORKDIR /workspace\nCOPY . .\nRUN mvn -B package\nFROM eclipse-temurin:21-jre\nCOPY --from=build «/app/target/*.jar» /app.jar\n',
    );
  });

  it('reports the output of another profile or target of Cargo', () => {
    checkRule(
      RULE,
      'FROM rust:1.82 AS build\nWORKDIR /app\nCOPY . .\nRUN cargo build --release --target x86_64-unknown-linux-musl\nFROM scratch\nCOPY --from=build «/app/target/release/app» /app\n',
    );
    checkRule(
      RULE,
      'FROM rust:1.82 AS build\nWORKDIR /app\nCOPY . .\nRUN cargo build --release\nFROM debian:12-slim\nCOPY --from=build «/app/target/debug/app» /app\n',
    );
  });

  it('reports a slip of the finger', () => {
    checkRule(
      RULE,
      'FROM node:20 AS build\nWORKDIR /app\nCOPY . .\nRUN npm run build\nFROM nginx:alpine\nCOPY --from=build «/app/dits» /usr/share/nginx/html\n',
    );
    checkRule(
      RULE,
      'FROM debian:12 AS build\nWORKDIR /app\nCOPY . .\nRUN make && cp bin/server /usr/local/bin/server\nFROM debian:12-slim\nCOPY --from=build «/usr/local/bin/sever» /usr/local/bin/server\n',
    );
  });

  it('reports a mount of a missing path', () => {
    checkRule(
      RULE,
      'FROM scratch AS files\nCOPY config.json /config/\nFROM alpine:3.20\nRUN --mount=type=bind,from=files,source=«/conf/config.json»,target=/c cat /c\n',
    );
  });

  it('is silent where the stage may hold the path', () => {
    for (const dockerfile of [
      'FROM golang:1.23 AS build\nWORKDIR /src\nCOPY . .\nRUN make build\nFROM scratch\nCOPY --from=build /out/server /server\n',
      'FROM node:20 AS build\nWORKDIR /app\nCOPY . .\nRUN ./build.sh\nFROM nginx:alpine\nCOPY --from=build /dist /usr/share/nginx/html\n',
      'FROM company/builder AS build\nRUN go build -o /out/app .\nFROM scratch\nCOPY --from=build /app/other /app\n',
      'FROM golang:1.23 AS build\nARG OUT=/bin\nRUN go build -o $OUT/app .\nFROM scratch\nCOPY --from=build /bin/app /app\n',
      'FROM golang:1.23 AS build\nARG OUT\nRUN go build -o "$OUT/app" .\nFROM scratch\nCOPY --from=build /result/app /app\n',
      'FROM node:20 AS build\nWORKDIR /frontend\nCOPY . .\nRUN npm ci && npm run build\nFROM nginx:alpine\nCOPY --from=build /static /usr/share/nginx/html\n',
      'FROM alpine:3.20 AS files\nRUN mkdir -p /rootfs/etc && cd /rootfs && echo x > etc/x\nFROM scratch\nCOPY --from=files /rootfs/etc/x /x\n',
      'FROM alpine:3.20 AS fetch\nARG VERSION=1\nRUN wget -qO- https://example.org/tool-$VERSION.tgz | tar xz -C /opt\nFROM alpine:3.20\nCOPY --from=fetch /opt/tool-1/bin/tool /usr/bin/tool\n',
      'FROM golang:1.23-alpine AS build\nRUN apk add --no-cache git && go install example.org/cmd/tool@latest\nFROM alpine:3.20\nCOPY --from=build /go/bin/tool /usr/bin/tool\nCOPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/\n',
      'FROM rust:1.82 AS build\nENV CARGO_TARGET_DIR=/t\nRUN cargo build --release\nFROM debian:12-slim\nCOPY --from=build /t/release/app /app\n',
      'FROM alpine:3.20 AS certs\nRUN apk add ca-certificates\nFROM scratch\nCOPY --from=certs /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/\n',
      'FROM busybox AS a\nSHELL ["pwsh", "-Command"]\nRUN New-Item /x\nFROM scratch\nCOPY --from=a /x /x\n',
    ])
      checkRule(RULE, dockerfile);
  });

  it('offers the path that is meant', () => {
    checkFix(
      RULE,
      'FROM golang:1.23 AS build\nWORKDIR /src\nRUN go build -o /out/server .\nFROM scratch\nCOPY --from=build /app/server /server\n',
      'FROM golang:1.23 AS build\nWORKDIR /src\nRUN go build -o /out/server .\nFROM scratch\nCOPY --from=build /out/server /server\n',
    );
    checkFix(
      RULE,
      'FROM maven:3.9-eclipse-temurin-21 AS build\nWORKDIR /workspace\nRUN mvn -B package\nFROM eclipse-temurin:21-jre\nCOPY --from=build ["/app/target/*.jar", "/app.jar"]\n',
      'FROM maven:3.9-eclipse-temurin-21 AS build\nWORKDIR /workspace\nRUN mvn -B package\nFROM eclipse-temurin:21-jre\nCOPY --from=build ["/workspace/target/*.jar", "/app.jar"]\n',
    );
  });

  describe('with what the last build has shown', () => {
    const TEXT = (path: string): string =>
      `FROM debian:12 AS build\nWORKDIR /src\nCOPY . .\nRUN ./make.sh\nFROM scratch\nCOPY --from=build ${path} /app\n`;

    function measured(): ReadonlyMap<number, MeasuredStage> {
      const files = new Map([['/src/out/server', 'file' as const]]);
      return new Map([[0, measuredStage(analyzed(TEXT('/x')), 0, files)]]);
    }

    it('reports what was not there, though a script may have made it', () => {
      assert.deepEqual(messagesOf(RULE, TEXT('/out/server')), []);
      assert.deepEqual(messagesOf(RULE, TEXT('/out/server'), { surroundings: { measured: measured() } }), [
        'Stage "build" did not hold /out/server when it was last built; did you mean /src/out/server?',
      ]);
    });

    it('is silent where it was there, and where the base image may have it', () => {
      for (const path of ['/src/out/server', '/src/out', '/etc/passwd'])
        assert.deepEqual(messagesOf(RULE, TEXT(path), { surroundings: { measured: measured() } }), []);
    });

    it('counts no more once the stage was edited', () => {
      const edited = TEXT('/out/server').replace('./make.sh', './build.sh');
      assert.deepEqual(messagesOf(RULE, edited, { surroundings: { measured: measured() } }), []);
    });
  });

  describe('with the files of a JavaScript project', () => {
    const PROJECT = {
      'package.json': { text: '{"scripts": {"build": "vite build", "odd": "./odd.sh"}}' },
      'vite.config.js': { text: 'export default {}' },
    };
    const TEXT = (script: string): string =>
      `FROM node:22 AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN ${script}\nFROM nginx:1.27\nCOPY --from=build /app/build /html\n`;
    const found = (
      text: string,
      files: Readonly<Record<string, ListedFile>> = PROJECT,
      ignored = '',
    ): number =>
      messagesOf(RULE, text, {
        surroundings: {
          context: listedContext(files, ignored),
          ignoreFile: { kind: 'present', path: '.dockerignore', text: ignored },
        },
      }).length;

    it('reports what no program that ran can have written', () => {
      assert.equal(found(TEXT('npm run build')), 1);
      assert.equal(found(TEXT('npm run build'), { ...PROJECT, 'build/old.js': {} }, 'build\n'), 1);
    });

    it('is silent as soon as something may have', () => {
      assert.equal(messagesOf(RULE, TEXT('npm run build')).length, 0);
      assert.equal(found(TEXT('npm run build && npm run odd')), 0);
      assert.equal(found(TEXT('npm run build && ./odd.sh')), 0);
      assert.equal(found(TEXT('npm run build && cp -r dist build')), 0);
      assert.equal(found(TEXT('npm run build'), { ...PROJECT, 'build/kept.js': {} }), 0);
      assert.equal(found(TEXT('npm run build').replace('/app/build', '/app/assets')), 0);
    });
  });

  it('reports a build that stands in CMD, unless a RUN builds too', () => {
    const text = (run: string): string =>
      `FROM node:22 AS b\nWORKDIR /app\nCOPY . .\nRUN ${run}\nCMD npm run build\nFROM nginx:1.27\nCOPY --from=b /app/dist /html\n`;
    assert.equal(messagesOf(RULE, text('npm ci')).length, 1);
    assert.equal(messagesOf(RULE, text('npm ci && npm run build')).length, 0);
    assert.equal(messagesOf(RULE, text('npm ci').replace('/app/dist', '/app/public')).length, 0);
  });
});
