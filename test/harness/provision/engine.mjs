// Gives the tests a real Docker engine with buildx: the one that is running already, or else one of our own, unpacked into the cache.

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { cacheFolder, fingerprint, installOnce, isInstalled, runFolder, say, withLock } from './cache.mjs';
import { installPackages, unpackPackages, whyNotInstallable } from './debian.mjs';
import { isMain } from './main.mjs';
import { attempt, findProgram, inOneLine, run } from './process.mjs';

/**
 * @typedef {object} Engine
 * @property {true} available
 * @property {Readonly<Record<string, string>>} env What to add to a program's environment so that `docker` is this
 *   engine's client: none for an engine that was running already, else DOCKER_HOST, DOCKER_CONFIG and PATH.
 * @property {string} version The engine's own version, such as `28.5.2`.
 * @property {true} buildx
 * @property {boolean} ownDaemon Whether the engine was started for us (by this process or another one).
 * @property {boolean} hasNetwork False when a RUN reaches the network with `--network=host` only.
 * @property {() => Promise<void>} stop Ends an engine of our own, for every process that shares it; leaves any other
 *   alone. To be called once, at the end of the whole run. Images and build cache stay for the next start.
 */

/**
 * @typedef {object} Client A client program that talks to an engine in a way of its own.
 * @property {true} available
 * @property {Readonly<Record<string, string>>} env What to add to a program's environment.
 * @property {string} version The client's own version.
 */

/** @typedef {{ readonly available: false, readonly reason: string }} Missing One line that says what is missing. */

/**
 * @typedef {object} OwnState What the next process has to know of the engine that an earlier one started.
 * @property {string | undefined} bridge The bridge made for an engine beside another one.
 */

// The folders' names hold the version of their content: another content is another folder, installed afresh.
const ENGINE = 'engine-28';
const OLD_CLIENT = 'docker-client-20';

/** The oldest engine that a client of today with buildx builds on as the product expects. */
const OLDEST_USABLE = 23;

/**
 * @returns {Promise<Engine | Missing>}
 */
export async function ensureEngine() {
  try {
    return (await useRunningEngine(provideClient)) ?? (await useOwnEngine());
  } catch (error) {
    return { available: false, reason: `no Docker engine: ${inOneLine(error)}` };
  }
}

/**
 * What {@link ensureEngine} would find now, with nothing installed and nothing started.
 *
 * @returns {Promise<Engine | Missing>}
 */
export async function findEngine() {
  const engine = (await useRunningEngine(unpackedClient)) ?? (await askOwnEngine());
  if (engine !== undefined) return engine;
  const unpacked = isInstalled(ENGINE)
    ? 'one is unpacked in the cache, but not running'
    : 'none is unpacked in the cache';
  return { available: false, reason: `no Docker engine with buildx answers; ${unpacked}` };
}

/**
 * A client of the 20.10 line, which has BuildKit but no buildx: `docker build` with DOCKER_BUILDKIT=1 is what it has.
 *
 * @param {Engine} engine
 * @returns {Promise<Client | Missing>}
 */
export async function ensureOldClient(engine) {
  try {
    const problem = whyNotInstallable();
    if (!isInstalled(OLD_CLIENT) && problem !== undefined) {
      return { available: false, reason: `no Docker client 20.10: ${problem}` };
    }
    const folder = await installOnce(OLD_CLIENT, async (target) => {
      say(`unpacking the Docker client 20.10 into ${target}…`);
      await unpackPackages('bookworm', ['docker.io'], target);
    });
    return await askClient({
      ...engine.env,
      DOCKER_HOST: await hostOf(engine),
      DOCKER_CONFIG: emptyConfiguration(),
      DOCKER_BUILDKIT: '1',
      PATH: [join(folder, 'usr', 'bin'), systemPath()].join(delimiter),
    });
  } catch (error) {
    return { available: false, reason: `no Docker client 20.10: ${inOneLine(error)}` };
  }
}

/**
 * The client of today, but with no buildx: it refuses to build with BuildKit.
 *
 * @param {Engine} engine
 * @returns {Promise<Client | Missing>}
 */
export async function ensureClientWithoutBuildx(engine) {
  try {
    const env = { ...engine.env, DOCKER_HOST: await hostOf(engine), DOCKER_CONFIG: emptyConfiguration() };
    const buildx = await attempt('docker', ['buildx', 'version'], { env: { ...process.env, ...env } });
    if (buildx.code === 0)
      return { available: false, reason: 'buildx is installed for every user of this machine' };
    return await askClient(env);
  } catch (error) {
    return { available: false, reason: `no Docker client without buildx: ${inOneLine(error)}` };
  }
}

/**
 * @param {Readonly<Record<string, string>>} env
 * @returns {Promise<Client | Missing>}
 */
async function askClient(env) {
  const format = '{{.Client.Version}}';
  const outcome = await attempt('docker', ['version', '--format', format], {
    env: { ...process.env, ...env },
  });
  if (outcome.code !== 0) return { available: false, reason: inOneLine(outcome.stderr) };
  return { available: true, env, version: outcome.stdout.trim() };
}

/**
 * @param {Engine} engine
 * @returns {Promise<string>} The address that the engine's own client would use, whatever told it that.
 */
async function hostOf(engine) {
  const own = engine.env['DOCKER_HOST'] ?? process.env['DOCKER_HOST'];
  if (own !== undefined && own !== '') return own;
  const format = '{{.Endpoints.docker.Host}}';
  return (await run('docker', ['context', 'inspect', '--format', format])).trim();
}

/**
 * @returns {string} A folder for DOCKER_CONFIG that names no plugins and no credentials.
 */
function emptyConfiguration() {
  const folder = join(runFolder(), 'empty-config');
  mkdirSync(folder, { recursive: true });
  return folder;
}

/**
 * @param {() => Promise<string | undefined>} giveClient Gives the folder of our own client, where there may be one.
 * @returns {Promise<Engine | undefined>} The engine that the user's or CI's own client reaches, if buildx can use it.
 */
async function useRunningEngine(giveClient) {
  const running = await askEngine({});
  if (running === undefined) return undefined;
  const engine = runningEngine(running.version);
  if (running.buildx) return engine;

  // Only the client falls short: ours is put in front of the engine that is there.
  if (Number.parseInt(running.version, 10) < OLDEST_USABLE) return undefined;
  const host = await hostOf(engine);
  const client = host.startsWith('unix://') ? await giveClient() : undefined;
  if (client === undefined) return undefined;
  const env = { ...clientEnvironment(client), DOCKER_HOST: host };
  return (await askEngine(env))?.buildx === true ? { ...engine, env } : undefined;
}

/** @returns {Promise<string | undefined>} */
const unpackedClient = () => Promise.resolve(isInstalled(ENGINE) ? join(cacheFolder(), ENGINE) : undefined);

/** @returns {Promise<string | undefined>} */
const provideClient = () => (whyNotInstallable() === undefined ? unpackEngine() : unpackedClient());

/**
 * @param {string} version
 * @returns {Engine}
 */
function runningEngine(version) {
  return {
    available: true,
    env: {},
    version,
    buildx: true,
    ownDaemon: false,
    hasNetwork: true,
    stop: () => Promise.resolve(),
  };
}

/**
 * @param {Readonly<Record<string, string>>} env
 * @returns {Promise<{ version: string, buildx: boolean } | undefined>} Nothing when no engine answers.
 */
async function askEngine(env) {
  const options = { env: { ...process.env, ...env }, timeoutMs: 20_000 };
  const server = await attempt('docker', ['version', '--format', '{{.Server.Version}}'], options);
  if (server.code !== 0) return undefined;
  const buildx = await attempt('docker', ['buildx', 'version'], options);
  return { version: server.stdout.trim(), buildx: buildx.code === 0 };
}

/**
 * @returns {Promise<Engine | Missing>}
 */
async function useOwnEngine() {
  const running = await askOwnEngine();
  if (running !== undefined) return running;
  const problem = whyNotInstallable();
  // Starting an engine changes the machine as much as installing one does.
  if (problem !== undefined)
    return { available: false, reason: `no Docker engine with buildx answers, and ${problem}` };
  const folder = await unpackEngine();
  return withLock('engine-start', async () => (await askOwnEngine()) ?? (await startEngine(folder)));
}

/**
 * @returns {Promise<string>} The folder with the engine, its runtime and its client.
 */
export async function unpackEngine() {
  return installOnce(ENGINE, async (folder) => {
    say(`unpacking a Docker engine 28 with buildx into ${folder}…`);
    await unpackPackages('forky', ['docker.io', 'docker-cli', 'docker-buildx'], folder);
    // The runtime is this machine's own release; its tini has the static program that `docker run --init` needs.
    await unpackPackages('own', ['containerd', 'runc', 'tini'], folder);
  });
}

/**
 * @param {string} folder
 * @returns {Promise<Engine>}
 */
async function startEngine(folder) {
  if (findProgram('iptables', systemPath()) === undefined) await installPackages(['iptables']);
  if (findProgram('ip', systemPath()) === undefined) await installPackages(['iproute2']);
  // An engine that cannot change the network's rules (in a container, say) may still run as one beside another would.
  const ways = isEngineHere() ? [startBeside] : [startAlone, startBeside];
  let problem = new Error('the engine did not start');
  for (const start of ways) {
    try {
      return await start(folder);
    } catch (error) {
      problem = error instanceof Error ? error : new Error(String(error));
      await stopOwnEngine();
    }
  }
  throw problem;
}

/** @param {string} folder */
const startAlone = (folder) => startWith(folder, undefined);

/** @param {string} folder */
const startBeside = async (folder) => startWith(folder, await makeBridge(`sw-${fingerprint(cacheFolder())}`));

/**
 * @param {string} folder
 * @param {string | undefined} bridge A bridge of our own, for an engine that must leave the network's rules alone.
 * @returns {Promise<Engine>}
 */
async function startWith(folder, bridge) {
  const beside = bridge === undefined ? [] : [`--bridge=${bridge}`, '--iptables=false', '--ip6tables=false'];
  say(
    `starting a Docker engine of our own in ${engineRun()}${bridge === undefined ? '' : ' beside another one'}…`,
  );
  mkdirSync(engineRun(), { recursive: true });
  mkdirSync(dataRoot(), { recursive: true });
  writeFileSync(stateFile(), JSON.stringify({ bridge }));
  const log = openSync(join(engineRun(), 'dockerd.log'), 'w');
  const args = [
    ...['-H', `unix://${socket()}`, '--pidfile', pidFile()],
    ...['--data-root', dataRoot(), '--exec-root', join(engineRun(), 'exec')],
    ...beside,
  ];
  // The engine outlives the process that starts it: other test processes share it until one of them stops it.
  const child = spawn(join(folder, 'usr', 'sbin', 'dockerd'), args, {
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...process.env, PATH: enginePath(folder) },
  });
  let hasEnded = false;
  child.once('exit', () => (hasEnded = true));
  child.once('error', () => (hasEnded = true));
  child.unref();
  for (let tries = 0; tries < 300 && !hasEnded; tries++) {
    await delay(100);
    const engine = existsSync(socket()) ? await askOwnEngine() : undefined;
    if (engine !== undefined) return engine;
  }
  throw new Error(`dockerd did not start: ${lastWords()}`);
}

/**
 * @returns {string} The engine's last line of complaint.
 */
function lastWords() {
  const lines = readFileSync(join(engineRun(), 'dockerd.log'), 'utf8').trim().split('\n');
  return lines.at(-1) ?? '';
}

/**
 * @returns {Promise<Engine | undefined>} The engine of our own, when it is running.
 */
async function askOwnEngine() {
  if (!isInstalled(ENGINE) || ownPid() === undefined) return undefined;
  const env = { ...clientEnvironment(join(cacheFolder(), ENGINE)), DOCKER_HOST: `unix://${socket()}` };
  const answer = await askEngine(env);
  if (answer?.buildx !== true) return undefined;
  return {
    available: true,
    env,
    version: answer.version,
    buildx: true,
    ownDaemon: true,
    hasNetwork: readState().bridge === undefined,
    stop: stopOwnEngine,
  };
}

/**
 * @param {string} folder
 * @returns {{ PATH: string, DOCKER_CONFIG: string }} Our client and its plugins; the user's own settings are not read.
 */
export function clientEnvironment(folder) {
  const configuration = join(runFolder(), 'docker-config');
  mkdirSync(configuration, { recursive: true });
  const plugins = join(folder, 'usr', 'libexec', 'docker', 'cli-plugins');
  const file = join(configuration, 'config.json');
  const text = JSON.stringify({ cliPluginsExtraDirs: [plugins] });
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
  return { PATH: enginePath(folder), DOCKER_CONFIG: configuration };
}

/**
 * Ends the engine of our own and takes away what it leaves behind on the machine.
 *
 * @returns {Promise<void>}
 */
export async function stopOwnEngine() {
  const pid = ownPid();
  if (pid !== undefined) {
    say('stopping the Docker engine of our own…');
    await end(pid);
  }
  if (!existsSync(engineRun())) return;
  for (const place of mountsBelow([engineRun(), dataRoot()])) await attempt('umount', ['-l', place]);
  const { bridge } = readState();
  if (bridge !== undefined)
    await attempt('ip', ['link', 'del', bridge], { env: { ...process.env, PATH: systemPath() } });
  for (const file of [pidFile(), socket(), stateFile()]) rmSync(file, { force: true });
}

/**
 * @param {number} pid
 * @returns {Promise<void>}
 */
async function end(pid) {
  process.kill(pid, 'SIGTERM');
  for (let tries = 0; tries < 300; tries++) {
    await delay(100);
    if (!isEngineProcess(pid)) return;
  }
  process.kill(pid, 'SIGKILL');
}

/**
 * @param {readonly string[]} folders
 * @returns {string[]} What is mounted in the folders, the deepest first.
 */
export function mountsBelow(folders) {
  return readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => (line.split(' ')[1] ?? '').replaceAll('\\040', ' '))
    .filter((place) => folders.some((folder) => place === folder || place.startsWith(`${folder}/`)))
    .sort((a, b) => b.length - a.length);
}

/**
 * @returns {number | undefined} The process of our own engine; nothing when it is not running.
 */
function ownPid() {
  if (!existsSync(pidFile())) return undefined;
  const pid = Number.parseInt(readFileSync(pidFile(), 'utf8'), 10);
  return Number.isInteger(pid) && isEngineProcess(pid) ? pid : undefined;
}

/**
 * @param {number} pid
 * @returns {boolean} Also false when the number has gone to another program since.
 */
function isEngineProcess(pid) {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'dockerd';
  } catch {
    return false;
  }
}

/**
 * @returns {boolean} Whether any engine runs on this machine, also one that we cannot reach.
 */
function isEngineHere() {
  return readdirSync('/proc').some((name) => /^\d+$/u.test(name) && isEngineProcess(Number(name)));
}

/**
 * A bridge of our own lets a second engine run with the first one's `docker0` and packet rules left untouched.
 *
 * @param {string} name At most 15 characters. A bridge of that name is made anew.
 * @returns {Promise<string>} The bridge's name.
 */
export async function makeBridge(name) {
  const env = { ...process.env, PATH: systemPath() };
  await attempt('ip', ['link', 'del', name], { env });
  const taken = await run('ip', ['-o', 'addr'], { env });
  const network = [99, 98, 97, 96, 95, 94, 93, 92]
    .map((n) => `172.30.${n}`)
    .find((prefix) => !taken.includes(` ${prefix}.`));
  if (network === undefined) throw new Error('no network is free for a second engine');
  await run('ip', ['link', 'add', name, 'type', 'bridge'], { env });
  await run('ip', ['addr', 'add', `${network}.1/24`, 'dev', name], { env });
  await run('ip', ['link', 'set', name, 'up'], { env });
  return name;
}

/** @returns {OwnState} */
function readState() {
  if (!existsSync(stateFile())) return { bridge: undefined };
  const state = JSON.parse(readFileSync(stateFile(), 'utf8'));
  return { bridge: typeof state.bridge === 'string' ? state.bridge : undefined };
}

const engineRun = () => join(runFolder(), 'engine');
const socket = () => join(engineRun(), 'docker.sock');
const pidFile = () => join(engineRun(), 'docker.pid');
const stateFile = () => join(engineRun(), 'state.json');
const dataRoot = () => join(cacheFolder(), 'engine-data');

/**
 * @param {string} folder
 * @returns {string} The engine looks for its proxy, its runtime and containerd on the search path.
 */
export function enginePath(folder) {
  return [join(folder, 'usr', 'sbin'), join(folder, 'usr', 'bin'), systemPath()].join(delimiter);
}

/**
 * @returns {string} The search path with the folders of system programs, which a user's path may lack.
 */
function systemPath() {
  return [process.env['PATH'] ?? '', '/usr/local/sbin', '/usr/sbin', '/sbin'].join(delimiter);
}

/**
 * @param {Engine | Missing} engine
 * @returns {string}
 */
export function describeEngine(engine) {
  if (!engine.available) return engine.reason;
  const whose = engine.ownDaemon ? 'our own' : 'already running';
  return `Docker engine ${engine.version} with buildx, ${whose}${engine.hasNetwork ? '' : ', no network in builds'}`;
}

if (isMain(import.meta.url)) void main(process.argv[2] ?? '');

/**
 * @param {string} option `--status` looks only, `--stop` ends our own engine, `--env` prints what a shell can evaluate.
 */
async function main(option) {
  if (option === '--stop') return stopOwnEngine();
  const engine = option === '--status' ? await findEngine() : await ensureEngine();
  if (!engine.available) process.exitCode = 1;
  if (option === '--env' && engine.available) {
    for (const [name, value] of Object.entries(engine.env)) console.log(`export ${name}='${value}'`);
    return;
  }
  console.log(describeEngine(engine));
}
