import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Conversion } from '../../../../../server/src/core';
import {
  checkConversion,
  checkRefusal,
  conversionOf,
  type ConversionOptions,
} from '../../../../harness/checkConversion';

function converted(text: string, options: ConversionOptions = {}): Conversion {
  const result = conversionOf(text, options);
  if (result.kind === 'refused') assert.fail(`refused as ${result.reason}: ${result.message}`);
  return result;
}

const BUILD = 'COPY . .\nRUN CGO_ENABLED=0 go build -o /bin/api .\n';

describe('a converted file', () => {
  it('keeps the comments of lines that go to neither stage, and those inside of lines', () => {
    checkConversion(
      `FROM golang:1.23
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o /bin/api . \\
    # the cache of the compiler
    && go clean -cache
# What it answers to
EXPOSE 80
CMD ["/bin/api"]
# The end
`,
      `FROM golang:1.23 AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o /bin/api . \\
    # the cache of the compiler
    && go clean -cache

FROM gcr.io/distroless/static-debian13
WORKDIR /src
COPY --from=build /bin/api /bin/api
# What it answers to
EXPOSE 80
CMD ["/bin/api"]
# The end
`,
    );
  });

  it('is spelt as the file is', () => {
    const { text } = converted(
      `from golang:1.23\r\n${BUILD.toLowerCase().replace('cgo_enabled', 'CGO_ENABLED').replaceAll('\n', '\r\n')}cmd ["/bin/api"]`,
    );
    assert.match(text, /^from golang:1\.23 as build\r\n/);
    assert.match(
      text,
      /\r\nfrom gcr\.io[^\r]*\r\ncopy --from=build \/bin\/api \/bin\/api\r\ncmd \["\/bin\/api"\]$/,
    );
    assert.doesNotMatch(text, /[^\r]\n/);
  });

  it('gives the name of the stage to what is shipped, unless it says that it builds', () => {
    assert.match(
      converted(`FROM golang:1.23 AS api\n${BUILD}CMD ["/bin/api"]\n`).text,
      /^FROM gcr\S+ AS api$/m,
    );
    const { text } = converted(`FROM golang:1.23 AS builder\n${BUILD}CMD ["/bin/api"]\n`);
    assert.match(text, /^FROM golang:1\.23 AS builder$[^]*^FROM gcr\S+$[^]*--from=builder/m);
  });

  it('leaves other stages alone, and takes a name that is free', () => {
    const { text } = converted(
      `FROM node:20 AS build\nWORKDIR /w\nCOPY web .\nRUN npm run build\n\nFROM golang:1.23\nWORKDIR /src\nCOPY . .\n` +
        'COPY --from=build /w/dist /srv/web\nRUN CGO_ENABLED=0 go build -o /bin/api .\nCMD ["/bin/api"]\n',
    );
    assert.match(
      text,
      /^FROM node:20 AS build\nWORKDIR \/w\nCOPY web \.\nRUN npm run build\n\nFROM golang:1\.23 AS builder\n/,
    );
    assert.match(text, /^FROM gcr[^]*^COPY --from=build \/w\/dist \/srv\/web$/m);
  });

  it('declares an argument again with those that its default names', () => {
    const { text } = converted(
      `FROM golang:1.23\nARG MAJOR=1\nARG VERSION=$MAJOR.2\nARG OTHER\n${BUILD}LABEL version=$VERSION\nCMD ["/bin/api"]\n`,
    );
    assert.match(text, /^FROM gcr\S+\nARG MAJOR=1\nARG VERSION=\$MAJOR\.2\nCOPY/m);
  });

  it('keeps variables of the build in the build, and those of a server out of it', () => {
    const { text } = converted(
      `FROM golang:1.23\nENV GOFLAGS=-mod=vendor\nENV PORT 80\nENV MODE fast\n${BUILD}CMD ["/bin/api"]\n`,
    );
    assert.match(text, /AS build\nENV GOFLAGS=-mod=vendor\nENV MODE fast\nCOPY/);
    assert.match(text, /^FROM gcr\S+\nENV PORT 80\nENV MODE=fast\nCOPY/m);
  });

  it('restates the folder of the old base where the running stage depends on it', () => {
    const { text } = converted(
      'FROM golang:1.23\nCOPY . .\nRUN CGO_ENABLED=0 go build -o api .\nCMD ["./api"]\n',
    );
    assert.match(text, /^FROM gcr\S+\nWORKDIR \/go\nCOPY --from=build \/go\/api \/go\/api$/m);
  });

  it('writes commands as arrays where no shell is left to read them, and says so', () => {
    const { text, explanation, changes } = converted(
      `FROM golang:1.23\n${BUILD}CMD /bin/api --quick "two words"\n`,
    );
    assert.match(text, /^CMD \["\/bin\/api", "--quick", "two words"\]$/m);
    assert.ok(explanation.some((note) => note.includes('no shell')));
    assert.ok(changes.some(({ field }) => field === 'cmd'));
  });

  it('installs what a health check calls', () => {
    const { text } = converted(
      `FROM golang:1.23\n${BUILD}HEALTHCHECK CMD curl -f http://localhost/ || exit 1\nCMD ["/bin/api"]\n`,
    );
    assert.match(text, /^FROM alpine:3\n[^]*^RUN apk add --no-cache curl$/m);
  });

  it('takes the base that is asked for, and refuses one that cannot do', () => {
    const file = `FROM golang:1.23\n${BUILD}CMD /bin/api $MODE\n`;
    assert.match(
      converted(file, { answers: { runtimeBase: 'debian:bookworm-slim' } }).text,
      /^FROM debian:bookworm-slim$/m,
    );
    const result = conversionOf(file, { answers: { runtimeBase: 'gcr.io/distroless/static-debian13' } });
    assert.equal(result.kind === 'refused' && result.reason, 'unfit-answer');
  });

  it('is refused a second time', () => {
    const { text } = converted(`FROM golang:1.23\n${BUILD}CMD ["/bin/api"]\n`);
    assert.equal(conversionOf(text, {}).kind, 'refused');
  });
});

describe('what is refused before any ecosystem is asked', () => {
  it('a template, an error, Windows, ONBUILD, a stage in use', () => {
    checkRefusal('template', '«FROM golang:{{ .Version }}»\nRUN go build\n');
    checkRefusal('has-errors', `FROM golang:1.23\n${BUILD}«COPPY a b»\nCMD ["/bin/api"]\n`);
    checkRefusal('windows', `«FROM golang:1.23-nanoserver»\n${BUILD}CMD ["/bin/api"]\n`);
    checkRefusal('onbuild', `FROM golang:1.23\n${BUILD}«ONBUILD RUN true»\nCMD ["/bin/api"]\n`);
    checkRefusal('stage-in-use', `«FROM golang:1.23 AS a»\n${BUILD}CMD ["/bin/api"]\nFROM a\nRUN true\n`, {
      stage: 'a',
    });
  });

  it('a stage that compiles in a way that nobody has taught us', () => {
    checkRefusal('unknown-ecosystem', 'FROM haskell:9\nCOPY . .\nRUN «stack build»\nCMD ["./app"]\n');
  });
});
