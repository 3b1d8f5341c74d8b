/**
 * Brings a bare clone to where its programs can run, for every command that may be the first one.
 * Plain JavaScript without dependencies, because it runs before they are installed.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/** The repository's root. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Installs the locked dependencies unless they are there already.
 *
 * @throws {Error} when npm fails
 */
export function ensureDependencies() {
  if (areDependenciesInstalled()) return;
  run('npm', ['ci', '--no-audit', '--no-fund']);
}

/**
 * Writes the rule registry, compiles, and bundles.
 *
 * @throws {Error} when a step fails; its own words are on the terminal by then
 */
export function buildAll() {
  run(process.execPath, ['server/tools/generate/registry.mjs']);
  run(process.execPath, ['node_modules/typescript/bin/tsc', '-b']);
  run(process.execPath, ['server/tools/bundle.mjs']);
}

/**
 * Whether every package of the lock file lies in node_modules at its version. Times of files say nothing after a
 * clone or a checkout, so versions are compared; a package for another platform may be missing.
 *
 * @returns {boolean}
 */
function areDependenciesInstalled() {
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const installed = packagesOf(join(root, 'node_modules/.package-lock.json'));
  return Object.entries(wanted).every(
    ([path, entry]) =>
      path === '' ||
      (installed[path]?.version ?? (entry.optional ? entry.version : undefined)) === entry.version,
  );
}

/**
 * @param {string} file a lock file
 * @returns {Record<string, { version: string; optional?: boolean }>} nothing when the file is missing
 */
function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return {};
  }
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 */
function run(program, args) {
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (error) throw error;
  if (status !== 0) throw new Error(`${[program, ...args].join(' ')} ended with ${status ?? 'a signal'}`);
}
