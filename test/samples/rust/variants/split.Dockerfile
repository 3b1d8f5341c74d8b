FROM rust:1.75-bookworm

WORKDIR /app

# Dependencies are built on their own, with a program that does nothing.
COPY Cargo.toml Cargo.lock ./
RUN mkdir src && echo 'fn main() {}' > src/main.rs && cargo build --release --locked && rm -rf src

COPY src src
# The time stamp tells cargo that the program has changed.
RUN touch src/main.rs && cargo build --release --locked

ENV PORT=8000 MOTD="count your words"
EXPOSE 8000
HEALTHCHECK NONE
USER 1000:1000
ENTRYPOINT ["/app/target/release/counter"]
