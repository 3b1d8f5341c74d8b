/**
 * Shows the product from a bare clone: findings, a fix applied, a lesson, a smoke build. It ends with nothing left
 * behind but what was installed: node_modules, the build, and the cache folder of the test harness.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { buildAll, ensureDependencies, root } from '../server/tools/prepare.mjs';

const example = join(root, 'test/harness/scenario/lesson');

/** A file as people write it before they know of stages: what is found in it is what the product is about. */
const hasty = `FROM node:latest
WORKDIR /app
ARG NPM_TOKEN
COPY . .
RUN npm install
RUN npm run build
EXPOSE 3000
CMD npm start
`;

/** A file whose mistakes have safe fixes. */
const stages = `ARG VERSION=1.0.0
FROM golang:1.22-alpine
WORKDIR /src
COPY . .
RUN go build -ldflags "-X main.version=$VERSION" -o /out/server .
FROM alpine:3.20
USER 1000
COPY --from=0 /out/server /usr/local/bin/server
CMD server --port 8080
`;

const started = performance.now();
const folder = mkdtempSync(join(tmpdir(), 'stagewright-demo-'));
/** What has to be undone at the end, last first. */
const undo = [() => rmSync(folder, { recursive: true, force: true })];

async function main() {
  heading('Install and build');
  ensureDependencies();
  buildAll();
  console.log(`ready after ${seconds()} s`);

  heading('The lesson’s example: two stages, an ignore file, nothing to say');
  cpSync(example, folder, { recursive: true });
  stagewright(['lint', 'Dockerfile']);

  heading('A hasty file: findings know what reaches the image');
  writeFileSync(join(folder, 'hasty.Dockerfile'), hasty);
  stagewright(['lint', 'hasty.Dockerfile']);

  heading('Safe fixes, applied');
  writeFileSync(join(folder, 'stages.Dockerfile'), stages);
  writeFileSync(join(folder, 'before'), stages);
  stagewright(['lint', '--fix', 'stages.Dockerfile'], 'ignore');
  showDifference('before', 'stages.Dockerfile');

  heading('A lesson: what line 8 does in this file');
  stagewright(['explain', 'Dockerfile:8']);

  heading('A smoke build: build, inspect, run, probe, clean up');
  for (const name of ['before', 'hasty.Dockerfile', 'stages.Dockerfile']) rmSync(join(folder, name));
  await smokeBuild();

  heading('In VS Code');
  console.log('code --extensionDevelopmentPath="$PWD" test/harness/scenario/lesson');
  console.log('npm run package && code --install-extension stagewright-*.vsix');
  console.log('\nThe same server for other editors: node dist/server.js --stdio');
}

/** Says in one line why there is none where this machine can have no engine. */
async function smokeBuild() {
  const { ensureEngine, findEngine } = await import('./harness/provision/engine.mjs');
  const { ensureStandIns, findStandIns, removeStandIns } = await import('./harness/provision/images.mjs');
  const ranBefore = (await findEngine()).available;
  const engine = await ensureEngine();
  if (!engine.available) return console.log(`left out: ${engine.reason}`);
  if (!ranBefore) undo.push(() => engine.stop());
  const hadImages = (await findStandIns(engine)).available;
  const images = await ensureStandIns(engine);
  if (!images.available) return console.log(`left out: ${images.reason}`);
  if (!hadImages) undo.push(() => removeStandIns(engine));
  stagewright(['smoke', 'Dockerfile'], 'inherit', engine.env);
}

/** Findings make the command end with 1, which is no failure of the demo. */
function stagewright(args, stdout = 'inherit', env = {}) {
  console.log(`$ stagewright ${args.join(' ')}`);
  const { status, error } = run(process.execPath, [join(root, 'dist/cli.js'), ...args], stdout, env);
  if (error) throw error;
  if (status !== 0 && status !== 1)
    throw new Error(`stagewright ${args[0]} ended with ${status ?? 'a signal'}`);
}

function run(program, args, stdout = 'inherit', env = {}) {
  return spawnSync(program, args, {
    cwd: folder,
    env: { ...process.env, COLUMNS: '80', ...env },
    stdio: ['ignore', stdout, 'inherit'],
  });
}

/** The changed lines with one line around them, without git's own headers. */
function showDifference(before, after) {
  const { stdout } = run('git', ['diff', '--no-index', '-U1', before, after], 'pipe');
  const lines = String(stdout).split('\n');
  console.log(lines.slice(lines.findIndex((line) => line.startsWith('@@'))).join('\n'));
}

function heading(text) {
  console.log(`\n━━ ${text}\n`);
}

function seconds() {
  return ((performance.now() - started) / 1000).toFixed(0);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  for (const step of undo.reverse()) await step();
  console.log(`\nDone after ${seconds()} s; what the demo made is removed.`);
}
