// What provisioning installs is kept in one folder outside the repository, and an interrupted installation is done again, never half used.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * @returns {string} `STAGEWRIGHT_CACHE`, or else `stagewright` in the user's cache folder.
 */
export function cacheFolder() {
  const own = process.env['STAGEWRIGHT_CACHE'];
  if (own !== undefined && own !== '') return resolve(own);
  const base = process.env['XDG_CACHE_HOME'];
  return join(base !== undefined && base !== '' ? base : join(homedir(), '.cache'), 'stagewright');
}

/**
 * Sockets live below this folder, and the path of a socket may have 107 bytes only; a cache with a long path
 * therefore has its run folder among the temporary files.
 *
 * @returns {string} The folder for pid files, sockets and logs of what was started.
 */
export function runFolder() {
  const inCache = join(cacheFolder(), 'run');
  return inCache.length <= 56 ? inCache : join(tmpdir(), `stagewright-${fingerprint(cacheFolder())}`);
}

/**
 * @param {string} text
 * @returns {string} Eight hexadecimal digits.
 */
export function fingerprint(text) {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

/**
 * One plain line a thing that is installed, on stderr: stdout belongs to the program that called.
 *
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`provision: ${line}\n`);
}

/**
 * Installs something once. The marker is written last, so whatever has no marker is thrown away and made again.
 *
 * @param {string} name The folder's name inside the cache; it holds the version, so that a new version is a new folder.
 * @param {(folder: string) => Promise<void>} install Fills the empty folder it is given.
 * @returns {Promise<string>} The folder.
 */
export function installOnce(name, install) {
  const folder = join(cacheFolder(), name);
  return withLock(name, async () => {
    if (isInstalled(name)) return folder;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    await install(folder);
    writeFileSync(markerOf(name), `${new Date().toISOString()}\n`);
    return folder;
  });
}

/**
 * @param {string} name
 * @returns {boolean} Whether {@link installOnce} has finished for this name.
 */
export function isInstalled(name) {
  return existsSync(markerOf(name));
}

/**
 * @param {string} name
 * @returns {string}
 */
function markerOf(name) {
  return join(cacheFolder(), name, '.complete');
}

/**
 * Runs an action while no other process runs one under the same name and cache. The lock is a listening socket in
 * Linux' abstract namespace: the kernel lets go of it when the process dies, so there is no stale lock to judge.
 * Elsewhere nothing is installed, hence nothing has to be locked.
 *
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} action
 * @returns {Promise<T>}
 */
export async function withLock(name, action) {
  if (process.platform !== 'linux') return action();
  const address = `\0stagewright-${fingerprint(cacheFolder())}-${name}`;
  let hasWaited = false;
  for (;;) {
    const server = await listen(address);
    if (server !== undefined) {
      try {
        return await action();
      } finally {
        server.close();
      }
    }
    if (!hasWaited) say(`waiting for another process that provides ${name}…`);
    hasWaited = true;
    await delay(200);
  }
}

/**
 * @param {string} address
 * @returns {Promise<import('node:net').Server | undefined>} Nothing when another process listens there.
 */
function listen(address) {
  return new Promise((done, fail) => {
    const server = createServer((connection) => connection.destroy());
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code === 'EADDRINUSE') done(undefined);
      else fail(error);
    });
    server.listen(address, () => done(server));
  });
}
