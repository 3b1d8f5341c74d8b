// A second engine that a test may stop, kill and fill: its disk, its socket and its bridge are its own and go with it.

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { whyNotInstallable } from './debian.mjs';
import { clientEnvironment, enginePath, makeBridge, mountsBelow, unpackEngine } from './engine.mjs';
import { attempt, inOneLine, run } from './process.mjs';

/**
 * @typedef {object} SpareEngine
 * @property {true} available
 * @property {Readonly<Record<string, string>>} env What to add to a program's environment to reach it.
 * @property {string} dataRoot
 * @property {(signal: 'SIGTERM' | 'SIGKILL') => Promise<void>} stop Resolves when the engine is gone; its disk stays.
 * @property {() => Promise<void>} start Starts it again on the same disk.
 * @property {() => Promise<void>} remove Ends it and takes away all that it leaves on the machine.
 */

/** @typedef {{ readonly available: false, readonly reason: string }} Missing One line that says what is missing. */

/**
 * @param {{ readonly diskMegabytes?: number, readonly store?: "containerd" }} options With a size, the disk lies in memory and
 *   is that small; images are stored as the engine does by itself, or as containerd does.
 * @returns {Promise<SpareEngine | Missing>}
 */
export async function startSpareEngine({ diskMegabytes, store } = {}) {
  const problem = whyNotInstallable();
  if (problem !== undefined) return { available: false, reason: `no engine of the test's own: ${problem}` };
  const folder = mkdtempSync(join(tmpdir(), 'sw-spare-'));
  const bridge = `sws${folder.slice(-6)}`;
  const dataRoot = join(folder, 'data');
  const socket = join(folder, 'docker.sock');
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let child;
  const hasEnded = () => child === undefined || child.exitCode !== null || child.signalCode !== null;

  /** @param {'SIGTERM' | 'SIGKILL'} signal */
  const stop = async (signal) => {
    child?.kill(signal);
    for (let tries = 0; tries < 300 && !hasEnded(); tries++) await delay(100);
    if (!hasEnded()) child?.kill('SIGKILL');
    rmSync(join(folder, 'docker.pid'), { force: true });
  };
  const remove = async () => {
    await stop('SIGTERM');
    for (const place of mountsBelow([folder])) await attempt('umount', ['-l', place]);
    await attempt('ip', ['link', 'del', bridge]);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const programs = await unpackEngine();
    mkdirSync(dataRoot);
    if (diskMegabytes !== undefined)
      await run('mount', ['-t', 'tmpfs', '-o', `size=${diskMegabytes}m`, 'tmpfs', dataRoot]);
    await makeBridge(bridge);
    const env = { ...clientEnvironment(programs), DOCKER_HOST: `unix://${socket}` };
    const start = async () => {
      const log = openSync(join(folder, 'dockerd.log'), 'a');
      const args = [
        ...['-H', `unix://${socket}`, '--pidfile', join(folder, 'docker.pid')],
        ...['--data-root', dataRoot, '--exec-root', join(folder, 'exec')],
        // Only with the rules of the network left alone does another engine beside this one keep its own.
        ...[`--bridge=${bridge}`, '--iptables=false', '--ip6tables=false', '--shutdown-timeout=5'],
        ...(store === 'containerd' ? ['--feature=containerd-snapshotter=true'] : []),
      ];
      child = spawn(join(programs, 'usr', 'sbin', 'dockerd'), args, {
        stdio: ['ignore', log, log],
        env: { ...process.env, PATH: enginePath(programs) },
      });
      // A test that ends without taking it away is still ended.
      child.unref();
      for (let tries = 0; tries < 300 && !hasEnded(); tries++) {
        await delay(100);
        if (!existsSync(socket)) continue;
        const asked = await attempt('docker', ['version'], { env: { ...process.env, ...env } });
        if (asked.code === 0) return;
      }
      const words = readFileSync(join(folder, 'dockerd.log'), 'utf8').trim().split('\n').at(-1);
      throw new Error(`the engine did not start: ${words}`);
    };
    await start();
    return { available: true, env, dataRoot, stop, start, remove };
  } catch (error) {
    await remove();
    return { available: false, reason: `no engine of the test's own: ${inOneLine(error)}` };
  }
}
