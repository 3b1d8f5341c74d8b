import { describe, it } from 'node:test';
import { checkRule } from '../../../../harness/checkRule';

const RULE = 'no-skipped-test-stage';

describe(RULE, () => {
  for (const command of [
    'go test ./...',
    'golangci-lint run',
    'cargo clippy -- -D warnings',
    'npm ci && npm test',
    'npm run lint',
    'yarn test:unit --ci',
    'python -m pytest -q',
    './mvnw verify',
    './gradlew check',
    'dotnet test --no-restore',
    'make test',
    'bundle exec rspec',
    'npx eslint .',
  ])
    it(`reports a stage that runs ${command}`, () => {
      checkRule(
        RULE,
        `FROM a AS build\nFROM build AS «checks»\nRUN ${command}\nFROM b\nCOPY --from=build /x /x\n`,
        {
          level: 'hint',
        },
      );
    });

  it('is silent when the stage is needed or shipped', () => {
    checkRule(RULE, 'FROM a AS test\nRUN npm test\nFROM b\nCOPY --from=test /report /report\n');
    checkRule(RULE, 'FROM a AS test\nRUN npm test\n');
    checkRule(RULE, 'FROM a AS test\nRUN npm test\nFROM test AS final\n');
    checkRule(RULE, 'FROM a AS test\nRUN npm test\nFROM b\n', { surroundings: { target: 'test' } });
  });

  it('is silent when the stage does something else, or is an image to be started', () => {
    checkRule(RULE, 'FROM a AS dev\nRUN npm ci\nFROM b\n');
    checkRule(RULE, 'FROM a AS all\nRUN npm run build && npm test\nFROM b\n');
    checkRule(RULE, 'FROM a AS test\nRUN npm test\nCMD ["npm", "run", "e2e"]\nFROM b\n');
    checkRule(RULE, 'FROM a AS bin\nRUN go test -c -o /t .\nFROM b\n');
    checkRule(RULE, 'FROM a AS tools\nRUN test -f /x && make install\nFROM b\n');
  });
});
