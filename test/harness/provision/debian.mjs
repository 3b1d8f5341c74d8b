// Debian is where provisioning can install things: packages of the machine's own mirror, installed or only unpacked.

import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { say, withLock } from './cache.mjs';
import { attempt, findProgram, run } from './process.mjs';

/**
 * @returns {string | undefined} Why nothing can be installed on this machine; nothing when something can.
 */
export function whyNotInstallable() {
  if (process.env['STAGEWRIGHT_NO_PROVISION'] === '1')
    return 'STAGEWRIGHT_NO_PROVISION=1 forbids installing it';
  if (!isDebian()) return 'it is installed by itself on Debian only';
  if (process.getuid?.() !== 0) return 'it is installed by itself for root only';
  return undefined;
}

/**
 * @returns {boolean} False on Debian's relatives too: their mirrors have other suites, signed with other keys.
 */
function isDebian() {
  if (process.platform !== 'linux' || !existsSync('/etc/os-release')) return false;
  return (
    /^ID="?debian"?$/mu.test(readFileSync('/etc/os-release', 'utf8')) && findProgram('apt-get') !== undefined
  );
}

/**
 * Installs the packages that are missing, on the system.
 *
 * @param {readonly string[]} names
 * @returns {Promise<void>}
 */
export async function installPackages(names) {
  await withLock('apt', async () => {
    const missing = await missingPackages(names);
    if (missing.length === 0) return;
    say(`installing the Debian packages ${missing.join(', ')} on this machine…`);
    const args = ['install', '-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300', ...missing];
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    // Lists that are old or absent name packages that the mirror no longer has; fresh ones are fetched only then.
    const first = await attempt('apt-get', args, { env });
    if (first.code === 0) return;
    await run('apt-get', ['update'], { env });
    await run('apt-get', args, { env });
  });
}

/**
 * @param {readonly string[]} names
 * @returns {Promise<string[]>}
 */
async function missingPackages(names) {
  const outcome = await attempt('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\\n', ...names]);
  const installed = new Set(
    outcome.stdout
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0]),
  );
  return names.filter((name) => !installed.has(name));
}

/**
 * Downloads packages of any suite of the machine's mirror and unpacks them into a folder. The system, its package
 * database and its APT lists stay as they are: APT is given lists and a cache of our own.
 *
 * @param {string} suite A suite's name, or `own` for the suite that this machine runs.
 * @param {readonly string[]} packages
 * @param {string} folder
 * @returns {Promise<void>}
 */
export async function unpackPackages(suite, packages, folder) {
  await withOwnApt(suite, '', async (own, options) => {
    await run('apt-get', ['-qq', ...options, 'download', ...packages], { cwd: own });
    mkdirSync(folder, { recursive: true });
    for (const file of readdirSync(own).filter((name) => name.endsWith('.deb'))) {
      await run('dpkg', ['-x', join(own, file), folder]);
    }
  });
}

/**
 * Downloads packages and all that they depend on, as package files, for a system whose package database is given.
 *
 * @param {string} suite
 * @param {string} status The text of that system's `/var/lib/dpkg/status`; empty for a system with nothing on it.
 * @param {(available: string) => readonly string[]} choose Is given the descriptions of all packages of the suite.
 * @param {string} folder Gets the `.deb` files.
 * @returns {Promise<void>}
 */
export async function downloadWithDependencies(suite, status, choose, folder) {
  await withOwnApt(suite, status, async (own, options) => {
    const available = await run('apt-cache', [...options, 'dumpavail'], { cwd: own });
    const plain = ['-qq', '-y', '--no-install-recommends', '--download-only'];
    await run('apt-get', [...options, ...plain, 'install', ...choose(available)], { cwd: own });
    const archives = join(own, 'cache', 'archives');
    for (const file of readdirSync(archives).filter((name) => name.endsWith('.deb'))) {
      copyFileSync(join(archives, file), join(folder, file));
    }
  });
}

/**
 * @param {string} suite
 * @param {string} status
 * @param {(folder: string, options: readonly string[]) => Promise<void>} action Is given a folder to work in, which
 *   goes afterwards, and the options that lead APT there.
 * @returns {Promise<void>}
 */
async function withOwnApt(suite, status, action) {
  const mirror = await findMirror();
  const own = mkdtempSync(join(tmpdir(), 'stagewright-apt-'));
  try {
    mkdirSync(join(own, 'lists', 'partial'), { recursive: true });
    mkdirSync(join(own, 'cache', 'archives', 'partial'), { recursive: true });
    writeFileSync(join(own, 'status'), status);
    const keys = '/usr/share/keyrings/debian-archive-keyring.gpg';
    writeFileSync(
      join(own, 'list'),
      `deb [signed-by=${keys}] ${mirror} ${suite === 'own' ? suiteOfThisMachine() : suite} main\n`,
    );
    const options = [
      ['Dir::Etc::sourcelist', join(own, 'list')],
      ['Dir::Etc::sourceparts', '/dev/null'],
      ['Dir::State::Lists', join(own, 'lists')],
      ['Dir::State::status', join(own, 'status')],
      ['Dir::Cache', join(own, 'cache')],
      ['APT::Sandbox::User', 'root'],
      ['Acquire::Languages', 'none'],
    ].flatMap(([name, value]) => ['-o', `${name}=${value}`]);
    await run('apt-get', ['-qq', ...options, 'update'], { cwd: own });
    await action(own, options);
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

/**
 * APT itself is asked, so that every form of its sources works and no host's name has to be known here.
 *
 * @returns {Promise<string>} The address of the mirror in this machine's APT sources.
 */
export async function findMirror() {
  const uris = await run('apt-get', ['update', '--print-uris']);
  const end = `/dists/${suiteOfThisMachine()}/InRelease'`;
  for (const line of uris.split('\n')) {
    const at = line.indexOf(end);
    if (line.startsWith("'") && at > 0) return line.slice(1, at);
  }
  throw new Error('no Debian mirror is named in the APT sources');
}

/**
 * @returns {string}
 */
function suiteOfThisMachine() {
  const suite = /^VERSION_CODENAME=(.+)$/mu.exec(readFileSync('/etc/os-release', 'utf8'))?.[1];
  if (suite === undefined) throw new Error('this Debian does not tell the name of its suite');
  return suite.replaceAll('"', '').trim();
}
