/** Examples of commands that give a verdict, and of their look-alikes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkOf } from '../../../../../server/src/core/model/commands/checks';
import { parseShell } from '../../../../../server/src/core/shell/parse';

function kind(text: string): string | undefined {
  const command = parseShell(text).commands[0];
  assert.ok(command !== undefined, text);
  return checkOf(command)?.kind;
}

test('tests', () => {
  for (const text of [
    'go test -race ./...',
    'npm t',
    'yarn run test:unit',
    'cargo nextest run',
    'python -m unittest discover',
    'poetry run pytest',
    './gradlew :app:check',
    'mvn -B verify',
    'mix test',
    'make unit-test',
  ])
    assert.equal(kind(text), 'test', text);
});

test('lints', () => {
  for (const text of [
    'go vet ./...',
    'cargo fmt --all --check',
    'npx tsc --noEmit',
    'black --check .',
    'npm run typecheck',
    'ruff check .',
    'make lint',
  ])
    assert.equal(kind(text), 'lint', text);
});

test('neither', () => {
  for (const text of [
    'test -f /x',
    'go test -c -o /t ./pkg',
    'npm ci',
    'npm run build',
    'mvn package',
    'gradle build',
    'cargo fmt',
    'black .',
    'make',
    'make build test',
    'npm run testimonials',
  ])
    assert.equal(kind(text), undefined, text);
});
