import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-sdk-base-in-final-stage';
const BUILD = 'FROM golang:1.23 AS build\nCOPY . .\nRUN go build -o /app .\n';

describe(RULE, () => {
  it('reports an SDK under an artifact that a builder made', () => {
    checkRule(RULE, `${BUILD}FROM «golang:1.23»\nCOPY --from=build /app /app\nCMD ["/app"]\n`, {
      level: 'warning',
    });
    checkRule(
      RULE,
      `${BUILD}FROM «golang:1.23» AS run\nEXPOSE 80\nFROM run\nCOPY --from=build /app /app\nCMD ["/app"]\n`,
      { level: 'warning' },
    );
  });

  it('only informs when nothing in the chain compiles', () => {
    checkRule(RULE, 'FROM «eclipse-temurin:21-jdk»\nCOPY app.jar /\nCMD ["java", "-jar", "/app.jar"]\n', {
      level: 'information',
    });
  });

  it('is silent when the stage compiles, uses the tools or is a place to work', () => {
    checkRule(RULE, 'FROM golang:1.23\nCOPY . .\nRUN go build -o /app .\nCMD ["/app"]\n');
    checkRule(RULE, `${BUILD}FROM golang:1.23\nCOPY --from=build /app /app\nRUN go env\nCMD ["/app"]\n`);
    checkRule(RULE, `${BUILD}FROM golang:1.23\nCOPY --from=build /app /app\nCMD ["go", "test", "./..."]\n`);
    checkRule(RULE, `${BUILD}FROM golang:1.23\nCOPY --from=build /app /app\n`);
    checkRule(RULE, `${BUILD}FROM golang:1.23\nCOPY --from=build /app /app\nCMD ["bash"]\n`);
  });

  it('is silent for runtime images and for images without a sibling', () => {
    checkRule(RULE, `${BUILD}FROM debian:12-slim\nCOPY --from=build /app /app\nCMD ["/app"]\n`);
    checkRule(RULE, `${BUILD}FROM example.com/own/sdk:1\nCOPY --from=build /app /app\nCMD ["/app"]\n`);
  });

  it('swaps the base', () => {
    checkFix(
      RULE,
      'FROM eclipse-temurin:21-jdk\nCOPY app.jar /\nCMD ["java", "-jar", "/app.jar"]\n',
      'FROM eclipse-temurin:21-jre\nCOPY app.jar /\nCMD ["java", "-jar", "/app.jar"]\n',
    );
  });
});
