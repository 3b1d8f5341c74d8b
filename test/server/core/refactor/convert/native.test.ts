import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkConversion, checkRefusal, conversionOf } from '../../../../harness/checkConversion';

const rust = (image: string, build: string, end: string): string => `FROM ${image}
WORKDIR /src
COPY . .
RUN ${build}
${end}
`;

describe('converting Rust', () => {
  it('puts the program on the system that it was linked on, with the certificates of the build stage', () => {
    checkConversion(
      rust('rust:1.75', 'cargo build --release', 'EXPOSE 80\nCMD ["./target/release/api"]'),
      `FROM rust:1.75 AS build
WORKDIR /src
COPY . .
RUN cargo build --release

FROM debian:bookworm-slim
WORKDIR /src
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /src/target/release/api /src/target/release/api
EXPOSE 80
CMD ["./target/release/api"]
`,
    );
  });

  it('leaves the certificates out where Cargo.lock names no TLS, and installs OpenSSL where it names that', () => {
    const before = rust('rust:1.75', 'cargo build --release', 'CMD ["./target/release/api"]');
    const after = (line: string): string => `FROM rust:1.75 AS build
WORKDIR /src
COPY . .
RUN cargo build --release

FROM debian:bookworm-slim
WORKDIR /src
${line}COPY --from=build /src/target/release/api /src/target/release/api
CMD ["./target/release/api"]
`;
    const lock = (...names: readonly string[]) => ({
      'Cargo.lock': { text: names.map((name) => `[[package]]\nname = "${name}"\n`).join('\n') },
    });
    checkConversion(before, after(''), { files: lock('api', 'serde') });
    const openssl = conversionOf(before, { files: lock('api', 'openssl', 'openssl-sys') });
    assert.ok(openssl.kind === 'converted');
    assert.match(openssl.text, /apt-get install -y --no-install-recommends ca-certificates libssl3 /);
    const vendored = conversionOf(before, { files: lock('openssl-sys', 'openssl-src') });
    assert.ok(vendored.kind === 'converted' && !vendored.text.includes('libssl3'));
  });

  it('leaves a source that a line writes for the build in the build', () => {
    checkConversion(
      `FROM rust:1.75
WORKDIR /app
COPY Cargo.toml Cargo.lock ./
RUN mkdir src && echo 'fn main() {}' > src/main.rs && cargo build --release && rm -rf src
COPY src src
RUN cargo build --release
ENTRYPOINT ["/app/target/release/counter"]
`,
      `FROM rust:1.75 AS build
WORKDIR /app
COPY Cargo.toml Cargo.lock ./
RUN mkdir src && echo 'fn main() {}' > src/main.rs && cargo build --release && rm -rf src
COPY src src
RUN cargo build --release

FROM debian:bookworm-slim
WORKDIR /app
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /app/target/release/counter /app/target/release/counter
ENTRYPOINT ["/app/target/release/counter"]
`,
    );
  });

  it('moves a program that Cargo has installed to where every PATH finds it', () => {
    const { text } = checked(rust('rust:1.75', 'cargo install --path . --locked', 'CMD ["api"]'));
    assert.match(text, /^COPY --from=build \/usr\/local\/cargo\/bin\/api \/usr\/local\/bin\/api$/m);
  });

  it('keeps to musl where the program is built with it', () => {
    const alpine = checked(rust('rust:1.75-alpine', 'cargo build --release', 'CMD ["./target/release/api"]'));
    assert.match(alpine.text, /^FROM alpine:3$/m);
    const target = 'x86_64-unknown-linux-musl';
    const cross = checked(
      rust('rust:1.75', `cargo build --release --target ${target}`, `CMD ["./target/${target}/release/api"]`),
    );
    assert.match(cross.text, /^FROM debian:stable-slim$/m);
    assert.match(cross.explanation.join(' '), /linked statically/);
  });

  it('installs what a health check calls and the small system lacks', () => {
    const { text } = checked(
      rust(
        'rust:1.75',
        'cargo build --release',
        'HEALTHCHECK CMD curl -f http://localhost/\nCMD ["./target/release/api"]',
      ),
    );
    assert.match(text, /^RUN apt-get update && apt-get install -y --no-install-recommends curl && /m);
  });

  it('splits packages between the stages, and gives the program to the account of the file', () => {
    checkConversion(
      `FROM rust:1.75-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends protobuf-compiler libpq-dev tini && rm -rf /var/lib/apt/lists/*
RUN useradd --create-home web && mkdir -p /var/lib/web && chown web /var/lib/web
WORKDIR /srv
COPY . .
RUN cargo build --release && cp target/release/web /usr/local/bin/web && rm -rf target
RUN chown web:web /usr/local/bin/web
USER web
ENTRYPOINT ["tini", "--", "/usr/local/bin/web"]
`,
      `FROM rust:1.75-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends protobuf-compiler libpq-dev tini && rm -rf /var/lib/apt/lists/*
RUN useradd --create-home web && mkdir -p /var/lib/web && chown web /var/lib/web
WORKDIR /srv
COPY . .
RUN cargo build --release && cp target/release/web /usr/local/bin/web && rm -rf target
RUN chown web:web /usr/local/bin/web

FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libpq5 tini && rm -rf /var/lib/apt/lists/*
RUN useradd --create-home web && mkdir -p /var/lib/web && chown web /var/lib/web
WORKDIR /srv
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build --chown=web:web /usr/local/bin/web /usr/local/bin/web
USER web
ENTRYPOINT ["tini", "--", "/usr/local/bin/web"]
`,
    );
  });

  it('refuses a program that nothing of the build leaves', () => {
    checkRefusal('unknown-artifact', rust('rust:1.75', '«cargo build --release»', 'CMD ["/opt/other/api"]'));
    checkRefusal('unknown-artifact', rust('rust:1.75', 'cargo build --release', '«CMD ["$PROGRAM/api"]»'));
    checkRefusal('needs-compiler-at-run-time', rust('rust:1.75', 'cargo build', '«CMD ["cargo", "run"]»'));
  });
});

describe('converting C', () => {
  const c = (image: string, build: string, end: string): string => `FROM ${image}
WORKDIR /src
COPY . .
RUN ${build}
${end}
`;

  it('copies the program that the compiler names', () => {
    const { text } = checked(c('gcc:12-bookworm', 'gcc -O2 -o tool main.c', 'ENTRYPOINT ["./tool"]'));
    assert.match(text, /^FROM debian:bookworm-slim$/m);
    assert.match(text, /^COPY --from=build \/src\/tool \/src\/tool$/m);
  });

  it('copies a prefix of its own as one folder', () => {
    const { text } = checked(
      c(
        'gcc:12-bookworm',
        './configure --prefix=/opt/tool && make && make install',
        'CMD ["/opt/tool/bin/tool"]',
      ),
    );
    assert.match(text, /^COPY --from=build \/opt\/tool \/opt\/tool$/m);
  });

  it('installs apart from the tools of the image where the build listens to DESTDIR', () => {
    const build = 'make && make install';
    const { text } = checked(c('gcc:12-bookworm', `./configure && ${build}`, 'CMD ["tool"]'));
    assert.match(text, /make install DESTDIR=\/install$/m);
    assert.match(text, /^COPY --from=build \/install\/usr\/local \/usr\/local$/m);
    checkRefusal('unknown-artifact', c('gcc:12-bookworm', 'make && «make install»', 'CMD ["tool"]'));
    const makefile = { Makefile: { text: 'install:\n\tinstall tool $(DESTDIR)/usr/local/bin/tool\n' } };
    const listening = conversionOf(c('gcc:12-bookworm', build, 'CMD ["tool"]'), { files: makefile });
    assert.ok(listening.kind === 'converted' && listening.text.includes('DESTDIR=/install'));
  });

  it('refuses a program that an installation of an unknown place may have put beside others', () => {
    checkRefusal(
      'unknown-artifact',
      c('gcc:12', './configure && make && make install', 'CMD ["/srv/proxy/bin/proxy"]'),
    );
  });

  it('takes the whole of /usr/local where the system leaves it empty, and leaves the compiler behind', () => {
    checkConversion(
      `FROM debian:bookworm
RUN apt-get update && apt-get install -y build-essential cmake libssl-dev
WORKDIR /src
COPY . .
RUN cmake -B build && cmake --build build && cmake --install build && ldconfig
CMD ["/usr/local/bin/tool"]
`,
      `FROM debian:bookworm AS build
RUN apt-get update && apt-get install -y build-essential cmake libssl-dev
WORKDIR /src
COPY . .
RUN cmake -B build && cmake --build build && cmake --install build && ldconfig

FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y libssl3 && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY --from=build /usr/local /usr/local
RUN ldconfig
CMD ["/usr/local/bin/tool"]
`,
    );
  });
});

function checked(before: string): Extract<ReturnType<typeof conversionOf>, { readonly kind: 'converted' }> {
  const result = conversionOf(before, {});
  if (result.kind === 'refused') assert.fail(`refused as ${result.reason}: ${result.message}`);
  return result;
}
