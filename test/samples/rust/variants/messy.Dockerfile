FROM rust:1.75
LABEL maintainer="somebody@example.com"
ARG PROFILE=release
ENV RUST_BACKTRACE=1
COPY . /build
RUN set -ex; \
    cd /build; \
    cargo test --offline; \
    cargo build --release --offline; \
    install -D -m 755 target/release/counter /opt/counter/bin/counter; \
    cargo clean && \
    rm -rf /build /usr/local/cargo/registry
WORKDIR /opt/counter
EXPOSE 7000/tcp
STOPSIGNAL SIGINT
CMD exec bin/counter
