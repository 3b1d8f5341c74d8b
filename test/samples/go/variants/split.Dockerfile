# The greeter's image.
FROM golang:1.22

ENV GREETING=hi \
    PORT=9000

WORKDIR /src

# Modules first: they change less often than the source.
COPY go.mod ./
RUN go mod download

COPY cmd/ cmd/
COPY internal/ internal/
RUN CGO_ENABLED=0 GOOS=linux go build -ldflags="-s -w" -o /usr/local/bin/greeter ./cmd/server

LABEL org.opencontainers.image.title="greeter"
EXPOSE 9000
USER nobody
ENTRYPOINT ["/usr/local/bin/greeter"]
