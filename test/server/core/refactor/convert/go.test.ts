import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  checkConversion,
  checkRefusal,
  conversionOf,
  type ConversionOptions,
} from '../../../../harness/checkConversion';

function converted(text: string, options: ConversionOptions = {}): string {
  const result = conversionOf(text, options);
  if (result.kind === 'refused') assert.fail(`refused as ${result.reason}: ${result.message}`);
  return result.text;
}

describe('converting Go', () => {
  it('builds a static program and keeps every line that is kept as it is', () => {
    checkConversion(
      `# syntax=docker/dockerfile:1
# The API.
FROM golang:1.23

COPY go.mod go.sum ./
RUN go mod download
COPY . .
# Compile
RUN go build -o /bin/api ./cmd/api

EXPOSE 8080
# Start it
CMD ["/bin/api"]
`,
      `# syntax=docker/dockerfile:1
# The API.
FROM golang:1.23 AS build

COPY go.mod go.sum ./
RUN go mod download
COPY . .
# Compile
RUN CGO_ENABLED=0 go build -o /bin/api ./cmd/api

FROM gcr.io/distroless/static-debian13:nonroot
COPY --from=build /bin/api /bin/api

EXPOSE 8080
# Start it
CMD ["/bin/api"]
`,
    );
  });

  it('takes the program that is started where the command does not say where it leaves it', () => {
    const text = converted('FROM golang:1.23\nWORKDIR /app\nCOPY . .\nRUN go build .\nCMD ["./server"]\n');
    assert.match(text, /^COPY --from=build \/app\/server \/app\/server$/m);
  });

  it('finds what "go install" puts where only its own image looks', () => {
    const text = converted(
      'FROM golang:1.23\nWORKDIR /src\nCOPY . .\nRUN go install ./...\nCMD ["greeter"]\n',
    );
    assert.match(text, /^COPY --from=build \/go\/bin\/greeter \/usr\/local\/bin\/greeter$/m);
  });

  it('follows a program that is moved behind the build', () => {
    const text = converted(
      'FROM golang:1.23\nWORKDIR /src\nCOPY . .\nRUN go build -o app .\nRUN mv app /usr/bin/\nCMD ["app"]\n',
    );
    assert.match(text, /RUN mv app \/usr\/bin\/\n\nFROM/);
    assert.match(text, /^COPY --from=build \/usr\/bin\/app \/usr\/bin\/app$/m);
  });

  it('copies other programs that are put beside the one that is started', () => {
    const text = converted(
      'FROM golang:1.23\nCOPY . .\nRUN go build -o /usr/bin/api ./api && go build -o /usr/bin/ctl ./ctl\nCMD ["api"]\n',
    );
    assert.match(
      text,
      /CGO_ENABLED=0 go build -o \/usr\/bin\/api .* CGO_ENABLED=0 go build -o \/usr\/bin\/ctl/,
    );
    assert.match(text, /^COPY --from=build \/usr\/bin\/ctl \/usr\/bin\/ctl$/m);
  });

  it('leaves cgo on where C is needed, and stays on the same system with the libraries', () => {
    const text = converted(
      'FROM golang:1.23-bookworm\nRUN apt-get update && apt-get install -y libsqlite3-dev && rm -rf /var/lib/apt/lists/*\n' +
        'COPY . .\nRUN go build -o /bin/api .\nCMD ["/bin/api"]\n',
    );
    assert.doesNotMatch(text, /CGO_ENABLED/);
    assert.match(
      text,
      /^FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y libsqlite3-0 && /m,
    );
  });

  it('knows from the sources that C is needed', () => {
    const files = {
      'go.mod': { text: 'module example.com/x\n\nrequire github.com/mattn/go-sqlite3 v1.14.22\n' },
      'main.go': {},
    };
    const file =
      'FROM golang:1.23-bookworm\nWORKDIR /src\nCOPY . .\nRUN go build -o /bin/api .\nCMD ["/bin/api"]\n';
    assert.match(converted(file, { files }), /^FROM debian:bookworm-slim$/m);
    const own = { 'go.mod': { text: 'module x\n' }, 'main.go': { text: 'package main\n\nimport "C"\n' } };
    assert.match(converted(file, { files: own }), /^FROM debian:bookworm-slim$/m);
    const plain = { 'go.mod': { text: 'module x\n' }, 'main.go': { text: 'package main\n' } };
    assert.match(converted(file, { files: plain }), /CGO_ENABLED=0[^]*^FROM gcr\.io\/distroless\/static/m);
  });

  it('keeps the setting of the file', () => {
    const text = converted(
      'FROM golang:1.23\nENV CGO_ENABLED=0 GOOS=linux GREETING=hi\nCOPY . .\nRUN go build -o /bin/api .\nCMD ["/bin/api"]\n',
    );
    assert.match(text, /^RUN go build/m);
    assert.match(text, /static-debian13:nonroot\nENV GREETING=hi\n/);
  });

  it('carries the folders that the program may read, when the build context is known', () => {
    const files = { 'go.mod': {}, 'main.go': {}, 'templates/index.html': {}, 'internal/a.go': {} };
    const text = converted(
      'FROM golang:1.23\nWORKDIR /app\nCOPY . .\nRUN go build -o server .\nCMD ["./server"]\n',
      { files },
    );
    assert.match(text, /^COPY --from=build \/app\/templates \/app\/templates$/m);
    assert.doesNotMatch(text, /internal/);
  });

  it('keeps copies of data in both stages', () => {
    const text = converted(
      'FROM golang:1.23\nWORKDIR /app\nCOPY go.mod *.go ./\nCOPY static static\nCOPY config.yml .\nRUN go build -o server .\nCMD ["./server"]\n',
    );
    assert.match(text, /^FROM gcr[^]*^COPY static static\nCOPY config\.yml \.$/m);
    assert.doesNotMatch(text, /^FROM gcr[^]*go\.mod/m);
  });

  it('starts as root where something belongs to root', () => {
    const text = converted(
      'FROM golang:1.23\nCOPY . .\nRUN go build -o /bin/api .\nVOLUME /data\nCMD ["/bin/api"]\n',
    );
    assert.match(text, /^FROM gcr\.io\/distroless\/static-debian13$/m);
  });

  it('takes a system with a shell where a line needs one', () => {
    const text = converted(
      'FROM golang:1.23\nCOPY . .\nRUN go build -o /bin/api .\nENV PORT=80\nCMD /bin/api -p $PORT\n',
    );
    assert.match(text, /^FROM alpine:3$/m);
    assert.match(text, /zoneinfo\.zip/);
  });

  it('makes the account of the program again, where that is possible', () => {
    const text = converted(
      'FROM golang:1.23-bookworm\nRUN useradd -u 1001 app\nCOPY . .\nRUN go build -o /bin/api .\nUSER app\nCMD ["/bin/api"]\n',
    );
    assert.match(text, /^FROM debian:bookworm-slim\nRUN useradd -u 1001 app$/m);
    assert.match(text, /ca-certificates\.crt/);
  });
});

describe('what of Go is not converted', () => {
  it('refuses where nothing is started, and where what is started is not built', () => {
    checkRefusal('no-command', '«FROM golang:1.23»\nWORKDIR /src\nCOPY . .\nRUN go build -o bin/api .\n');
    checkRefusal(
      'unknown-artifact',
      'FROM golang:1.23\nCOPY . .\nRUN «go build -o /bin/api .»\nCMD ["/opt/other"]\n',
    );
  });

  it('refuses where a variable decides about C', () => {
    checkRefusal(
      'variable-decides',
      'FROM golang:1.23\nARG CGO\nCOPY . .\nRUN «CGO_ENABLED=$CGO go build -o /bin/api .»\nCMD ["/bin/api"]\n',
    );
  });

  it('refuses a late line that calls what only the build stage has', () => {
    checkRefusal(
      'unclear-instruction',
      'FROM golang:1.23\nCOPY . .\nRUN go build -o /bin/api .\n«RUN frobnicate --all»\nCMD ["/bin/api"]\n',
    );
  });
});
