// Gives the tests a real VS Code: a desktop one that is named or may be downloaded, else the workbench and server that code-server carries.

import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { cacheFolder, fingerprint, installOnce, isInstalled, say } from './cache.mjs';
import { installPackages, whyNotInstallable } from './debian.mjs';
import { isMain } from './main.mjs';
import { findProgram, inOneLine, run } from './process.mjs';

/**
 * @typedef {object} VSCode
 * @property {true} available
 * @property {'desktop' | 'code-server'} kind
 * @property {string} vscodeExecutablePath The launcher, as `runTests` of `@vscode/test-electron` takes it.
 * @property {string} version VS Code's own version, or `unknown`.
 * @property {boolean} hasPictures Whether a test can ask for pictures, keys and the mouse.
 */

/** @typedef {{ readonly available: false, readonly reason: string }} Missing One line that says what is missing. */

/**
 * @typedef {object} LaunchPlan What the launcher has to know; the wrapper hands it over as JSON.
 * @property {'desktop' | 'code-server'} kind
 * @property {string} program The desktop program, or the Node that runs the server.
 * @property {string} server The server's main file; empty for a desktop program.
 * @property {string} chromium The browser that shows the workbench; empty for a desktop program.
 */

// Pinned: these two were tried together. code-server asks for Node 24 and builds its native modules with it.
const NODE_VERSION = '24.21.0';
const SERVER_VERSION = '4.139.1';
const NODE = `node-${NODE_VERSION}`;
const SERVER = `code-server-${SERVER_VERSION}`;

/**
 * STAGEWRIGHT_VSCODE names a desktop VS Code (the program itself, not its `code` script, which returns at once);
 * STAGEWRIGHT_DOWNLOAD_VSCODE=1 lets `@vscode/test-electron` download one. Otherwise code-server is installed.
 *
 * @returns {Promise<VSCode | Missing>}
 */
export async function ensureVSCode() {
  try {
    const desktop = process.env['STAGEWRIGHT_VSCODE'] ?? '';
    if (desktop !== '') return useDesktop(desktop);
    if (process.env['STAGEWRIGHT_DOWNLOAD_VSCODE'] === '1') return useDesktop(await downloadDesktop());
    return await useCodeServer();
  } catch (error) {
    return { available: false, reason: `no VS Code: ${inOneLine(error)}` };
  }
}

/**
 * What {@link ensureVSCode} would find now, with nothing installed.
 *
 * @returns {VSCode | Missing}
 */
export function findVSCode() {
  const desktop = process.env['STAGEWRIGHT_VSCODE'] ?? '';
  if (desktop !== '') return useDesktop(desktop);
  if (!isInstalled(SERVER))
    return { available: false, reason: 'no VS Code: code-server is not in the cache' };
  const chromium = findChromium();
  if (chromium === undefined) return { available: false, reason: 'no VS Code: there is no Chromium' };
  return codeServer(chromium);
}

/**
 * @param {string} program
 * @returns {VSCode | Missing}
 */
function useDesktop(program) {
  if (!existsSync(program)) return { available: false, reason: `no VS Code: ${program} does not exist` };
  const isHeadless =
    process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'];
  if (isHeadless && findProgram('xvfb-run') === undefined) {
    return { available: false, reason: 'no display for the desktop VS Code, and no xvfb-run' };
  }
  return {
    available: true,
    kind: 'desktop',
    vscodeExecutablePath: writeLauncher({ kind: 'desktop', program, server: '', chromium: '' }),
    version: 'unknown',
    hasPictures: false,
  };
}

/**
 * @returns {Promise<string>} The program of a downloaded desktop VS Code.
 */
async function downloadDesktop() {
  say(`downloading VS Code into ${cacheFolder()}…`);
  const { downloadAndUnzipVSCode } = await import('@vscode/test-electron');
  return downloadAndUnzipVSCode({ cachePath: join(cacheFolder(), 'vscode-desktop') });
}

/**
 * @returns {Promise<VSCode | Missing>}
 */
async function useCodeServer() {
  const problem = whyNotInstallable();
  if (!isInstalled(SERVER)) {
    if (problem !== undefined)
      return { available: false, reason: `no VS Code is named by STAGEWRIGHT_VSCODE; ${problem}` };
    await installCodeServer();
  }
  if (findChromium() === undefined && problem === undefined) await installPackages(['chromium']);
  const chromium = findChromium();
  if (chromium === undefined)
    return { available: false, reason: `no Chromium to show VS Code in: ${problem ?? ''}` };
  return codeServer(chromium);
}

/**
 * @returns {Promise<void>}
 */
async function installCodeServer() {
  // Together with the browser, so that APT runs once; the others are what the native modules are built with.
  const browser = findChromium() === undefined ? ['chromium'] : [];
  await installPackages([...browser, 'libkrb5-dev', 'python3', 'make', 'g++']);
  const platform = `node-${process.platform}-${process.arch}`;
  await installOnce(NODE, async (folder) => {
    say(`installing Node ${NODE_VERSION} into ${folder}…`);
    // This package is the plain binary with its headers; the package `node` would run a script to fetch the same.
    await npmInstall(folder, `${platform}@${NODE_VERSION}`, process.env);
  });
  const home = nodeHome();
  await installOnce(SERVER, async (folder) => {
    say(`installing code-server ${SERVER_VERSION} into ${folder} (some two minutes)…`);
    const env = {
      ...process.env,
      PATH: `${join(home, 'bin')}${delimiter}${process.env['PATH'] ?? ''}`,
      npm_config_nodedir: home,
    };
    await npmInstall(folder, `code-server@${SERVER_VERSION}`, env);
    if (!existsSync(serverMain())) throw new Error('code-server came without VS Code inside');
  });
}

/**
 * @param {string} folder
 * @param {string} specification
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<void>}
 */
async function npmInstall(folder, specification, env) {
  // The package.json keeps npm inside the folder, and allows the install scripts that newer versions of npm ask about.
  const manifest = { private: true, allowScripts: { 'code-server': true, argon2: true } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  const options = ['--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
  await run('npm', ['install', ...options, specification], { cwd: folder, env: withoutNpmContext(env) });
}

/**
 * Run by `npm test`, we would hand npm's own context to the npm that we start: the project it is for, and the version
 * of Node that install scripts then take for theirs. What leads to the registry is kept.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
function withoutNpmContext(env) {
  const isContext = /^(?:npm_|NODE$|INIT_CWD$)/u;
  const isWayToRegistry =
    /^npm_config_(?:registry|userconfig|cache|ca|cafile|proxy|https_proxy|noproxy|strict_ssl|nodedir|fetch_.*)$/u;
  const kept = Object.entries(env).filter(([name]) => !isContext.test(name) || isWayToRegistry.test(name));
  return Object.fromEntries(kept);
}

/**
 * @param {string} chromium
 * @returns {VSCode}
 */
function codeServer(chromium) {
  const plan = {
    kind: /** @type {const} */ ('code-server'),
    program: cachedNode(),
    server: serverMain(),
    chromium,
  };
  return {
    available: true,
    kind: 'code-server',
    vscodeExecutablePath: writeLauncher(plan),
    version: versionOf(dirname(dirname(serverMain()))),
    hasPictures: true,
  };
}

/**
 * A program of its own is what `@vscode/test-electron` starts, so the plan is written into a small script.
 *
 * @param {LaunchPlan} plan
 * @returns {string} The script's path.
 */
function writeLauncher(plan) {
  const launcher = fileURLToPath(new URL('../vscode/launcher.mjs', import.meta.url));
  const script = [
    '#!/bin/sh',
    `STAGEWRIGHT_LAUNCH_PLAN=${quote(JSON.stringify(plan))} exec ${quote(process.execPath)} ${quote(launcher)} "$@"`,
    '',
  ].join('\n');
  const folder = join(cacheFolder(), 'vscode-launcher');
  mkdirSync(folder, { recursive: true });
  // Named by its content: checkouts that share a cache would otherwise overwrite each other's.
  const file = join(folder, `${plan.kind}-${fingerprint(script)}`);
  if (existsSync(file)) return file;
  const draft = `${file}-${process.pid}`;
  writeFileSync(draft, script);
  chmodSync(draft, 0o755);
  renameSync(draft, file);
  return file;
}

/**
 * @param {string} text
 * @returns {string} One word for the shell.
 */
function quote(text) {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * @returns {string | undefined}
 */
function findChromium() {
  const own = process.env['STAGEWRIGHT_CHROMIUM'] ?? '';
  if (own !== '') return existsSync(own) ? own : undefined;
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  return names.map((name) => findProgram(name)).find((program) => program !== undefined);
}

/**
 * The Node that VS Code's server runs on, which is newer than ours; tools that need Node 22 or later can use it too.
 *
 * @returns {string} The program's path; it exists once code-server is installed.
 */
export function cachedNode() {
  return join(nodeHome(), 'bin', 'node');
}

const nodeHome = () => join(cacheFolder(), NODE, 'node_modules', `node-${process.platform}-${process.arch}`);
const serverMain = () =>
  join(cacheFolder(), SERVER, 'node_modules/code-server/lib/vscode/out/server-main.js');

/**
 * @param {string} folder
 * @returns {string}
 */
function versionOf(folder) {
  const file = join(folder, 'product.json');
  const version = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).version : undefined;
  return typeof version === 'string' ? version : 'unknown';
}

/**
 * @param {VSCode | Missing} vscode
 * @returns {string}
 */
export function describeVSCode(vscode) {
  if (!vscode.available) return vscode.reason;
  return `VS Code ${vscode.version} (${vscode.kind}), launched by ${vscode.vscodeExecutablePath}`;
}

if (isMain(import.meta.url)) void main(process.argv[2] ?? '');

/**
 * @param {string} option `--status` looks only.
 */
async function main(option) {
  const vscode = option === '--status' ? findVSCode() : await ensureVSCode();
  if (!vscode.available) process.exitCode = 1;
  console.log(describeVSCode(vscode));
}
