/**
 * Runs the test suites from wherever the clone is: installs, builds, provides what a suite needs, and counts.
 *
 * Usage: node test/run.mjs [SUITE…] [--no-build]
 *
 * A part that this machine cannot have is said in one line and counts as skipped; with STAGEWRIGHT_REQUIRE_ALL=1 it
 * counts as failed. The very last line is `N passed, N failed, N skipped`.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { buildAll, ensureDependencies, root } from '../server/tools/prepare.mjs';
import { COUNTS } from './harness/reporter.mjs';

const isEverythingRequired = process.env['STAGEWRIGHT_REQUIRE_ALL'] === '1';

/** What a suite is called on the command line, and how it runs. Each gives its counts. */
const suites = {
  unit: () =>
    runTests(
      testFiles().filter(
        (file) => !/^test\/(engine|e2e|long|buildkit|promises|shellcheck|samples)\//.test(file),
      ),
    ),
  engine: () => runEngineSuite('test/engine/'),
  promises: () => runEngineSuite('test/promises/'),
  vscode: runEditorSuite,
  shellcheck: runShellCheckSuite,
  long: () => runTests(testFiles().filter((file) => file.startsWith('test/long/'))),
  buildkit: runBuildKitSuite,
  samples: runSampleSuite,
  bench: runBenchSuite,
};

const defaultSuites = ['unit', 'shellcheck', 'engine', 'vscode'];

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {string} [note] why something is missing
 */

async function main(args) {
  const names = args.filter((arg) => !arg.startsWith('-'));
  const unknown = names.filter((name) => !(name in suites));
  if (unknown.length > 0) throw new Error(`no such suite: ${unknown.join(', ')}`);
  ensureDependencies();
  if (!args.includes('--no-build')) buildAll();

  const total = { passed: 0, failed: 0, skipped: 0 };
  const summary = [];
  for (const name of names.length === 0 ? defaultSuites : names) {
    console.log(`── ${name}`);
    const started = performance.now();
    const counts = await suites[name]().catch((error) => ({
      ...allFailed,
      note: String(error?.message ?? error),
    }));
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    for (const key of Object.keys(total)) total[key] += counts[key];
    summary.push(
      `${name.padEnd(8)}${describe(counts)} in ${seconds} s${counts.note ? `: ${counts.note}` : ''}`,
    );
  }
  await stopEngine();
  console.log('──');
  for (const line of summary) console.log(line);
  console.log(describe(total));
  process.exitCode = total.failed === 0 ? 0 : 1;
}

const allFailed = { passed: 0, failed: 1, skipped: 0 };

function describe({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** Test sources name the tests to run: what lies in `out` may be left over from a deleted one. */
function testFiles() {
  return readdirSync(join(root, 'test'), { recursive: true })
    .map((file) => `test/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.test.ts'))
    .sort();
}

/** @returns {Promise<Counts>} */
async function runTests(sources, env = {}, concurrency = 2) {
  if (sources.length === 0) return missing('it has no tests yet');
  const files = sources.map((file) => `out/${file.slice(0, -'.ts'.length)}.js`);
  const args = [
    '--enable-source-maps',
    '--disable-warning=ExperimentalWarning',
    '--test',
    `--test-concurrency=${concurrency}`,
    '--test-reporter=./test/harness/reporter.mjs',
    ...files,
  ];
  let counts;
  const code = await run(args, env, (line) => {
    if (line.startsWith(COUNTS)) counts = JSON.parse(line.slice(COUNTS.length));
    else console.log(line);
  });
  if (counts === undefined) return { ...allFailed, note: `the test runner ended with ${code}` };
  // A runner that fails without a failed test has lost one on the way.
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/** A program of our own tells its counts in a line of the same form as this program's last one. */
async function runProgram(file, args, env) {
  if (!existsSync(join(root, file))) return missing(`${file} is not there`);
  let counts;
  const code = await run(
    ['--enable-source-maps', '--disable-warning=ExperimentalWarning', file, ...args],
    env,
    (line) => {
      console.log(line);
      const found = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/.exec(line);
      if (found !== null) counts = { passed: +found[1], failed: +found[2], skipped: +(found[3] ?? 0) };
    },
  );
  counts ??= code === 0 ? { passed: 1, failed: 0, skipped: 0 } : allFailed;
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1, note: `it ended with ${code}` } : counts;
}

/** `promises` are those of the smoke build that need engines of their own, to be stopped and filled: minutes, not seconds. */
async function runEngineSuite(folder) {
  const sources = testFiles().filter((file) => file.startsWith(folder));
  if (sources.length === 0) return missing('it has no tests yet');
  const engine = await provideEngine();
  if (!engine.available) return missing(engine.reason);
  // One file at a time: the tests look at what is left on the engine.
  return runTests(sources, engine.env, 1);
}

/** The short benchmark; without an engine it says so in place of the figures of the smoke build. */
async function runBenchSuite() {
  const engine = await provideEngine();
  return runProgram(
    'out/test/bench/main.js',
    ['--short', '--ratio-gate'],
    engine.available ? engine.env : {},
  );
}

/** Our rules against BuildKit's own linter; it needs the engine, but none of the images that smoke builds run. */
async function runBuildKitSuite() {
  const engine = await startEngine();
  if (!engine.available) return missing(engine.reason);
  const sources = testFiles().filter((file) => file.startsWith('test/buildkit/'));
  // One file at a time: each takes away the images that it brought.
  return runTests(sources, engine.env, 1);
}

/** Conversions proved on the engine; base images are made when a sample asks for them. */
async function runSampleSuite() {
  const engine = await provideEngine();
  if (!engine.available) return missing(engine.reason);
  const sources = testFiles().filter((file) => /^test\/samples\/[^/]+$/.test(file));
  const counts = await runTests(sources, engine.env, 1);
  if (!engine.ownDaemon) {
    // The owner of the engine could take them for the real images.
    const { removeToolchains } = await import('./harness/provision/toolchains.mjs');
    await removeToolchains(engine);
  }
  return counts;
}

/** The program is small, and yet not everywhere: where nothing can bring it, even a full run does without. */
async function runShellCheckSuite() {
  const { ensureShellCheck } = await import('./harness/provision/shellcheck.mjs');
  const shellcheck = await ensureShellCheck();
  if (!shellcheck.available)
    return shellcheck.canBeProvided
      ? missing(shellcheck.reason)
      : { passed: 0, failed: 0, skipped: 1, note: shellcheck.reason };
  const sources = testFiles().filter((file) => file.startsWith('test/shellcheck/'));
  return runTests(sources, { STAGEWRIGHT_SHELLCHECK: shellcheck.program });
}

async function runEditorSuite() {
  const { ensureVSCode } = await import('./harness/provision/vscode.mjs');
  const editor = await ensureVSCode();
  if (!editor.available) return missing(editor.reason);
  const engine = await provideEngine();
  const env = { ...(engine.available ? engine.env : {}), ...(await providePackage()) };
  return runProgram('out/test/e2e/runE2e.js', [], env);
}

/** The extension's package, which one suite installs; without it that suite says what it lacks. */
async function providePackage() {
  const file = join(root, 'out/stagewright.vsix');
  const lines = [];
  const code = await run(['server/tools/package.mjs', '--no-build', '--out', file], {}, (line) =>
    lines.push(line),
  );
  if (code === 0) return { STAGEWRIGHT_PACKAGE: file };
  console.log(lines.slice(-8).join('\n'));
  return {};
}

/** Ends an engine that was started for this run; one that ran before goes on. */
let stopEngine = async () => {};

/** A Docker engine, which ends with this program when it was started for it. */
async function startEngine() {
  const { ensureEngine, findEngine } = await import('./harness/provision/engine.mjs');
  const ranBefore = (await findEngine()).available;
  const engine = await ensureEngine();
  if (engine.available && !ranBefore) stopEngine = () => engine.stop();
  return engine;
}

/** A Docker engine with the base images of the tests. */
async function provideEngine() {
  const { ensureStandIns } = await import('./harness/provision/images.mjs');
  const engine = await startEngine();
  if (!engine.available) return engine;
  const images = await ensureStandIns(engine);
  return images.available ? engine : images;
}

function missing(note) {
  return isEverythingRequired ? { ...allFailed, note } : { passed: 0, failed: 0, skipped: 1, note };
}

/** Runs Node with the arguments, hands over each line of its output, and gives the exit code. */
async function run(args, env, onLine) {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
  for await (const line of createInterface({ input: child.stdout })) onLine(line);
  return ended;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.log(describe(allFailed));
  process.exitCode = 1;
}
