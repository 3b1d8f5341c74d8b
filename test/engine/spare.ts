/** An engine that a test has for itself: everything on it is counted before and after, whoever it belongs to. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, type TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import { docker, missing, type Missing, ROOT, rows } from './workbench';

export interface SpareEngine {
  readonly available: true;
  readonly env: Readonly<Record<string, string>>;
  readonly dataRoot: string;
  stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  start(): Promise<void>;
  remove(): Promise<void>;
}

export interface SpareOptions {
  readonly diskMegabytes?: number;
  /** With it the engine stores images as containerd does, and can export them in every form. */
  readonly store?: 'containerd';
}

export async function startSpareEngine(options: SpareOptions = {}): Promise<SpareEngine | Missing> {
  const file = join(ROOT, 'test/harness/provision/spareEngine.mjs');
  const module = (await import(pathToFileURL(file).href)) as {
    startSpareEngine(options: SpareOptions): Promise<SpareEngine | Missing>;
  };
  return module.startSpareEngine(options);
}

/** Gives the spare engine of the file, or says on the test why there is none. */
export type GetSpare = (test: TestContext) => SpareEngine | undefined;

/**
 * For all tests of a file: the engine that `docker` reaches in this process, with the base images of the one that the suite
 * was given. It goes with the file.
 */
export function withSpareEngine(options: SpareOptions = {}): GetSpare {
  let spare: SpareEngine | Missing | undefined;
  before(async () => {
    spare = await startSpareEngine(options);
    if (!spare.available) return;
    const archive = execFileSync('docker', ['image', 'save', 'busybox:latest', 'alpine:3.20'], {
      maxBuffer: 1024 ** 3,
    });
    Object.assign(process.env, spare.env);
    execFileSync('docker', ['image', 'load', '--quiet'], {
      input: archive,
      stdio: ['pipe', 'ignore', 'inherit'],
    });
  });
  after(async () => {
    if (spare?.available === true) await spare.remove();
  });
  return (test) => {
    if (spare?.available === true) return spare;
    missing(test, spare?.reason ?? 'the engine was not started');
    return undefined;
  };
}

/** All there is on the engine, and the folders of runs on this machine, as one line each. */
export interface Inventory {
  readonly containers: readonly string[];
  readonly images: readonly string[];
  readonly volumes: readonly string[];
  readonly networks: readonly string[];
}

export function takeInventory(): Inventory {
  return {
    containers: listed('ps', '--all', '--no-trunc', '--format', '{{.ID}} {{.Names}} {{.Image}}'),
    images: listed('images', '--all', '--no-trunc', '--format', '{{.ID}} {{.Repository}}:{{.Tag}}'),
    volumes: listed('volume', 'ls', '--format', '{{.Name}}'),
    // An engine makes its own bridge anew at each start, under the same name.
    networks: listed('network', 'ls', '--format', '{{.Name}} {{.Driver}}'),
  };
}

function listed(...args: readonly string[]): readonly string[] {
  return [...rows(docker(...args))].sort();
}

/** Says the counts, and fails when there is anything more or less than before. */
export function assertAsBefore(test: TestContext, before: Inventory, name = test.name): void {
  const now = takeInventory();
  const counts = (['containers', 'images', 'volumes', 'networks'] as const).map(
    (kind) => `${kind} ${before[kind].length} → ${now[kind].length}`,
  );
  test.diagnostic(`${name}: ${counts.join(', ')}`);
  assert.deepEqual(now, before);
}

/** Folders that a run of this id has left among the temporary files. */
export function foldersOf(run: string): readonly string[] {
  return readdirSync(tmpdir()).filter((name) => name.includes(run));
}
