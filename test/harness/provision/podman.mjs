// Gives a test a Podman with a disk of its own: nothing of the user's own Podman is seen, and all of it goes with the test.

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

import { installPackages, whyNotInstallable } from './debian.mjs';
import { mountsBelow } from './engine.mjs';
import { attempt, findProgram, inOneLine, run } from './process.mjs';

/**
 * @typedef {object} Podman
 * @property {true} available
 * @property {Readonly<Record<string, string>>} env What to add to a program's environment so that `podman` uses this disk.
 * @property {string} version
 * @property {boolean} hasPorts Whether it can publish ports.
 * @property {string} folder All that it writes lies below it.
 * @property {() => Promise<void>} remove Takes all of it away.
 */

/** @typedef {{ readonly available: false, readonly reason: string }} Missing One line that says what is missing. */

/** `runc`, because the other runtime that would come with it fails where cgroups are mounted the old way. */
const PACKAGES = ['podman', 'runc', 'slirp4netns'];

/** A user of this machine may have fewer; more than the own limit are refused without a capability that containers lack. */
const LIMIT = 20_000;

/**
 * @param {Buffer} images What `docker image save` wrote: its images are the ones that builds can be made from.
 * @returns {Promise<Podman | Missing>}
 */
export async function startPodman(images) {
  const folder = mkdtempSync(join(tmpdir(), 'sw-podman-'));
  const remove = async () => {
    for (const place of mountsBelow([folder])) await attempt('umount', ['-l', place]);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const problem = whyNotInstallable();
    if (problem === undefined) await installPackages(PACKAGES);
    else if (findProgram('podman') === undefined) throw new Error(problem);
    let failure;
    // A disk that lies on an overlay itself can have no other one on it.
    for (const driver of ['overlay', 'vfs']) {
      const { env, hasPorts } = configure(folder, driver);
      const archive = join(folder, 'images.tar');
      writeFileSync(archive, images);
      const loaded = await attempt('podman', ['load', '--quiet', '--input', archive], {
        env: { ...process.env, ...env },
      });
      if (loaded.code === 0) {
        const version = await run('podman', ['version', '--format', '{{.Client.Version}}'], {
          env: { ...process.env, ...env },
        });
        return { available: true, env, version: version.trim(), hasPorts, folder, remove };
      }
      failure = new Error(loaded.stderr);
      await remove();
      mkdirSync(folder);
    }
    throw failure ?? new Error('it does not start');
  } catch (error) {
    await remove();
    return { available: false, reason: `no Podman: ${inOneLine(error)}` };
  }
}

/**
 * @param {string} folder
 * @param {string} driver
 */
function configure(folder, driver) {
  for (const name of ['root', 'run', 'tmp', 'networks', 'registries.d'])
    mkdirSync(join(folder, name), { recursive: true });
  const storage = join(folder, 'storage.conf');
  writeFileSync(
    storage,
    `[storage]\ndriver = "${driver}"\ngraphroot = "${join(folder, 'root')}"\nrunroot = "${join(folder, 'run')}"\n`,
  );
  // A bridge and the rules of the machine's network belong to others: builds have a loopback only, containers a network
  // that a program makes for each of them.
  writeFileSync(
    join(folder, 'networks', '87-podman.conflist'),
    '{"cniVersion":"0.4.0","name":"podman","plugins":[{"type":"loopback"}]}\n',
  );
  const hasPorts = findProgram('slirp4netns') !== undefined && existsSync('/dev/net/tun');
  const containers = join(folder, 'containers.conf');
  writeFileSync(
    containers,
    [
      '[containers]',
      `default_ulimits = [${['nofile', 'nproc'].map((name) => `"${name}=${limit(name)}:${limit(name)}"`).join(', ')}]`,
      ...(hasPorts ? ['netns = "slirp4netns"'] : []),
      '[engine]',
      'cgroup_manager = "cgroupfs"',
      'events_logger = "none"',
      'runtime = "runc"',
      `tmp_dir = "${join(folder, 'tmp')}"`,
      '[network]',
      `network_config_dir = "${join(folder, 'networks')}"`,
      '',
    ].join('\n'),
  );
  // No registry is asked for a name that is not there.
  const registries = join(folder, 'registries.conf');
  writeFileSync(registries, 'unqualified-search-registries = []\n');
  return {
    env: {
      CONTAINERS_CONF: containers,
      CONTAINERS_STORAGE_CONF: storage,
      CONTAINERS_REGISTRIES_CONF: registries,
    },
    hasPorts,
  };
}

const NAMES = { nofile: 'Max open files', nproc: 'Max processes' };

/**
 * @param {string} name
 * @returns {number}
 */
function limit(name) {
  const row = readFileSync('/proc/self/limits', 'utf8')
    .split('\n')
    .find((line) => line.startsWith(NAMES[name]));
  const hard = Number(row?.slice(26).trim().split(/\s+/u)[1]);
  return Number.isInteger(hard) ? Math.min(LIMIT, hard) : LIMIT;
}
