import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Conversion } from '../../../../../server/src/core';
import { checkConversion, checkRefusal, conversionOf } from '../../../../harness/checkConversion';

function converted(text: string): Conversion {
  const result = conversionOf(text, {});
  if (result.kind === 'refused') assert.fail(`refused as ${result.reason}: ${result.message}`);
  return result;
}

describe('converting what starts nothing', () => {
  it('keeps the folder that "go install" fills, on the PATH, with what the programs read, beside a shell', () => {
    const { explanation } = checkConversion(
      `FROM golang:1.23 as builder
WORKDIR /workspace
COPY go.mod go.sum ./
COPY cmd/ cmd/
COPY config.json config.json
RUN CGO_ENABLED=0 go install ./cmd/...
`,
      `FROM golang:1.23 as builder
WORKDIR /workspace
COPY go.mod go.sum ./
COPY cmd/ cmd/
COPY config.json config.json
RUN CGO_ENABLED=0 go install ./cmd/...

FROM debian:bookworm-slim
WORKDIR /workspace
COPY config.json config.json
COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=builder /go/bin /go/bin
ENV PATH=/go/bin:$PATH
`,
    );
    assert.ok(explanation.some((note) => note.startsWith('Nothing says what the container starts')));
  });

  it('keeps programs that are left outside of the sources where they are, and no other', () => {
    const { text } = converted(
      'FROM golang:1.23\nWORKDIR /src\nCOPY . .\nRUN go build -o /app . && go build -o bin/try ./try\nRUN go build -o ctl ./ctl && mv ctl /usr/local/bin/ctl\n',
    );
    assert.match(text, /^COPY --from=build \/app \/app\nCOPY --from=build \/usr\/local\/bin\/ctl /m);
    assert.doesNotMatch(text, /COPY --from=build \/src|^ENV PATH/m);
  });

  it('starts from a system with a shell, whatever the program needs', () => {
    const file = (image: string): string =>
      `FROM ${image}\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /app .\n`;
    assert.match(converted(file('golang:1.23')).text, /\nFROM debian:bookworm-slim\n/);
    assert.match(converted(file('golang:1.23-alpine3.20')).text, /\nFROM alpine:3\.20\n/);
    assert.match(converted(file('golang:1.23-alpine')).text, /\nFROM alpine:3\n/);
  });

  it('does the same for Rust and C', () => {
    const rust = converted(
      'FROM rust:1.80\nWORKDIR /src\nCOPY . .\nRUN cargo build --release && cp target/release/tool /usr/local/bin/tool\n',
    );
    assert.match(rust.text, /^COPY --from=build \/usr\/local\/bin\/tool \/usr\/local\/bin\/tool$/m);
    const c = converted(
      'FROM gcc:12-bookworm\nCOPY tool.c /src/tool.c\nRUN gcc -O2 -o /usr/local/bin/tool /src/tool.c\n',
    );
    assert.match(c.text, /^COPY --from=build \/usr\/local\/bin\/tool \/usr\/local\/bin\/tool$/m);
  });

  it('refuses where what is built lies among the sources, or is gone, or is nothing to start', () => {
    for (const build of [
      'RUN go build .',
      'RUN go build -o bin/tool .',
      'RUN go build -o /app . && rm /app',
      'RUN go test -c -o /tmp/a.test .',
    ])
      checkRefusal('no-command', `«FROM golang:1.23»\nWORKDIR /src\nCOPY . .\n${build}\n`);
    checkRefusal('no-command', '«FROM gcc:12»\nWORKDIR /src\nCOPY . .\nRUN make && make install\n');
    checkRefusal('no-command', '«FROM rust:1.80»\nWORKDIR /src\nCOPY . .\nRUN cargo build --release\n');
  });
});
