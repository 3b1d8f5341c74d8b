/**
 * Runs a bundle from the compiled code that an earlier start left behind: reading and compiling it is a third of the time
 * until the first diagnostics. Node 22 can do that itself; before, a file of our own in the user's cache folder does.
 */
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import * as nodeModule from 'node:module';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { constants, Script } from 'node:vm';

/** In milliseconds; by then the server has answered what an editor asks at its start. */
const SETTLED = 3000;

/** `file` is a CommonJS bundle, absolute. A cache that is missing, stale or not ours only costs its time. */
export function runCached(file: string): void {
  const folder = cacheFolder();
  // Not in the types of the oldest Node that is supported.
  const enable: unknown = Reflect.get(nodeModule, 'enableCompileCache');
  if (typeof enable === 'function' || folder === undefined) {
    if (typeof enable === 'function' && folder !== undefined) Reflect.apply(enable, nodeModule, [folder]);
    nodeModule.createRequire(file)(file);
    return;
  }
  run(file, folder);
}

function run(file: string, folder: string): NodeJS.Module {
  const cache = join(folder, cacheName(file));
  const cachedData = readOwn(cache);
  // Bundles are ASCII; the build sees to it.
  const script = new Script(nodeModule.wrap(readFileSync(file, 'latin1')), {
    filename: file,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    ...(cachedData === undefined ? {} : { cachedData }),
  });
  const wrapped: unknown = script.runInThisContext();
  if (typeof wrapped !== 'function') throw new Error(`${file} is no CommonJS module`);
  const bundle = new nodeModule.Module(file);
  bundle.filename = file;
  const own = nodeModule.createRequire(file);
  // Its parts ask for it by its name, and have to get what runs here and not a second one.
  own.cache[file] = bundle;
  // The parts of a bundle lie beside it, and are kept in the same way.
  const requires = (id: string): unknown => {
    if (!/^\.\/[^/]+\.js$/.test(id)) return own(id);
    const path = join(dirname(file), id);
    return (own.cache[path] ?? run(path, folder)).exports;
  };
  Reflect.apply(wrapped, bundle.exports, [bundle.exports, requires, bundle, file, dirname(file)]);
  bundle.loaded = true;
  if (cachedData === undefined || script.cachedDataRejected === true) {
    // Only now, since functions that have not run yet are not compiled and so would not be in it.
    setTimeout(() => {
      writeOwn(cache, script.createCachedData());
    }, SETTLED).unref();
  }
  return bundle;
}

/** Named by everything that must be the same: V8 itself compares only its version, its flags and the length of the text. */
function cacheName(file: string): string {
  const { size, mtimeMs } = statSync(file);
  const { node, v8 } = process.versions;
  return `${[basename(file), node, v8, process.arch, size, Math.round(mtimeMs)].join('-')}.bin`;
}

function cacheFolder(): string | undefined {
  const base = process.env['XDG_CACHE_HOME'] ?? process.env['LOCALAPPDATA'] ?? join(homedir(), '.cache');
  const folder = join(base, 'stagewright', 'code');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // What lies in it is run, so nobody else may have put it there.
    if (!isOwn(folder)) return undefined;
    chmodSync(folder, 0o700);
    return folder;
  } catch {
    return undefined;
  }
}

function isOwn(path: string): boolean {
  const { uid } = statSync(path);
  return process.getuid === undefined || uid === process.getuid();
}

function readOwn(cache: string): Buffer | undefined {
  try {
    return isOwn(cache) ? readFileSync(cache) : undefined;
  } catch {
    return undefined;
  }
}

/** Renamed into place, so that a server that starts meanwhile never reads half of it. */
function writeOwn(cache: string, data: Buffer): void {
  const own = `${cache}.${process.pid.toString()}`;
  try {
    writeFileSync(own, data, { mode: 0o600 });
    renameSync(own, cache);
    removeOld(dirname(cache));
  } catch {
    rmSync(own, { force: true });
  }
}

/** In milliseconds: thirty days. What a version that is gone left behind does not stay for ever. */
const LONG_UNUSED = 30 * 24 * 3600 * 1000;

function removeOld(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (name.endsWith('.bin') && statSync(path).mtimeMs < Date.now() - LONG_UNUSED)
      rmSync(path, { force: true });
  }
}
