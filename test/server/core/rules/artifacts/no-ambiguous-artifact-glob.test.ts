import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-ambiguous-artifact-glob';

describe(RULE, () => {
  it('reports archives of a builder and of the context', () => {
    checkRule(
      RULE,
      'FROM gradle:8-jdk21 AS build\nRUN gradle bootJar\nFROM eclipse-temurin:21-jre\nCOPY --from=build «/home/gradle/build/libs/*.jar» app.jar\n',
      { level: 'information' },
    );
    checkRule(RULE, 'FROM openjdk:17-slim\nADD «target/spring-*.jar» /app.jar\n');
  });

  it('is silent for folders and for names with one file in mind', () => {
    for (const copy of [
      'COPY target/*.jar /app/',
      'COPY target/*.jar .',
      'COPY target/*.jar /app/libs',
      'COPY package.json package-lock.json* ./',
      'COPY package-lock.json* package-lock.json',
      'COPY conf/*.conf /etc/nginx/conf.d',
      'COPY a.jar b.jar /libs/',
    ])
      checkRule(RULE, `FROM eclipse-temurin:21-jre\n${copy}\n`);
  });

  it('removes the plain archive of Gradle', () => {
    checkFix(
      RULE,
      'FROM gradle:8-jdk21 AS build\nWORKDIR /app\nRUN gradle build\nFROM eclipse-temurin:21-jre\nCOPY --from=build /app/build/libs/*.jar /app.jar\n',
      'FROM gradle:8-jdk21 AS build\nWORKDIR /app\nRUN gradle build && rm -f /app/build/libs/*-plain.jar\nFROM eclipse-temurin:21-jre\nCOPY --from=build /app/build/libs/*.jar /app.jar\n',
    );
  });
});
