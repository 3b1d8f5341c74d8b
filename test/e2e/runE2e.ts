/**
 * Runs the suites in a real VS Code and counts: `node out/test/e2e/runE2e.js [SUITE…]`, or `pictures` for the README's.
 *
 * Each suite gets a VS Code and a copy of its workspace of its own. The last line is `N passed, N failed, N skipped`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = resolve(__dirname, '../../..');
const pictures = join(root, 'out/e2e/pictures');
const isEverythingRequired = process.env['STAGEWRIGHT_REQUIRE_ALL'] === '1';

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What VS Code is started with; see `test/harness/vscode/run.mjs`. */
interface Start {
  readonly tests: string;
  readonly workspace: string;
  readonly extensions?: readonly string[];
  readonly packages?: readonly string[];
  readonly host?: 'node' | 'web';
  readonly trust?: 'trusted' | 'untrusted';
  readonly theme?: 'dark' | 'light' | 'contrast';
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly pictures?: string;
  readonly window?: string;
  readonly scale?: number;
  readonly env?: Readonly<Record<string, string>>;
}

interface Missing {
  readonly available: false;
  readonly reason: string;
}

interface VSCode {
  readonly available: true;
}

interface Engine {
  readonly available: true;
  readonly env: Readonly<Record<string, string>>;
}

/** The harness is plain JavaScript that runs before anything is compiled; these are its parts that are used here. */
interface Harness {
  ensureVSCode(): Promise<VSCode | Missing>;
  runInVSCode(vscode: VSCode, start: Start): Promise<void>;
  ensureEngine(): Promise<Engine | Missing>;
  ensureStandIns(engine: Engine): Promise<{ readonly available: true } | Missing>;
}

type Plan = Omit<Start, 'workspace' | 'tests'> & { readonly workspace: string; readonly tests?: string };

/** The suites in the order in which they run; each says what it needs, or why it cannot run. */
const suites: Readonly<Record<string, (harness: Harness) => Plan | Missing | Promise<Plan | Missing>>> = {
  desktop: () => ({ workspace: editorWorkspace() }),
  web: async () => ({ workspace: editorWorkspace(), host: 'web', tests: await bundleForWorker('web') }),
  untrusted: () => ({ workspace: untrustedWorkspace(), trust: 'untrusted' }),
  installed: () => installedPlan(),
  smoke: (harness) => smokePlan(harness),
  decisions: (harness) => smokePlan(harness),
  explorer: (harness) => smokePlan(harness),
  tasks: (harness) => smokePlan(harness),
};

async function main(args: readonly string[]): Promise<Counts> {
  const harness = await loadHarness();
  const vscode = await harness.ensureVSCode();
  if (!vscode.available) return missing(vscode.reason);
  if (args.includes('pictures')) return takePictures(harness, vscode);
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const [name, planOf] of Object.entries(suites)) {
    if (args.length > 0 && !args.includes(name)) continue;
    const plan = await planOf(harness);
    const counts =
      'reason' in plan ? missing(`${name}: ${plan.reason}`) : await runSuite(harness, vscode, name, plan);
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped;
  }
  return total;
}

async function loadHarness(): Promise<Harness> {
  const folder = join(root, 'test/harness');
  const files = ['provision/vscode.mjs', 'vscode/run.mjs', 'provision/engine.mjs', 'provision/images.mjs'];
  const modules: unknown[] = await Promise.all(
    files.map((file) => import(pathToFileURL(join(folder, file)).href)),
  );
  return Object.assign({}, ...modules) as Harness;
}

async function runSuite(harness: Harness, vscode: VSCode, name: string, plan: Plan): Promise<Counts> {
  const result = join(plan.workspace, '.stagewright-result.json');
  const tests = plan.tests ?? join(__dirname, 'suites', `${name}.js`);
  // An installed package needs no folder under development.
  const extensions = plan.packages === undefined ? { extensions: [root] } : {};
  try {
    await harness.runInVSCode(vscode, { ...extensions, ...plan, tests });
  } catch (error) {
    // Failed tests have been told and counted by the suite itself; without its counts VS Code did not get that far.
    if (!existsSync(result))
      console.log(`  FAILED  ${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const counts = existsSync(result)
    ? (JSON.parse(readFileSync(result, 'utf8')) as Counts)
    : { passed: 0, failed: 1, skipped: 0 };
  rmSync(plan.workspace, { recursive: true, force: true });
  return isEverythingRequired ? { ...counts, failed: counts.failed + counts.skipped, skipped: 0 } : counts;
}

/** What this machine cannot have is said in one line. */
function missing(reason: string): Counts {
  console.log(`  missing ${reason}`);
  return isEverythingRequired ? { passed: 0, failed: 1, skipped: 0 } : { passed: 0, failed: 0, skipped: 1 };
}

/** A copy that the tests may write to. */
function editorWorkspace(): string {
  const folder = mkdtempSync(join(tmpdir(), 'e2e-stagewright-'));
  cpSync(join(root, 'test/e2e/workspaces/editor'), folder, { recursive: true });
  return folder;
}

/** Its settings name an engine, which must not be taken over. */
function untrustedWorkspace(): string {
  const folder = editorWorkspace();
  mkdirSync(join(folder, '.vscode'));
  writeFileSync(
    join(folder, '.vscode/settings.json'),
    JSON.stringify({ 'stagewright.smoke.engine': './evil-engine' }),
  );
  return folder;
}

function installedPlan(): Plan | Missing {
  const file = join(root, 'out/e2e/stagewright.vsix');
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true });
  const args = [join(root, 'server/tools/package.mjs'), '--no-build', '--out', file];
  const { stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (!existsSync(file)) {
    return {
      available: false,
      reason: `no package could be made: ${stderr.trim().split('\n').at(-1) ?? ''}`,
    };
  }
  return { workspace: untrustedWorkspace(), trust: 'untrusted', packages: [file] };
}

async function smokePlan(harness: Harness): Promise<Plan | Missing> {
  const engine = await harness.ensureEngine();
  if (!engine.available) return engine;
  const images = await harness.ensureStandIns(engine);
  if (!images.available) return images;
  return { workspace: smokeWorkspace(), env: engine.env, pictures };
}

/** Dockerfiles whose build does not come to its end, by the folder they lie in. */
const BROKEN = { failing: 'RUN echo stagewright-says-no && exit 7', slow: 'RUN sleep 300' };

/** Dockerfiles of one stage that is built FROM busybox, by the folder they lie in. */
const SINGLE: Readonly<Record<string, readonly string[]>> = {
  values: [
    'ARG GREETING',
    'RUN --mount=type=secret,id=word test "$(cat /run/secrets/word)" = hunter22 && echo "$GREETING" > /greeting',
    'CMD ["cat", "/greeting"]',
  ],
  random: ['RUN cat /proc/sys/kernel/random/uuid > /id', 'CMD ["true"]'],
};

function smokeWorkspace(): string {
  const folder = mkdtempSync(join(tmpdir(), 'e2e-stagewright-'));
  cpSync(join(root, 'test/harness/scenario/lesson'), join(folder, 'lesson'), { recursive: true });
  for (const [name, instruction] of Object.entries(BROKEN)) {
    mkdirSync(join(folder, name));
    const lines = ['FROM busybox:latest AS app', 'WORKDIR /app', instruction, 'CMD ["true"]', ''];
    writeFileSync(join(folder, name, 'Dockerfile'), lines.join('\n'));
  }
  for (const [name, instructions] of Object.entries(SINGLE)) {
    mkdirSync(join(folder, name));
    const lines = ['FROM busybox:latest AS app', ...instructions, ''];
    writeFileSync(join(folder, name, 'Dockerfile'), lines.join('\n'));
  }
  mkdirSync(join(folder, 'node_modules/other'), { recursive: true });
  writeFileSync(join(folder, 'node_modules/other/Dockerfile'), 'FROM busybox\n');
  return folder;
}

/** The worker host loads one file and no module of Node, and only from inside the extension's folder. */
async function bundleForWorker(suite: string): Promise<string> {
  const outfile = join(root, `out/e2e/${suite}.js`);
  await build({
    entryPoints: [join(__dirname, 'suites', `${suite}.js`)],
    outfile,
    bundle: true,
    platform: 'browser',
    format: 'cjs',
    external: ['vscode'],
    logLevel: 'warning',
  });
  return outfile;
}

/** The pictures of the README, taken anew; they are looked at by a person before they are committed. */
async function takePictures(harness: Harness, vscode: VSCode): Promise<Counts> {
  const media = join(root, 'client/media');
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const theme of ['dark', 'light', 'contrast'] as const) {
    const smoke = await smokePlan(harness);
    if ('reason' in smoke) return missing(smoke.reason);
    rmSync(pictures, { recursive: true, force: true });
    cpSync(join(root, 'test/e2e/workspaces/pictures'), smoke.workspace, { recursive: true });
    const counts = await runSuite(harness, vscode, 'pictures', {
      ...smoke,
      theme,
      pictures,
      window: '1280x1120',
      scale: 2,
      settings: PICTURE_SETTINGS,
    });
    total.passed += counts.passed;
    total.failed += counts.failed;
    // The others are only looked at.
    for (const name of theme === 'contrast' ? ['smoke'] : ['editor', 'smoke', 'tests']) {
      const picture = join(pictures, `${name}.png`);
      if (existsSync(picture)) cpSync(picture, join(media, `${name}-${theme}.png`));
    }
    cpSync(pictures, `${pictures}-${theme}`, { recursive: true });
  }
  return total;
}

const PICTURE_SETTINGS = {
  // So that the hover leaves the findings above it in sight.
  'editor.hover.above': false,
  'editor.fontSize': 14,
  'editor.lineHeight': 1.6,
  'window.commandCenter': false,
  'breadcrumbs.enabled': false,
  'workbench.activityBar.location': 'hidden',
  'editor.stickyScroll.enabled': false,
};

main(process.argv.slice(2)).then(
  ({ passed, failed, skipped }) => {
    console.log(`${String(passed)} passed, ${String(failed)} failed, ${String(skipped)} skipped`);
    process.exitCode = failed === 0 ? 0 : 1;
  },
  (error: unknown) => {
    console.error(error);
    console.log('0 passed, 1 failed, 0 skipped');
    process.exitCode = 1;
  },
);
