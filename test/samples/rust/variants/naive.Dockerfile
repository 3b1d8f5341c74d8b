FROM rust:1.75
WORKDIR /usr/src/counter
COPY . .
RUN cargo build --release
EXPOSE 7000
CMD ["./target/release/counter"]
