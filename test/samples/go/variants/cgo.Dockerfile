FROM golang:1.22
ENV CGO_ENABLED=1
WORKDIR /app
COPY go.mod .
RUN go mod download
COPY . .
RUN go build -o /app/server ./cmd/server
EXPOSE 8080
ENTRYPOINT ["/app/server"]
