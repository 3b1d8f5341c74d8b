import { describe, it } from 'node:test';
import { checkConversion } from '../../../../harness/checkConversion';

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
});
