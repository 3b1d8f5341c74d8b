/** The language servers that ours is measured against: fetched once, by npm, at the versions that are named here. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from '../harness/repository';
import { run } from './children';
import type { ServerCommand } from './languageServer';
import { inOneLine, measured, missing, type Outcome } from './outcome';

interface Peer {
  readonly package: string;
  readonly version: string;
  /** Inside the folder that npm was run in. */
  readonly program: string;
}

/** The newest versions when the figures in the README were taken. */
const DOCKERFILE_LANGUAGE_SERVER: Peer = {
  package: 'dockerfile-language-server-nodejs',
  version: '0.15.0',
  program: 'node_modules/dockerfile-language-server-nodejs/bin/docker-langserver',
};
const TALLY: Peer = {
  package: '@wharflab/tally-linux-x64',
  version: '0.45.0',
  program: 'node_modules/@wharflab/tally-linux-x64/bin/tally',
};

export interface InstalledPeer {
  readonly name: string;
  readonly server: ServerCommand;
  /** The program itself. */
  readonly program: string;
  /** Of all that npm has installed for it, in bytes. */
  readonly installedSize: number;
}

export interface Peers {
  readonly dockerfileLanguageServer: Outcome<InstalledPeer>;
  readonly tally: Outcome<InstalledPeer>;
}

/** Installs what is missing, unless STAGEWRIGHT_NO_PROVISION=1 forbids it. */
export async function ensurePeers(): Promise<Peers> {
  const mayInstall = process.env['STAGEWRIGHT_NO_PROVISION'] !== '1';
  return locatePeers(mayInstall ? ensureInstalled : findInstalled);
}

/** What lies in the cache already. */
export async function findPeers(): Promise<Peers> {
  return locatePeers(findInstalled);
}

type Locate = (peer: Peer, cache: Cache) => Promise<Outcome<string>>;

async function locatePeers(locate: Locate): Promise<Peers> {
  const cache = await loadCache();
  const languageServer = await locate(DOCKERFILE_LANGUAGE_SERVER, cache);
  const hasTally = process.platform === 'linux' && process.arch === 'x64';
  const tally = hasTally ? await locate(TALLY, cache) : missing('not for this platform');
  return {
    dockerfileLanguageServer: located(languageServer, DOCKERFILE_LANGUAGE_SERVER, (program) => ({
      program: process.execPath,
      args: [program, '--stdio'],
    })),
    tally: located(tally, TALLY, (program) => ({ program, args: ['lsp', '--stdio'] })),
  };
}

function located(
  folder: Outcome<string>,
  peer: Peer,
  serverOf: (program: string) => ServerCommand,
): Outcome<InstalledPeer> {
  if (folder.kind === 'missing') return folder;
  const program = join(folder.value, peer.program);
  if (!existsSync(program)) return missing(`${peer.package} has no ${peer.program}`);
  const name = `${peer.package.replace('@wharflab/tally-linux-x64', 'tally').replace('-nodejs', '')} ${peer.version}`;
  const installedSize = sizeOf(join(folder.value, 'node_modules'));
  return measured({ name, program, server: serverOf(program), installedSize });
}

async function ensureInstalled(peer: Peer, cache: Cache): Promise<Outcome<string>> {
  try {
    return measured(await cache.installOnce(cacheName(peer), (folder) => install(peer, folder, cache)));
  } catch (error) {
    return missing(`not installed: ${inOneLine(error)}`);
  }
}

function findInstalled(peer: Peer, cache: Cache): Promise<Outcome<string>> {
  const name = cacheName(peer);
  return Promise.resolve(
    cache.isInstalled(name) ? measured(join(cache.cacheFolder(), name)) : missing('not installed'),
  );
}

/** A new version is a new folder. */
function cacheName({ package: name, version }: Peer): string {
  return `peers/${name.replace('/', '+')}-${version}`;
}

async function install(peer: Peer, folder: string, cache: Cache): Promise<void> {
  const what = `${peer.package}@${peer.version}`;
  cache.say(`installing ${what} for the bench…`);
  const args = ['install', '--prefix', folder, '--no-audit', '--no-fund', '--ignore-scripts', what];
  const { code, stderr } = await run('npm', args, { cwd: folder, limit: 300_000 });
  if (code !== 0) throw new Error(`npm could not install ${what}: ${lastLine(stderr)}`);
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}

/** Bytes of all files below. */
function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((total, entry) => total + statSync(join(entry.parentPath, entry.name)).size, 0);
}

/** The parts of `test/harness/provision/cache.mjs` that are used here. */
interface Cache {
  cacheFolder(): string;
  isInstalled(name: string): boolean;
  installOnce(name: string, install: (folder: string) => Promise<void>): Promise<string>;
  say(line: string): void;
}

/** The harness is plain JavaScript that runs before anything is compiled. */
export async function loadCache(): Promise<Cache> {
  const file = join(repositoryRoot(), 'test/harness/provision/cache.mjs');
  return (await import(pathToFileURL(file).href)) as Cache;
}
