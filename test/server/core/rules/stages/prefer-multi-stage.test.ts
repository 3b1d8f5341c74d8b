import { describe, it } from 'node:test';
import { checkRule } from '../../../../harness/checkRule';

const RULE = 'prefer-multi-stage';

describe(RULE, () => {
  it('reports a single-stage file of each ecosystem at the compiling command', () => {
    const single = (base: string, build: string, command: string): string =>
      `FROM ${base}\nWORKDIR /app\nCOPY . .\nRUN ${build}\nCMD ${command}\n`;
    checkRule(RULE, single('golang:1.23', '«go build -o /server ./cmd»', '["/server"]'), {
      level: 'warning',
    });
    checkRule(RULE, single('node:20', 'npm ci && «npm run build»', '["npm", "start"]'), { level: 'warning' });
    checkRule(
      RULE,
      single('maven:3.9-eclipse-temurin-21', '«mvn -B package»', '["java", "-jar", "target/app.jar"]'),
      { level: 'warning' },
    );
    checkRule(RULE, single('rust:1.83', '«cargo build --release»', '["./target/release/app"]'), {
      level: 'warning',
    });
    checkRule(
      RULE,
      single('mcr.microsoft.com/dotnet/sdk:8.0', '«dotnet publish -o /out»', '["dotnet", "/out/app.dll"]'),
      { level: 'warning' },
    );
    checkRule(RULE, single('gcc:14', '«gcc -o /app/server main.c»', '["/app/server"]'), { level: 'warning' });
  });

  it('takes make for a compiler where one is known to be there, and a clone for the source', () => {
    checkRule(RULE, 'FROM alpine:3.20\nRUN apk add build-base\nCOPY . .\nRUN «make»\nCMD ["./app"]\n');
    checkRule(RULE, 'FROM debian:12\nCOPY . .\nRUN make\nCMD ["./app"]\n');
    checkRule(
      RULE,
      'FROM golang:1.23\nRUN git clone https://example.com/a . && «go build ./...»\nCMD ["./a"]\n',
    );
  });

  it('reports a final stage that compiles beside others, and each stage once', () => {
    checkRule(
      RULE,
      'FROM node:20 AS web\nCOPY . .\nRUN npm run build\nFROM golang:1.23\nCOPY . .\nCOPY --from=web /dist ./dist\nRUN «go build -o /a ./a»\nRUN go build -o /b ./b\nENTRYPOINT ["/a"]\n',
      { level: 'warning' },
    );
  });

  it('only informs where nothing says what the image runs, or where no development dependency was needed', () => {
    checkRule(RULE, 'FROM golang:1.23\nCOPY . .\nRUN «go build -o /app .»\n', { level: 'information' });
    checkRule(
      RULE,
      'FROM node:20\nCOPY . .\nRUN npm ci --omit=dev\nRUN «npm run build»\nCMD ["node", "dist/a.js"]\n',
      { level: 'information' },
    );
    checkRule(
      RULE,
      'FROM golang:1.23 AS build\nCOPY . .\nRUN «go build -o /app .»\nFROM build\nCMD ["/app"]\n',
      { level: 'information' },
    );
  });

  it('is silent when the running image needs the tools', () => {
    for (const command of [
      'go run .',
      '["npm", "run", "dev"]',
      'mvn spring-boot:run',
      '["dotnet", "run"]',
      '["bash"]',
      'exec ./gradlew bootRun',
    ])
      checkRule(RULE, `FROM golang:1.23\nCOPY . .\nRUN go build ./... && npm run build\nCMD ${command}\n`);
    checkRule(RULE, 'FROM node:20\nCOPY . .\nRUN npm run build\nENTRYPOINT ["npm"]\nCMD ["run", "dev"]\n');
  });

  it('is silent when the same layer loses the tools again', () => {
    checkRule(
      RULE,
      'FROM alpine:3.20\nCOPY src /src\nRUN apk add --virtual .deps gcc musl-dev && gcc -o /app /src/a.c && apk del .deps\nCMD ["/app"]\n',
    );
    checkRule(
      RULE,
      'FROM node:20\nCOPY . .\nRUN npm ci && npm run build && npm prune --omit=dev\nCMD ["node", "dist/a.js"]\n',
    );
  });

  it('is silent for helpers, chores and parts of an interpreted program', () => {
    checkRule(
      RULE,
      'FROM python:3.12\nCOPY . .\nRUN pip wheel -r requirements.txt && make all\nCMD ["python", "a.py"]\n',
    );
    checkRule(
      RULE,
      'FROM ruby:3.3\nCOPY . .\nRUN bundle exec rails assets:precompile\nCMD ["bundle", "exec", "puma"]\n',
    );
    checkRule(
      RULE,
      'FROM python:3.12\nRUN git clone https://example.com/x && cd x && make install PREFIX=/usr\nCOPY . .\nCMD ["python", "a.py"]\n',
    );
    checkRule(RULE, 'FROM golang:1.23\nCOPY . .\nRUN go install github.com/x/migrate@v4\nCMD ["/run"]\n');
    checkRule(RULE, 'FROM golang:1.23\nRUN «go install github.com/x/serve@v4»\nCMD ["serve"]\n');
  });

  it('is silent in builders, also where a variable may make one a base', () => {
    checkRule(
      RULE,
      'FROM golang:1.23 AS build\nCOPY . .\nRUN go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\nCMD ["/app"]\n',
    );
    checkRule(
      RULE,
      'ARG BASE\nFROM golang:1.23 AS build\nCOPY . .\nRUN go build -o /app .\nFROM $BASE\nCOPY --from=build /app /app\nCMD ["/app"]\n',
    );
  });
});
