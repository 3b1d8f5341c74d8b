FROM rust:1.75
WORKDIR /src
COPY . .
RUN cargo install --path . --locked
CMD ["counter"]
