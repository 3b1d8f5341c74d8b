/** Examples of commands that install a project's dependencies, locked and not. */
import { describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { commandFromWords, parseShell } from '../../../../../server/src/core/shell/parse';
import type { ShellCommand } from '../../../../../server/src/core/shell/nodes';
import { applyEdits, type TextEdit } from '../../../../../server/src/core/text/textEdit';
import {
  dependencyInstallOf,
  lockSettingOf,
} from '../../../../../server/src/core/model/commands/dependencyInstalls';
import { lockableBuildOf } from '../../../../../server/src/core/model/commands/lockableBuilds';

function commandOf(text: string): ShellCommand {
  const command = parseShell(text).commands[0];
  assert.ok(command !== undefined, text);
  return command;
}

function apply(text: string, edit: TextEdit | undefined): string | undefined {
  return edit === undefined ? undefined : applyEdits(text, [edit]);
}

describe('dependencyInstallOf', () => {
  test('tells what a lock file decides, and how to obey it', () => {
    const examples: [string, string, boolean | undefined, string?][] = [
      ['npm ci', 'npm', true],
      ['npm clean-install', 'npm', true],
      ['npm install', 'npm', false, 'npm ci'],
      ['npm --prefix web i --omit=dev', 'npm', false, 'npm --prefix web ci --omit=dev'],
      ['npm install --no-package-lock', 'npm', false],
      ['corepack npm install', 'npm', false, 'corepack npm ci'],
      ['yarn', 'yarn', false, 'yarn --frozen-lockfile'],
      ['yarn install --production', 'yarn', false, 'yarn install --frozen-lockfile --production'],
      ['yarn --immutable', 'yarn', true],
      ['pnpm i', 'pnpm', false, 'pnpm i --frozen-lockfile'],
      ['pnpm install --frozen-lockfile', 'pnpm', true],
      ['pnpm install --no-frozen-lockfile', 'pnpm', false],
      ['CI=1 pnpm install', 'pnpm', true],
      ['pnpm fetch --prod', 'pnpm', true],
      ['bun install', 'bun', false, 'bun install --frozen-lockfile'],
      ['pip install -r requirements.txt', 'pip', undefined],
      ['python3 -m pip install --require-hashes -qr requirements.txt', 'pip', true],
      ['pipenv install --system', 'pipenv', false, 'pipenv install --deploy --system'],
      ['pipenv sync', 'pipenv', true],
      ['poetry install --no-root', 'poetry', undefined],
      ['uv sync', 'uv', false, 'uv sync --locked'],
      ['uv sync --frozen', 'uv', true],
      ['UV_LOCKED=1 uv sync', 'uv', true],
      ['bundle install', 'bundle', false, 'BUNDLE_FROZEN=true bundle install'],
      [
        'sudo -u app bundle install -j 4',
        'bundle',
        false,
        'sudo -u app BUNDLE_FROZEN=true bundle install -j 4',
      ],
      ['bundle install --frozen', 'bundle', true],
      ['composer install --no-dev', 'composer', true],
      ['composer update', 'composer', false, 'composer install'],
      ['go mod download', 'go', true],
      ['go get ./...', 'go', false],
      ['cargo fetch', 'cargo', false, 'cargo fetch --locked'],
      [
        'cargo chef cook --release --recipe-path recipe.json',
        'cargo',
        false,
        'cargo chef cook --locked --release --recipe-path recipe.json',
      ],
      ['./mvnw -B dependency:go-offline', 'mvn', undefined],
      ['gradle dependencies --no-daemon', 'gradle', undefined],
      ['dotnet restore --locked-mode', 'dotnet', true],
      ['dotnet restore src/App.csproj', 'dotnet', undefined],
      ['mix deps.get --only prod', 'mix', undefined],
      ['dart pub get', 'dart', false, 'dart pub get --enforce-lockfile'],
      ['cabal build --only-dependencies', 'cabal', undefined],
    ];
    for (const [text, manager, isLocked, locked] of examples) {
      const found = dependencyInstallOf(commandOf(text));
      assert.ok(found !== undefined, text);
      assert.equal(found.manager, manager, text);
      assert.equal(found.isLocked, isLocked, text);
      assert.equal(apply(text, found.lockedForm), locked, text);
      assert.ok(found.manifests.length > 0, text);
    }
  });

  test('tells whether development dependencies come too', () => {
    const examples: [string, boolean | undefined][] = [
      ['npm ci', undefined],
      ['npm ci --omit=dev', false],
      ['npm ci --omit dev', false],
      ['npm install --only=production', false],
      ['npm ci --include=dev', true],
      ['yarn install --production', false],
      ['yarn install --production=false', true],
      ['pnpm install -P', false],
      ['poetry install', true],
      ['poetry install --without dev,test', false],
      ['poetry install --only main', false],
      ['uv sync', true],
      ['uv sync --no-dev', false],
      ['bundle install --without development test', false],
      ['composer install', true],
      ['composer install --no-dev', false],
      ['mix deps.get --only prod', false],
      ['go mod download', undefined],
    ];
    for (const [text, installsDev] of examples) {
      assert.equal(dependencyInstallOf(commandOf(text))?.installsDev, installsDev, text);
    }
  });

  test('names the files that decide', () => {
    assert.deepEqual(dependencyInstallOf(commandOf('pip install -r a.txt -c b.txt'))?.manifests, [
      'a.txt',
      'b.txt',
    ]);
    assert.deepEqual(dependencyInstallOf(commandOf('pip install -r $FILE'))?.manifests, [
      'requirements*.txt',
    ]);
    assert.ok(dependencyInstallOf(commandOf('npm ci'))?.manifests.includes('package-lock.json'));
    assert.ok(dependencyInstallOf(commandOf('go mod download'))?.manifests.includes('go.sum'));
  });

  test('tells when sources are needed too', () => {
    const needsSource = (text: string): boolean | undefined =>
      dependencyInstallOf(commandOf(text))?.needsSource;
    assert.equal(needsSource('pip install .'), true);
    assert.equal(needsSource("pip install '.[dev]'"), true);
    assert.equal(needsSource('pip install -e .'), true);
    assert.equal(needsSource('pip install -r requirements.txt'), false);
    assert.equal(needsSource('poetry install'), true);
    assert.equal(needsSource('uv sync --no-install-project'), false);
  });

  test('writes a JSON string into an exec form', () => {
    const json = '["yarn", "install", "--silent"]';
    const words = [...json.matchAll(/"([^"]*)"/g)].map((match) => ({
      value: match[1] ?? '',
      span: { start: match.index, end: match.index + match[0].length },
    }));
    const command = commandFromWords(words).commands[0];
    assert.ok(command !== undefined);
    assert.equal(
      apply(json, dependencyInstallOf(command)?.lockedForm),
      '["yarn", "install", "--frozen-lockfile", "--silent"]',
    );
  });

  test('leaves alone what installs a named package or nothing', () => {
    for (const text of [
      'npm install -g pnpm',
      'npm install express',
      'npm run build',
      'npm test',
      'yarn add x',
      'yarn build',
      'yarn --version',
      'pnpm add x',
      'pip install flask',
      'pip install --upgrade pip',
      'bundle exec rails s',
      'bundle config set frozen true',
      'composer require x/y',
      'go mod tidy',
      'go get example.org/x@v1',
      'cargo build',
      'mvn package dependency:go-offline',
      'gradle build',
      'dotnet build',
      'mix compile',
      '$NPM install',
    ]) {
      assert.equal(dependencyInstallOf(commandOf(text)), undefined, text);
    }
  });
});

describe('lockableBuildOf', () => {
  test('reads cargo and go install', () => {
    const examples: [string, boolean, string?][] = [
      ['cargo build --release', false, 'cargo build --locked --release'],
      ['cargo +nightly install ripgrep', false, 'cargo +nightly install --locked ripgrep'],
      ['cargo build --locked', true],
      ['cargo install --frozen x', true],
      ['go install example.org/x@latest', false],
      ['go install example.org/x@v1.2.3', true],
      ['go install "example.org/x@$VERSION"', true],
    ];
    for (const [text, isLocked, locked] of examples) {
      const found = lockableBuildOf(commandOf(text));
      assert.equal(found?.isLocked, isLocked, text);
      assert.equal(apply(text, found.lockedForm), locked, text);
    }
  });

  test("leaves a module's own packages alone", () => {
    for (const text of ['go install ./...', 'go build .', 'cargo fetch', 'cargo new x']) {
      assert.equal(lockableBuildOf(commandOf(text)), undefined, text);
    }
  });
});

test('lockSettingOf reads settings that lock later installs', () => {
  for (const text of [
    'bundle config set frozen true',
    'bundle config --global frozen 1',
    'bundle config set --local deployment true',
    'yarn config set enableImmutableInstalls true',
  ]) {
    assert.ok(lockSettingOf(commandOf(text)) !== undefined, text);
  }
  for (const text of [
    'bundle config set frozen false',
    'bundle config set path x',
    'bundle config unset deployment',
    'bundle install',
  ]) {
    assert.equal(lockSettingOf(commandOf(text)), undefined, text);
  }
});
