// Provides what the test suites need before anything is compiled: `node all.mjs engine images vscode`, or `--stop` at the end.

import { describeEngine, ensureEngine, findEngine, stopOwnEngine } from './engine.mjs';
import { describeImages, ensureStandIns, findStandIns, removeStandIns } from './images.mjs';
import { isMain } from './main.mjs';
import { describeShellCheck, ensureShellCheck, findShellCheck } from './shellcheck.mjs';
import { removeToolchains } from './toolchains.mjs';
import { describeVSCode, ensureVSCode, findVSCode } from './vscode.mjs';

/** @typedef {{ readonly line: string, readonly isMissing: boolean }} Answer */

/**
 * Provides the parts one after the other: they are bound by the disk and the mirror, and their lines stay in order.
 *
 * @param {readonly string[]} parts Of `engine`, `images` (which brings the engine), `shellcheck` and `vscode`.
 * @param {'provide' | 'look'} [mode] `look` installs and starts nothing.
 * @returns {Promise<readonly Answer[]>}
 */
export async function provide(parts, mode = 'provide') {
  /** @type {Answer[]} */
  const answers = [];
  if (parts.includes('engine') || parts.includes('images')) {
    const engine = mode === 'look' ? await findEngine() : await ensureEngine();
    answers.push({ line: describeEngine(engine), isMissing: !engine.available });
    if (parts.includes('images') && engine.available) {
      const images = mode === 'look' ? await findStandIns(engine) : await ensureStandIns(engine);
      answers.push({ line: describeImages(images), isMissing: !images.available });
    }
  }
  if (parts.includes('shellcheck')) {
    const shellcheck = mode === 'look' ? await findShellCheck() : await ensureShellCheck();
    answers.push({ line: describeShellCheck(shellcheck), isMissing: !shellcheck.available });
  }
  if (parts.includes('vscode')) {
    const vscode = mode === 'look' ? findVSCode() : await ensureVSCode();
    answers.push({ line: describeVSCode(vscode), isMissing: !vscode.available });
  }
  return answers;
}

/**
 * The end of a whole run. An engine of somebody else's loses our stand-ins, which its owner could take for the real
 * images; the engine of our own is ended and keeps them for the next run.
 *
 * @returns {Promise<void>}
 */
export async function cleanUp() {
  const engine = await findEngine();
  if (engine.available && !engine.ownDaemon) {
    await removeToolchains(engine);
    await removeStandIns(engine);
  }
  await stopOwnEngine();
}

if (isMain(import.meta.url)) void main(process.argv.slice(2));

/**
 * A part that is missing is said in one line; it is an error only where STAGEWRIGHT_REQUIRE_ALL=1 asks for all.
 *
 * @param {readonly string[]} args
 */
async function main(args) {
  if (args.includes('--stop')) return cleanUp();
  const known = ['engine', 'images', 'shellcheck', 'vscode'];
  const named = args.filter((arg) => arg !== '--status');
  const unknown = named.filter((arg) => !known.includes(arg));
  if (unknown.length > 0) {
    console.error(`usage: node all.mjs [--status | --stop] [${known.join('] [')}]`);
    process.exitCode = 2;
    return;
  }
  const parts = named.length === 0 ? known : named;
  const answers = await provide(parts, args.includes('--status') ? 'look' : 'provide');
  for (const { line, isMissing } of answers) console.log(isMissing ? `missing: ${line}` : line);
  const isRequired = process.env['STAGEWRIGHT_REQUIRE_ALL'] === '1';
  if (isRequired && answers.some(({ isMissing }) => isMissing)) process.exitCode = 1;
}
