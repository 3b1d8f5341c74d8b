import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'require-target-arch';
const FROM = 'FROM --platform=$BUILDPLATFORM golang:1.23 AS build\n';
const REST = 'FROM scratch\nCOPY --from=build /app /app\n';

describe(RULE, () => {
  it('reports native code compiled for the machine that builds', () => {
    checkRule(
      RULE,
      `${FROM}RUN CGO_ENABLED=0 go build -o /app .\n${REST}`.replace(
        'CGO_ENABLED=0 go build -o /app .',
        '«CGO_ENABLED=0 go build -o /app .»',
      ),
      {
        level: 'warning',
      },
    );
    checkRule(
      RULE,
      'FROM --platform=${BUILDPLATFORM} rust:1.80 AS base\nFROM base AS build\nRUN «cargo build --release»\nFROM scratch\nCOPY --from=build /app /app\n',
    );
    checkRule(RULE, `${FROM}RUN «make build»\n${REST}`);
  });

  it('is silent when the stage knows its target', () => {
    checkRule(RULE, `${FROM}ARG TARGETARCH\nRUN GOARCH=$TARGETARCH go build -o /app .\n${REST}`);
    checkRule(RULE, `${FROM}ENV GOARCH=wasm\nRUN go build -o /app .\n${REST}`);
    checkRule(RULE, `${FROM}RUN GOOS=js GOARCH=wasm go build -o /app .\n${REST}`);
    checkRule(RULE, `${FROM}RUN xx-go build -o /app .\n${REST}`);
    checkRule(RULE, `${FROM}RUN goreleaser build --snapshot\n${REST}`);
    checkRule(RULE, `${FROM}RUN cargo build --target wasm32-unknown-unknown\n${REST}`);
    checkRule(
      RULE,
      `FROM --platform=$BUILDPLATFORM golang:1.23 AS base\nARG TARGETOS TARGETARCH\nFROM base AS build\nRUN go build -o /app .\n${REST}`,
    );
  });

  it('is silent when the result is the same everywhere', () => {
    checkRule(RULE, `FROM --platform=$BUILDPLATFORM node:22 AS build\nRUN npm run build\n${REST}`);
    checkRule(RULE, `FROM --platform=$BUILDPLATFORM maven:3 AS build\nRUN mvn package\n${REST}`);
    checkRule(RULE, `FROM --platform=$BUILDPLATFORM node:22 AS build\nRUN make build\n${REST}`);
    checkRule(RULE, `${FROM}RUN hugo --minify\n${REST}`);
  });

  it('is silent when the result stays on the build platform, or the stage is for the target anyhow', () => {
    checkRule(
      RULE,
      `${FROM}RUN go install example.com/protoc-gen@v1\nFROM --platform=$BUILDPLATFORM alpine AS gen\nCOPY --from=build /go/bin /bin\n`,
    );
    checkRule(RULE, `FROM golang:1.23 AS build\nRUN go build -o /app .\n${REST}`);
    checkRule(
      RULE,
      `${FROM}RUN go build -o /app .\nFROM scratch AS files\nCOPY --from=build /app /\nFROM --platform=$BUILDPLATFORM alpine:3.20\nCOPY --from=files / /bin\n`,
    );
    checkRule(RULE, `FROM --platform=linux/amd64 golang:1.23 AS build\nRUN go build -o /app .\n${REST}`);
    checkRule(RULE, `${FROM}RUN go build -o /app .\nFROM scratch\n`);
  });

  it('hands the target to the Go compiler', () => {
    checkFix(
      RULE,
      `${FROM}RUN go mod download && \\\n    CGO_ENABLED=0 go build -o /app .\n${REST}`,
      `${FROM}ARG TARGETOS TARGETARCH\nRUN go mod download && \\\n    GOOS=$TARGETOS GOARCH=$TARGETARCH CGO_ENABLED=0 go build -o /app .\n${REST}`,
    );
  });
});
