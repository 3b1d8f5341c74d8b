import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-context-copy-of-artifact';

describe(RULE, () => {
  it('reports the usual output of a builder that nobody copies from', () => {
    checkRule(
      RULE,
      'FROM node:20 AS build\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\nFROM nginx:alpine\nCOPY «./dist/» /usr/share/nginx/html\n',
      { level: 'warning' },
    );
    checkRule(
      RULE,
      'FROM gradle:8-jdk21 AS build\nWORKDIR /src\nCOPY . .\nRUN gradle bootJar\nFROM eclipse-temurin:21-jre\nCOPY «build/libs/*.jar» /app/\n',
    );
    checkRule(
      RULE,
      'FROM rust:1.82 AS build\nWORKDIR /src\nCOPY . .\nRUN cargo build --release\nFROM debian:12-slim\nCOPY «target/release/server» /usr/local/bin/\n',
    );
  });

  it('reports a certain output whoever copies from the builder', () => {
    checkRule(
      RULE,
      'FROM golang:1.23 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o bin/server ./cmd/server\nFROM alpine:3.20\nCOPY --from=build /src/migrations /migrations\nCOPY «bin/server» /server\n',
    );
  });

  it('is silent for files that the context has, or that are another output', () => {
    for (const rest of [
      'RUN npm run build\nFROM nginx:alpine\nCOPY --from=build /app/dist /usr/share/nginx/html\nCOPY build /conf\n',
      'RUN npm run build\nFROM nginx:alpine\nCOPY nginx.conf /etc/nginx/\n',
      'RUN npm test\nFROM nginx:alpine\nCOPY dist /usr/share/nginx/html\n',
      'COPY dist ./dist\nRUN npm run build\nFROM nginx:alpine\nCOPY dist /usr/share/nginx/html\n',
    ])
      checkRule(RULE, `FROM node:20 AS build\nWORKDIR /app\nCOPY . .\n${rest}`);
    checkRule(RULE, 'FROM nginx:alpine\nCOPY dist /usr/share/nginx/html\n');
    checkRule(
      RULE,
      'FROM node:20 AS test\nWORKDIR /app\nCOPY . .\nRUN npm run build\nFROM nginx:alpine\nCOPY dist /usr/share/nginx/html\n',
    );
  });

  it('copies from the builder', () => {
    checkFix(
      RULE,
      'FROM node:20 AS build\nWORKDIR /app\nCOPY . .\nRUN npm run build\nFROM nginx:alpine\nCOPY --chown=nginx dist /usr/share/nginx/html\n',
      'FROM node:20 AS build\nWORKDIR /app\nCOPY . .\nRUN npm run build\nFROM nginx:alpine\nCOPY --from=build --chown=nginx /app/dist /usr/share/nginx/html\n',
    );
  });
});
