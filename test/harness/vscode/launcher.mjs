// Stands where `@vscode/test-electron` expects the VS Code program: takes its arguments, starts VS Code and ends with the tests' exit code.

import { spawn } from 'node:child_process';
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { setInterval } from 'node:timers';
import { URLSearchParams } from 'node:url';

import { answerRequests, forgetAnswers } from './requests.mjs';

/** @typedef {import('../provision/vscode.mjs').LaunchPlan} LaunchPlan */
/** @typedef {import('playwright-core').Page} Page */

/**
 * @typedef {object} Launch What the arguments and the environment ask for.
 * @property {string} userData The folder for settings and state of this run.
 * @property {string} extensions The folder for installed extensions.
 * @property {readonly string[]} developed Folders of the extensions under development.
 * @property {string} tests The file whose `run()` are the tests; empty when VS Code is only to be shown.
 * @property {readonly string[]} opened Workspace folder and files to open.
 * @property {boolean} isTrusted Whether the workspace is trusted.
 * @property {readonly string[]} packages .vsix files to install first.
 * @property {Readonly<Record<string, unknown>>} settings User settings.
 * @property {string} pictures Folder of the tests' requests for pictures; empty when there are none.
 * @property {number} timeoutMs
 * @property {boolean} isVerbose
 */

/** The names by which a test asks for a theme. */
const THEMES = /** @type {Readonly<Record<string, string>>} */ ({
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  contrast: 'Default High Contrast',
  'contrast-light': 'Default High Contrast Light',
});

/** Everything that moves, advertises or asks is off, so that tests and pictures show the extension alone. */
const QUIET_SETTINGS = {
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'editor.minimap.enabled': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'security.workspace.trust.banner': 'never',
  'security.workspace.trust.startupPrompt': 'never',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** What the workbench itself says at every start, by the same way as the tests' output. */
const WORKBENCH_CHATTER =
  /^(?:Resolv(?:ing|ed) connection token|Timed out waiting for authentication|Creation of workbench contribution|Creating a socket|Updating additional builtin|getaddrinfo |\[(?:reconnection-grace-time|Service Worker|AgentHost|AccountPolicyGate))/u;

/** Without the last ones Chromium tries to reach its maker's servers. */
const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Launch}
 */
function readLaunch(args, env) {
  const values = (/** @type {string} */ name) =>
    args.filter((arg) => arg.startsWith(`--${name}=`)).map((arg) => arg.slice(name.length + 3));
  const scratch = () => mkdtempSync(join(tmpdir(), 'stagewright-vscode-'));
  const isTrusted = env['STAGEWRIGHT_UNTRUSTED'] !== '1';
  const isWebHost = env['STAGEWRIGHT_HOST'] === 'web' || values('extensionDevelopmentKind').includes('web');
  const developed = values('extensionDevelopmentPath').map((path) => resolve(path));
  const theme = THEMES[env['STAGEWRIGHT_THEME'] ?? ''] ?? THEMES['dark'];
  const pictures = env['STAGEWRIGHT_SCREENSHOTS'] ?? '';
  return {
    userData: values('user-data-dir').at(-1) ?? scratch(),
    extensions: values('extensions-dir').at(-1) ?? scratch(),
    developed,
    tests: values('extensionTestsPath').at(-1) ?? '',
    opened: args.filter((arg) => !arg.startsWith('-')).map((path) => resolve(path)),
    isTrusted,
    packages: (env['STAGEWRIGHT_VSIX'] ?? '').split(delimiter).filter((path) => path !== ''),
    settings: {
      ...QUIET_SETTINGS,
      'workbench.colorTheme': theme,
      'security.workspace.trust.enabled': !isTrusted,
      'remote.extensionKind': isWebHost ? asWebExtensions(developed) : {},
      'stagewrightHarness.environment': harnessVariables(env),
      ...JSON.parse(env['STAGEWRIGHT_SETTINGS'] || '{}'),
    },
    pictures: pictures === '' ? '' : resolve(pictures),
    timeoutMs: Number(env['STAGEWRIGHT_VSCODE_TIMEOUT'] ?? 300_000),
    isVerbose: env['STAGEWRIGHT_VERBOSE'] === '1',
  };
}

/**
 * An extension that has both entries would run in the Node host. The workbench in a browser reads
 * `extensionDevelopmentKind` but makes no use of it, so this setting is what moves the extension to the worker.
 *
 * @param {readonly string[]} folders
 * @returns {Record<string, string[]>}
 */
function asWebExtensions(folders) {
  const names = folders.map((folder) => {
    const { publisher, name } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return `${publisher}.${name}`;
  });
  return Object.fromEntries(names.map((name) => [name, ['web']]));
}

/**
 * The web worker host has no environment, so the variables of ours also reach the tests as a setting.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {Record<string, string>}
 */
function harnessVariables(env) {
  /** @type {Record<string, string>} */
  const variables = {};
  for (const [name, value] of Object.entries(env)) {
    const isOurs =
      name.startsWith('STAGEWRIGHT_') && !['STAGEWRIGHT_LAUNCH_PLAN', 'STAGEWRIGHT_SETTINGS'].includes(name);
    if (isOurs && value !== undefined) variables[name] = value;
  }
  return variables;
}

/**
 * @param {Launch} launch
 * @param {string} folder The folder that this kind of VS Code reads user settings from.
 */
function writeSettings(launch, folder) {
  const file = join(folder, 'User', 'settings.json');
  mkdirSync(join(folder, 'User'), { recursive: true });
  const existing = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  writeFileSync(file, JSON.stringify({ ...existing, ...launch.settings }, null, 2));
}

/**
 * @param {LaunchPlan} plan
 * @param {Launch} launch
 * @returns {Promise<number>} The tests' exit code.
 */
async function launchCodeServer(plan, launch) {
  writeSettings(launch, join(launch.userData, 'data'));
  const folders = ['--server-data-dir', launch.userData, '--extensions-dir', launch.extensions];
  for (const file of launch.packages) {
    const code = await ended(
      spawn(plan.program, [plan.server, ...folders, '--install-extension', file], { stdio: 'inherit' }),
    );
    if (code !== 0) throw new Error(`${file} could not be installed`);
  }
  const log = createWriteStream(join(launch.userData, 'server.log'));
  const server = spawn(
    plan.program,
    [
      plan.server,
      ...folders,
      ...[
        '--host',
        '127.0.0.1',
        '--port',
        '0',
        '--without-connection-token',
        '--accept-server-license-terms',
      ],
      // The driver makes the workbench accept an extension under development from the address.
      ...['--enable-smoke-test-driver', '--telemetry-level', 'off'],
      // The tests get the environment they were started with, not the one of a login shell.
      '--force-disable-user-env',
      // Should this launcher be killed, the server ends by itself, some minutes after the browser has gone.
      ...['--enable-remote-auto-shutdown', '--reconnection-grace-time', '60'],
      ...(launch.isTrusted ? ['--disable-workspace-trust'] : []),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], detached: true, env: serverEnvironment(launch) },
  );
  // Playwright ends the browser whatever happens; the server is ours to end, also when whoever reads our output is gone.
  process.once('exit', () => endGroup(server.pid));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => endGroup(server.pid));
  const { chromium } = await import('playwright-core');
  /** @type {import('playwright-core').Browser | undefined} */
  let browser;
  try {
    const [port, started] = await Promise.all([
      readPort(server, log, launch.isVerbose),
      chromium.launch({ executablePath: plan.chromium, args: CHROMIUM_ARGS }),
    ]);
    browser = started;
    const scale = Number(process.env['STAGEWRIGHT_SCALE'] ?? 1);
    const [width = 1400, height = 900] = (process.env['STAGEWRIGHT_WINDOW'] ?? '')
      .split('x')
      .filter(Boolean)
      .map(Number);
    const page = await browser.newPage({ viewport: { width, height }, deviceScaleFactor: scale });
    return await runInPage(page, workbenchAddress(port, launch), launch, log);
  } finally {
    await browser?.close();
    endGroup(server.pid);
    log.end();
  }
}

/**
 * The server leaves its sockets behind when it is ended. Where there is no folder for such things, this run's is used.
 *
 * @param {Launch} launch
 * @returns {NodeJS.ProcessEnv}
 */
function serverEnvironment(launch) {
  return { ...process.env, XDG_RUNTIME_DIR: process.env['XDG_RUNTIME_DIR'] || launch.userData };
}

/**
 * @param {Page} page
 * @param {string} address
 * @param {Launch} launch
 * @param {import('node:fs').WriteStream} log
 * @returns {Promise<number>}
 */
async function runInPage(page, address, launch, log) {
  page.on('console', (message) => log.write(`page: ${message.text()}\n`));
  page.on('pageerror', (error) => log.write(`page: ${error.message}\n`));
  // After the tests have ended the workbench only complains that its extension host is gone.
  let hasFinished = false;
  // The tests' own output comes from the extension host, by way of the workbench.
  await page.exposeFunction(
    'codeAutomationLog',
    (/** @type {string} */ type, /** @type {unknown[]} */ values) => {
      const line = values
        .map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
        .join(' ');
      log.write(`${type}: ${line}\n`);
      if (!launch.isVerbose && (hasFinished || WORKBENCH_CHATTER.test(line))) return;
      const stream = type === 'error' || type === 'warn' ? process.stderr : process.stdout;
      stream.write(`${line}\n`);
    },
  );
  /** @type {Promise<number>} */
  const finished = new Promise((done, fail) => {
    void page.exposeFunction('codeAutomationExit', (/** @type {number} */ code) => {
      hasFinished = true;
      done(code);
    });
    page.once('crash', () => fail(new Error('the workbench crashed')));
    page.once('close', () => fail(new Error('the workbench was closed')));
    const late = () => fail(new Error(`the tests ran longer than ${launch.timeoutMs / 1000} s`));
    setTimeout(late, launch.timeoutMs).unref();
  });
  finished.catch(() => undefined);
  const answering = new AbortController();
  try {
    if (launch.pictures !== '') forgetAnswers(launch.pictures);
    await page.goto(address);
    if (launch.pictures !== '') {
      answerRequests(page, launch.pictures, answering.signal).catch((error) =>
        log.write(`requests: ${error}\n`),
      );
    }
    const code = await finished;
    if (code !== 0) await takeFailurePicture(page, launch);
    return code;
  } catch (error) {
    await takeFailurePicture(page, launch);
    throw error;
  } finally {
    answering.abort();
  }
}

/**
 * @param {Page} page
 * @param {Launch} launch
 * @returns {Promise<void>}
 */
async function takeFailurePicture(page, launch) {
  const folder =
    launch.pictures === '' ? mkdtempSync(join(tmpdir(), 'stagewright-failure-')) : launch.pictures;
  const path = join(folder, 'failure.png');
  try {
    await page.screenshot({ path, timeout: 5000 });
    console.error(`launcher: the workbench at the end is in ${path}`);
  } catch {
    console.error('launcher: the workbench no longer shows anything');
  }
}

/**
 * @param {import('node:child_process').ChildProcess} server
 * @param {import('node:fs').WriteStream} log
 * @param {boolean} isVerbose
 * @returns {Promise<number>} The port that the server found for itself.
 */
function readPort(server, log, isVerbose) {
  return new Promise((done, fail) => {
    let text = '';
    const read = (/** @type {Buffer} */ chunk) => {
      text += chunk.toString();
      log.write(chunk);
      if (isVerbose) process.stderr.write(chunk);
      const port = /Extension host agent listening on (\d+)/u.exec(text)?.[1];
      if (port !== undefined) done(Number(port));
    };
    server.stdout?.on('data', read);
    server.stderr?.on('data', read);
    server.once('error', fail);
    server.once('exit', (code) =>
      fail(new Error(`the server of VS Code ended with ${code}: ${text.slice(-500)}`)),
    );
  });
}

/**
 * @param {number} port
 * @param {Launch} launch
 * @returns {string} The address that opens the workbench with everything in place.
 */
function workbenchAddress(port, launch) {
  const authority = `127.0.0.1:${port}`;
  const remote = (/** @type {string} */ path) => `vscode-remote://${authority}${path}`;
  /** @type {[string, string][]} */
  const payload = [];
  // The workbench makes a map of these pairs, so of several extensions under development it would see the last only.
  if (launch.developed.length > 1) throw new Error('only one extension under development can be opened here');
  for (const folder of launch.developed) payload.push(['extensionDevelopmentPath', remote(folder)]);
  if (launch.tests !== '') payload.push(['extensionTestsPath', remote(resolve(launch.tests))]);
  const files = launch.opened.filter((path) => existsSync(path) && statSync(path).isFile());
  const workspaceFile = files.find((path) => path.endsWith('.code-workspace'));
  const folder = launch.opened.find((path) => existsSync(path) && statSync(path).isDirectory());
  for (const file of files.filter((path) => path !== workspaceFile)) payload.push(['openFile', remote(file)]);
  const query = new URLSearchParams();
  if (workspaceFile !== undefined) query.set('workspace', workspaceFile);
  else if (folder !== undefined) query.set('folder', folder);
  else query.set('ew', 'true');
  query.set('payload', JSON.stringify(payload));
  return `http://${authority}/?${query.toString()}`;
}

/**
 * @param {LaunchPlan} plan
 * @param {Launch} launch
 * @param {readonly string[]} args
 * @returns {Promise<number>}
 */
async function launchDesktop(plan, launch, args) {
  writeSettings(launch, launch.userData);
  const own = [`--user-data-dir=${launch.userData}`, `--extensions-dir=${launch.extensions}`];
  if (launch.packages.length > 0) {
    const { resolveCliArgsFromVSCodeExecutablePath } = await import('@vscode/test-electron');
    const [cli = plan.program, ...cliArgs] = resolveCliArgsFromVSCodeExecutablePath(plan.program, {
      reuseMachineInstall: true,
    });
    const installs = launch.packages.map((file) => `--install-extension=${file}`);
    const code = await ended(spawn(cli, [...cliArgs, ...own, ...installs], { stdio: 'inherit' }));
    if (code !== 0) throw new Error('an extension could not be installed');
  }
  const ours = ['--user-data-dir=', '--extensions-dir='];
  const rest = args.filter((arg) => !ours.some((start) => arg.startsWith(start)));
  const trusted = launch.isTrusted ? rest : rest.filter((arg) => arg !== '--disable-workspace-trust');
  const hasDisplay = process.platform !== 'linux' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'];
  const [program, first] = hasDisplay ? [plan.program, []] : ['xvfb-run', ['-a', plan.program]];
  return ended(
    spawn(program, [...first, ...trusted, ...own], { stdio: 'inherit', timeout: launch.timeoutMs }),
  );
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>}
 */
function ended(child) {
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('exit', (code) => done(code ?? 1));
  });
}

/**
 * The server has children of its own, the extension hosts and what the extensions started.
 *
 * @param {number | undefined} pid
 */
function endGroup(pid) {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGTERM');
  } catch {
    // It has ended already.
  }
}

/**
 * A test runner that is killed cannot end us, so we look whether we still have the parent we had.
 */
function endWithParent() {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.exit(1);
  }, 1000).unref();
}

/** @returns {Promise<number>} */
async function main() {
  endWithParent();
  const plan = /** @type {LaunchPlan} */ (JSON.parse(process.env['STAGEWRIGHT_LAUNCH_PLAN'] ?? '{}'));
  const args = process.argv.slice(2);
  const launch = readLaunch(args, process.env);
  return plan.kind === 'desktop' ? launchDesktop(plan, launch, args) : launchCodeServer(plan, launch);
}

main().then(
  (code) => process.exit(code),
  (/** @type {unknown} */ error) => {
    console.error(`launcher: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  },
);
