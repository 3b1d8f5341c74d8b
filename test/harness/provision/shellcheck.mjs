// Gives the tests a real ShellCheck: the one that is named or on PATH, else the package of the machine's own Debian, unpacked into the cache.

import { join } from 'node:path';

import { cacheFolder, installOnce, isInstalled, say } from './cache.mjs';
import { unpackPackages, whyNotInstallable } from './debian.mjs';
import { attempt, findProgram, inOneLine } from './process.mjs';

/** @typedef {{ readonly available: true, readonly program: string }} ShellCheck */
/** @typedef {{ readonly available: false, readonly reason: string, readonly canBeProvided: boolean }} Missing */

const FOLDER = 'shellcheck-debian';
const UNPACKED = join('usr', 'bin', 'shellcheck');

/**
 * STAGEWRIGHT_SHELLCHECK names a program.
 *
 * @returns {Promise<ShellCheck | Missing>}
 */
export async function ensureShellCheck() {
  const found = await findShellCheck();
  if (found.available || !found.canBeProvided) return found;
  try {
    const folder = await installOnce(FOLDER, async (empty) => {
      say('unpacking ShellCheck from the Debian mirror…');
      await unpackPackages('own', ['shellcheck'], empty);
    });
    return await working(join(folder, UNPACKED));
  } catch (error) {
    return missing(inOneLine(error), true);
  }
}

/**
 * What {@link ensureShellCheck} would find now, with nothing installed.
 *
 * @returns {Promise<ShellCheck | Missing>}
 */
export async function findShellCheck() {
  const named = process.env['STAGEWRIGHT_SHELLCHECK'] ?? '';
  if (named !== '') return working(named);
  const onPath = findProgram('shellcheck');
  if (onPath !== undefined) return working(onPath);
  if (isInstalled(FOLDER)) return working(join(cacheFolder(), FOLDER, UNPACKED));
  const why = whyNotInstallable();
  return why === undefined ? missing('it is not installed yet', true) : missing(why, false);
}

/**
 * @param {ShellCheck | Missing} answer
 * @returns {string}
 */
export function describeShellCheck(answer) {
  return answer.available ? `ShellCheck ${answer.program}` : answer.reason;
}

/**
 * @param {string} program
 * @returns {Promise<ShellCheck | Missing>}
 */
async function working(program) {
  const { code } = await attempt(program, ['--version']);
  return code === 0
    ? { available: true, program }
    : missing(`${program} --version ends with ${code.toString()}`, true);
}

/**
 * @param {string} why
 * @param {boolean} canBeProvided
 * @returns {Missing}
 */
function missing(why, canBeProvided) {
  return { available: false, reason: `no ShellCheck: ${why}`, canBeProvided };
}
