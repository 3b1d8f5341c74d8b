// What all stand-ins for base images share: the mark they are known by, and the way to the engine that holds them.

import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { attempt, run } from './process.mjs';

/** @typedef {import('./engine.mjs').Engine} Engine */

/** How the comment of every stand-in begins. A label would be inherited by whatever is built on the stand-in. */
export const KIND = 'stagewright stand-in';

/**
 * @param {Engine} engine
 * @param {string} reference
 * @returns {Promise<string | undefined>} The image's comment; nothing when there is no such image.
 */
export async function readComment(engine, reference) {
  const outcome = await attempt('docker', ['image', 'inspect', reference], { env: environment(engine) });
  if (outcome.code !== 0) return undefined;
  const comment = JSON.parse(outcome.stdout)[0]?.Comment;
  return typeof comment === 'string' ? comment : '';
}

/**
 * @param {(folder: string) => Promise<void>} action
 * @returns {Promise<void>}
 */
export async function inTemporaryFolder(action) {
  const folder = mkdtempSync(join(tmpdir(), 'stagewright-image-'));
  try {
    chmodSync(folder, 0o755);
    await action(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {Engine} engine
 * @param {readonly string[]} args
 * @returns {Promise<string>}
 */
export const docker = (engine, args) => run('docker', args, { env: environment(engine) });

/** @param {Engine} engine */
export const environment = (engine) => ({ ...process.env, ...engine.env });
