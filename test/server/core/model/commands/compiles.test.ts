/** Examples of commands that compile or bundle, and of their look-alikes. */
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { parseShell } from '../../../../../server/src/core/shell/parse';
import { compileOf, type Compile } from '../../../../../server/src/core/model/commands/compiles';

function compile(text: string): Compile | undefined {
  const command = parseShell(text).commands[0];
  assert.ok(command !== undefined, text);
  return compileOf(command);
}

test('recognises what compiles', () => {
  const examples: [string, Compile['ecosystem'], string, string?][] = [
    ['CGO_ENABLED=0 go build -ldflags="-s -w" -o /app ./cmd/app', 'go', 'go', '/app'],
    ['go -C src install ./...', 'go', 'go'],
    ['xx-go build -o=/out/app .', 'go', 'go', '/out/app'],
    ['cargo build --release --locked', 'rust', 'cargo'],
    ['cargo +nightly zigbuild', 'rust', 'cargo'],
    ['cargo chef cook --release', 'rust', 'cargo'],
    ['cargo install --path . --root /out', 'rust', 'cargo', '/out'],
    ['rustc -o app main.rs', 'rust', 'rustc', 'app'],
    ['gcc -O2 -o /usr/bin/x x.c', 'c', 'gcc', '/usr/bin/x'],
    ['aarch64-linux-gnu-g++-12 x.cc', 'c', 'aarch64-linux-gnu-g++-12'],
    ['make', 'c', 'make'],
    ['make -j$(nproc)', 'c', 'make'],
    ['make -j"$(nproc)" -C src all', 'c', 'make'],
    ['make build-$TARGETARCH', 'c', 'make'],
    ['make bin/server VERSION=$V', 'c', 'make'],
    ['make -j4 install', 'c', 'make'],
    ['make PREFIX=/opt install', 'c', 'make'],
    ['cmake --build build --target all', 'c', 'cmake'],
    ['ninja -C build', 'c', 'ninja'],
    ['meson compile -C build', 'c', 'meson'],
    ['mvn -B -DskipTests clean package', 'java', 'mvn'],
    ['./mvnw -f app/pom.xml verify', 'java', 'mvn'],
    ['./gradlew :app:bootJar --no-daemon', 'java', 'gradle'],
    ['gradle build -x test', 'java', 'gradle'],
    ['javac -d out Main.java', 'java', 'javac', 'out'],
    ['sbt assembly', 'java', 'sbt'],
    ["sbt 'clean; app/assembly'", 'java', 'sbt'],
    ['dotnet publish -c Release -o /app', 'dotnet', 'dotnet', '/app'],
    ['dotnet build', 'dotnet', 'dotnet'],
    ['npm run build', 'javascript', 'npm'],
    ['npm run build:prod -- --base /x', 'javascript', 'npm'],
    ['npm --prefix web run-script compile', 'javascript', 'npm'],
    ['yarn build', 'javascript', 'yarn'],
    ['yarn workspace web build', 'javascript', 'yarn'],
    ['yarn workspaces foreach -A run build', 'javascript', 'yarn'],
    ['pnpm --filter web build', 'javascript', 'pnpm'],
    ['pnpm run build --outDir out', 'javascript', 'pnpm', 'out'],
    ['bun run build', 'javascript', 'bun'],
    ['bun build ./index.ts --outdir out', 'javascript', 'bun', 'out'],
    ['npx --yes tsc -p .', 'javascript', 'tsc'],
    ['yarn tsc', 'javascript', 'tsc'],
    ['pnpm exec vite build --outDir=out', 'javascript', 'vite', 'out'],
    ['npx -p @angular/cli ng build --configuration production', 'javascript', 'ng'],
    ['npx next build', 'javascript', 'next'],
    ['./node_modules/.bin/webpack --mode production', 'javascript', 'webpack'],
    ['node --max-old-space-size=4096 node_modules/.bin/ng build', 'javascript', 'ng'],
    ['cross-env NODE_ENV=production rollup -c', 'javascript', 'rollup'],
    ['turbo run build --filter=web', 'javascript', 'turbo'],
    ['nx run web:build', 'javascript', 'nx'],
    ['mix release', 'elixir', 'mix'],
    ['swift build -c release', 'swift', 'swift'],
    ['zig build -Doptimize=ReleaseSafe', 'zig', 'zig'],
    ['stack build', 'haskell', 'stack'],
    ['cabal build all', 'haskell', 'cabal'],
    ['python -m build --outdir dist', 'python', 'python-build', 'dist'],
    ['python3 setup.py bdist_wheel', 'python', 'python'],
    ['pip wheel -r requirements.txt -w /wheels', 'python', 'pip', '/wheels'],
    ['SECRET_KEY_BASE=1 bundle exec rake assets:precompile', 'ruby', 'rake'],
    ['hugo --minify -d /out', 'go', 'hugo', '/out'],
  ];
  for (const [text, ecosystem, tool, output] of examples) {
    const found = compile(text);
    assert.ok(found !== undefined, text);
    assert.deepEqual([found.ecosystem, found.tool, found.output], [ecosystem, tool, output], text);
    assert.match(found.describes, /^[a-z]/, text);
    assert.equal(found.span.end, text.length, text);
  }
});

test('leaves everything else alone', () => {
  for (const text of [
    'go mod download',
    'go test ./...',
    'go run .',
    'go version',
    'cargo fetch',
    'cargo chef prepare',
    'cargo test',
    'gcc --version',
    'gcc -v',
    'make install',
    'make install-docs',
    'make docs',
    'make test',
    'make clean',
    'make build-docs',
    'make -n',
    'make deps',
    'cmake -S . -B build',
    'cmake --install build',
    'mvn dependency:go-offline',
    'mvn test',
    'mvn spring-boot:run',
    'gradle dependencies',
    'gradle test -x build',
    'dotnet restore',
    'dotnet run',
    'npm ci',
    'npm test',
    'npm run start',
    'npm run dev',
    'npm run build:watch',
    'npm rebuild',
    'yarn install',
    'yarn start',
    'pnpm install',
    'npx tsc --noEmit',
    'npx vite',
    'npx webpack serve',
    'node server.js',
    'composer install',
    'mix deps.get',
    'mix test',
    'swift build --show-bin-path',
    'python app.py',
    'pip install numpy',
    'uv sync',
    'cabal build --only-dependencies',
    'rails server',
    'hugo version',
    'echo make',
    '$MAKE',
  ]) {
    assert.equal(compile(text), undefined, text);
  }
});
