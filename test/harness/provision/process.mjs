// Every program that provisioning starts goes through here: no shell, an argument list, and an error that shows the program's own last words.

import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd] The folder to run in.
 * @property {NodeJS.ProcessEnv} [env] The whole environment; the caller's own when left out.
 * @property {number} [timeoutMs] The program is killed after this time, in milliseconds (default: fifteen minutes).
 */

/**
 * @typedef {object} Outcome
 * @property {number} code The exit code; 127 when the program could not be started, 124 when it ran out of time.
 * @property {string} stdout
 * @property {string} stderr
 */

/**
 * Runs a program to its end and tells how it went; it never rejects.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<Outcome>}
 */
export function attempt(program, args, options = {}) {
  return new Promise((resolve) => {
    let stdout = '';
    let stderr = '';
    let isLate = false;
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const timer = setTimeout(() => {
      isLate = true;
      child.kill('SIGKILL');
    }, options.timeoutMs ?? 900_000);
    child.stdout.setEncoding('utf8').on('data', (/** @type {string} */ chunk) => (stdout += chunk));
    child.stderr.setEncoding('utf8').on('data', (/** @type {string} */ chunk) => (stderr += chunk));
    child.once('error', (error) => {
      clearTimeout(timer);
      resolve({ code: 127, stdout, stderr: error.message });
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code: isLate ? 124 : (code ?? 1), stdout, stderr });
    });
  });
}

/**
 * Runs a program that has to succeed and gives its standard output.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<string>}
 * @throws {Error} With the last lines of what the program said.
 */
export async function run(program, args, options = {}) {
  const outcome = await attempt(program, args, options);
  if (outcome.code === 0) return outcome.stdout;
  const words = (outcome.stderr.trim() || outcome.stdout.trim()).split('\n').slice(-8).join('\n');
  throw new Error(`${program} ${args[0] ?? ''} ended with ${outcome.code}: ${words}`);
}

/**
 * Finds a program on a search path.
 *
 * @param {string} name
 * @param {string} [searchPath] Folders as in PATH; the caller's own PATH when left out.
 * @returns {string | undefined} The absolute path of the program.
 */
export function findProgram(name, searchPath = process.env['PATH'] ?? '') {
  return searchPath
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find(isProgram);
}

/**
 * @param {string} file
 * @returns {boolean}
 */
function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * @param {unknown} error
 * @returns {string} The message as one line of at most 400 characters: what is missing is told in one line.
 */
export function inOneLine(error) {
  const message = error instanceof Error ? error.message : String(error);
  return message.trim().replaceAll(/\s+/gu, ' ').slice(0, 400);
}
