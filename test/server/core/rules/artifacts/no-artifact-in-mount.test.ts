import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-artifact-in-mount';
const FINAL = 'FROM debian:12-slim\n';

describe(RULE, () => {
  it('reports a program copied from below a cache mount', () => {
    checkRule(
      RULE,
      `FROM rust:1.82 AS build\nWORKDIR /app\nCOPY . .\nRUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/app/target \\\n    cargo build --release\n${FINAL}COPY --from=build «/app/target/release/server» /usr/local/bin/server\n`,
      { level: 'error' },
    );
  });

  it('reads a target that counts from the working directory', () => {
    checkRule(
      RULE,
      `FROM maven:3.9-eclipse-temurin-21 AS build\nWORKDIR /src\nCOPY . .\nRUN --mount=type=cache,target=target mvn -B package\n${FINAL}COPY --from=build «/src/target/*.jar» /app.jar\n`,
    );
  });

  it('reports what was written below a bind or tmpfs mount', () => {
    checkRule(
      RULE,
      `FROM golang:1.23 AS build\nWORKDIR /src\nRUN --mount=type=bind,target=.,rw go build -o bin/app .\n${FINAL}COPY --from=build «/src/bin/app» /app\n`,
    );
    checkRule(
      RULE,
      `FROM alpine:3.20 AS fetch\nRUN --mount=type=tmpfs,target=/work wget -O /work/tool https://example.org/tool\n${FINAL}COPY --from=fetch «/work/tool» /usr/bin/\n`,
    );
  });

  it('is silent when the result is copied out, or another RUN writes there too', () => {
    for (const builder of [
      'RUN --mount=type=cache,target=/app/target cargo build --release && cp target/release/server /app/server\nFROM debian:12-slim\nCOPY --from=build /app/server /server\n',
      'RUN cargo build --release\nRUN --mount=type=cache,target=/app/target cargo test\nFROM debian:12-slim\nCOPY --from=build /app/target/release/server /server\n',
      'COPY prebuilt /app/target/release\nRUN --mount=type=cache,target=/app/target cargo build --release\nFROM debian:12-slim\nCOPY --from=build /app/target/release/server /server\n',
      'RUN --mount=type=cache,target=/app/target cargo build --release\nRUN --mount=type=cache,target=/app/target,id=b ./collect.sh\nRUN ./finish.sh\nFROM debian:12-slim\nCOPY --from=build /app/target/release/server /server\n',
      'RUN --mount=type=cache,target=/root/.cache go build -o /out/app .\nFROM debian:12-slim\nCOPY --from=build /out/app /app\n',
    ])
      checkRule(RULE, `FROM rust:1.82 AS build\nWORKDIR /app\nCOPY . .\n${builder}`);
  });

  it('copies the artifact out in the same RUN', () => {
    checkFix(
      RULE,
      'FROM rust:1.82 AS build\nWORKDIR /app\nCOPY . .\nRUN --mount=type=cache,target=/app/target \\\n    cargo build --release\nFROM debian:12-slim\nCOPY --from=build /app/target/release/server /usr/local/bin/server\n',
      'FROM rust:1.82 AS build\nWORKDIR /app\nCOPY . .\nRUN --mount=type=cache,target=/app/target \\\n    cargo build --release && mkdir -p /out && cp -r /app/target/release/server /out/\nFROM debian:12-slim\nCOPY --from=build /out/server /usr/local/bin/server\n',
    );
    checkFix(
      RULE,
      'FROM maven:3.9-eclipse-temurin-21 AS build\nWORKDIR /src\nCOPY . .\nRUN --mount=type=cache,target=/src/target mvn package\nFROM eclipse-temurin:21-jre\nCOPY --from=build /src/target/*.jar /opt/\n',
      'FROM maven:3.9-eclipse-temurin-21 AS build\nWORKDIR /src\nCOPY . .\nRUN --mount=type=cache,target=/src/target mvn package && mkdir -p /out && cp -r /src/target/*.jar /out/\nFROM eclipse-temurin:21-jre\nCOPY --from=build /out/*.jar /opt/\n',
    );
  });
});
