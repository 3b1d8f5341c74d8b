import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-runtime-version-skew';

describe(RULE, () => {
  it('reports Python packages of another minor version', () => {
    checkRule(
      RULE,
      'FROM python:3.11 AS build\nRUN pip install -r requirements.txt\nFROM python:3.12-slim\nCOPY --from=build «/usr/local/lib/python3.11/site-packages» /usr/local/lib/python3.11/site-packages\n',
      { level: 'warning' },
    );
    checkRule(
      RULE,
      'FROM python:3.12-slim AS build\nRUN python -m venv /venv\nFROM gcr.io/distroless/python3-debian12\nCOPY --from=build «/venv» /venv\n',
    );
    checkRule(
      RULE,
      'FROM company/python AS build\nFROM python:3.13-slim\nCOPY --from=build «/usr/local/lib/python3.10/site-packages/» /usr/local/lib/python3.13/site-packages/\n',
    );
  });

  it('reports modules of Node.js, Ruby and PHP', () => {
    checkRule(
      RULE,
      'FROM node:18 AS build\nWORKDIR /app\nRUN npm ci\nFROM node:22-slim\nCOPY --from=build «/app/node_modules» /app/node_modules\n',
    );
    checkRule(
      RULE,
      'FROM ruby:3.2 AS build\nRUN bundle install\nFROM ruby:3.3-slim\nCOPY --from=build «/usr/local/bundle» /usr/local/bundle\n',
    );
    checkRule(
      RULE,
      'FROM php:8.2-fpm AS build\nFROM php:8.3-fpm\nCOPY --from=build «/usr/local/lib/php/extensions/» /usr/local/lib/php/extensions/\n',
    );
  });

  it('only informs about a newer JDK, for the project may set an older release', () => {
    checkRule(
      RULE,
      'FROM maven:3.9-eclipse-temurin-21 AS build\nWORKDIR /app\nCOPY . .\nRUN mvn -B package\nFROM eclipse-temurin:17-jre\nCOPY --from=build «/app/target/app.jar» /app.jar\n',
      { level: 'information' },
    );
  });

  it('is silent where versions agree, or are not known', () => {
    for (const dockerfile of [
      'FROM python:3.12.4 AS build\nFROM python:3.12-slim\nCOPY --from=build /opt/venv /opt/venv\n',
      'FROM python:3 AS build\nFROM python:3.12-slim\nCOPY --from=build /opt/venv /opt/venv\n',
      'ARG V=3.12\nFROM python:${V} AS build\nFROM python:${V}-slim\nCOPY --from=build /opt/venv /opt/venv\n',
      'FROM node:lts AS build\nFROM node:22-slim\nCOPY --from=build /app/node_modules /app/node_modules\n',
      'FROM node:20 AS build\nFROM nginx:alpine\nCOPY --from=build /app/dist /usr/share/nginx/html\n',
      'FROM node:18 AS build\nFROM node:22-slim\nCOPY --from=build /app/dist /app/dist\n',
      'FROM maven:3.9-eclipse-temurin-17 AS build\nRUN mvn package\nFROM eclipse-temurin:21-jre\nCOPY --from=build /app/target/app.jar /app.jar\n',
      'FROM maven:3.9-eclipse-temurin-21 AS build\nRUN mvn -Dmaven.compiler.release=17 package\nFROM eclipse-temurin:17-jre\nCOPY --from=build /app/target/app.jar /app.jar\n',
    ])
      checkRule(RULE, dockerfile);
  });

  it('runs the version that the builder has', () => {
    checkFix(
      RULE,
      'FROM python:3.11 AS build\nFROM python:3.12-slim\nCOPY --from=build /opt/venv /opt/venv\n',
      'FROM python:3.11 AS build\nFROM python:3.11-slim\nCOPY --from=build /opt/venv /opt/venv\n',
    );
  });
});
