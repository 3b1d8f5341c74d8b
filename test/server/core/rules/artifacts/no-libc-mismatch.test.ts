import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkFix, checkRule, messagesOf } from '../../../../harness/checkRule';

const RULE = 'no-libc-mismatch';
const GO = 'WORKDIR /src\nCOPY . .\n';

describe(RULE, () => {
  it('reports a Go program with cgo of Debian in Alpine, scratch and distroless/static', () => {
    for (const base of ['alpine:3.20', 'scratch', 'gcr.io/distroless/static-debian12'])
      checkRule(
        RULE,
        `FROM golang:1.23 AS build\n${GO}RUN go build -o /out/app ./cmd/app\nFROM ${base}\nCOPY --from=build «/out/app» /app\nENTRYPOINT ["/app"]\n`,
        { level: 'warning' },
      );
    checkRule(
      RULE,
      `FROM golang:1.23 AS build\n${GO}ENV GOOS=linux GOARCH=amd64\nRUN go build -ldflags="-s -w" -o /out/app .\nFROM alpine:3.20\nCOPY --from=build «/out/app» /app\nENTRYPOINT ["/app"]\n`,
    );
  });

  it('reports a musl program with cgo in Debian', () => {
    checkRule(
      RULE,
      `FROM golang:1.23-alpine AS build\nRUN apk add --no-cache build-base sqlite-dev\n${GO}RUN CGO_ENABLED=1 go build -o /out/app .\nFROM debian:12-slim\nCOPY --from=build «/out/app» /app\nCMD ["/app"]\n`,
    );
  });

  it('reports a Rust program for a GNU target in Alpine, also one that was moved', () => {
    checkRule(
      RULE,
      'FROM rust:1.82-slim AS build\nWORKDIR /app\nCOPY . .\nRUN cargo build --release\nFROM alpine:3.20\nCOPY --from=build «/app/target/release/app» /app\nCMD ["/app"]\n',
    );
    checkRule(
      RULE,
      'FROM rust:1.82 AS build\nWORKDIR /app\nCOPY . .\nRUN --mount=type=cache,target=/app/target cargo build --release && cp target/release/app /usr/bin/app\nFROM scratch\nCOPY --from=build «/usr/bin/app» /app\nCMD ["/app"]\n',
    );
  });

  it('reports a C program that is linked dynamically', () => {
    checkRule(
      RULE,
      'FROM gcc:14 AS build\nCOPY main.c .\nRUN gcc -O2 -o /hello main.c\nFROM alpine:3.20\nCOPY --from=build «/hello» /hello\nCMD ["/hello"]\n',
    );
  });

  it('warns of native modules where the builder compiles some, and else only informs', () => {
    checkRule(
      RULE,
      'FROM node:22-alpine AS build\nRUN apk add --no-cache python3 make g++\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci --omit=dev\nFROM node:22-slim\nCOPY --from=build «/app/node_modules» /app/node_modules\nCMD ["node", "/app/index.js"]\n',
      { level: 'warning' },
    );
    checkRule(
      RULE,
      'FROM node:22 AS build\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci --omit=dev\nFROM node:22-alpine\nCOPY --from=build «/app/node_modules» /app/node_modules\nCMD ["node", "/app/index.js"]\n',
      { level: 'information' },
    );
    checkRule(
      RULE,
      'FROM python:3.13 AS build\nRUN python -m venv /opt/venv && /opt/venv/bin/pip install pandas\nFROM python:3.13-alpine\nCOPY --from=build «/opt/venv» /opt/venv\nCMD ["/opt/venv/bin/python"]\n',
      { level: 'warning' },
    );
  });

  it('is silent for static programs and for the same system', () => {
    for (const [builder, build, base] of [
      ['golang:1.23', 'RUN CGO_ENABLED=0 go build -o /out/app .', 'scratch'],
      ['golang:1.23', 'ENV CGO_ENABLED=0\nRUN go build -o /out/app .', 'alpine:3.20'],
      ['golang:1.23', 'ARG CGO_ENABLED\nRUN go build -o /out/app .', 'alpine:3.20'],
      ['golang:1.23', 'RUN export CGO_ENABLED=0 && go build -o /out/app .', 'alpine:3.20'],
      [
        'golang:1.23',
        `RUN go build -ldflags '-linkmode external -extldflags "-static"' -o /out/app .`,
        'scratch',
      ],
      ['golang:1.23', 'RUN go build -tags netgo,osusergo -o /out/app .', 'scratch'],
      ['golang:1.23', 'ARG LDFLAGS\nRUN go build -ldflags "$LDFLAGS" -o /out/app .', 'scratch'],
      ['golang:1.23', 'ARG TARGETARCH\nRUN GOARCH=$TARGETARCH go build -o /out/app .', 'scratch'],
      ['golang:1.23-alpine', 'RUN go build -o /out/app .', 'scratch'],
      ['golang:1.23', 'RUN go build -o /out/app .', 'debian:12-slim'],
      ['golang:1.23', 'RUN go build -o /out/app .', 'gcr.io/distroless/base-debian12'],
      ['golang:1.23', 'RUN make', 'alpine:3.20'],
      ['golang:1.23', 'RUN go build -o /out/app .', 'company/base'],
      ['company/go', 'RUN go build -o /out/app .', 'alpine:3.20'],
      ['golang:1.23', 'RUN go build -o /out/app .', 'alpine:3.20\nRUN apk add --no-cache gcompat'],
      ['golang:1.23', 'RUN go build -o /out/app .', 'scratch\nCOPY --from=build /lib64 /lib64'],
    ] as const)
      checkRule(
        RULE,
        `FROM ${builder} AS build\n${GO}${build}\nFROM ${base}\nCOPY --from=build /out/app /app\nENTRYPOINT ["/app"]\n`,
      );
    for (const build of [
      'RUN cargo build --release --target x86_64-unknown-linux-musl\nFROM scratch\nCOPY --from=build /app/target/x86_64-unknown-linux-musl/release/app /app\n',
      "RUN RUSTFLAGS='-C target-feature=+crt-static' cargo build --release\nFROM scratch\nCOPY --from=build /app/target/release/app /app\n",
    ])
      checkRule(RULE, `FROM rust:1.82 AS build\nWORKDIR /app\nCOPY . .\n${build}CMD ["/app"]\n`);
    checkRule(
      RULE,
      'FROM golang:1.23 AS build\nCOPY main.go .\nRUN go build -o /app main.go\nFROM alpine:3.20\nCOPY --from=build /app /app\nCMD ["/app"]\n',
    );
  });

  it('says what is certain and what is likely', () => {
    const [likely] = messagesOf(
      RULE,
      `FROM golang:1.23 AS build\n${GO}RUN go build -o /a .\nFROM alpine:3.20\nCOPY --from=build /a /a\nCMD ["/a"]\n`,
    );
    assert.match(likely ?? '', /most likely/);
  });

  it('switches cgo off', () => {
    checkFix(
      RULE,
      `FROM golang:1.23 AS build\n${GO}RUN GOOS=linux go build -o /out/app .\nFROM alpine:3.20\nCOPY --from=build /out/app /app\nENTRYPOINT ["/app"]\n`,
      `FROM golang:1.23 AS build\n${GO}RUN GOOS=linux CGO_ENABLED=0 go build -o /out/app .\nFROM alpine:3.20\nCOPY --from=build /out/app /app\nENTRYPOINT ["/app"]\n`,
    );
  });
});
