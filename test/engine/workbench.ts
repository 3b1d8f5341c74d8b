/** What the tests of the smoke build share: folders, runs with a known id, and a look at what is on the engine. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import { analyze } from '../../server/src/core/index';
import { nodeSmokePort } from '../../server/src/node/smokePort';
import {
  DEFAULT_LIMITS,
  smokeBuild,
  type SmokeInput,
  type SmokeLimits,
  type SmokeOptions,
  type SmokePort,
  type SmokeReport,
  smokeStages,
} from '../../server/src/smoke/index';

/** The repository, seen from the compiled tests. */
export const ROOT = resolve(__dirname, '../../..');

export const LABEL = 'dev.stagewright.smoke';

/** What provisioning gives; its own documentation says more. */
export interface Provision {
  ensureEngine(): Promise<Engine | Missing>;
  ensureOldClient(engine: Engine): Promise<Client | Missing>;
  ensureClientWithoutBuildx(engine: Engine): Promise<Client | Missing>;
}

export interface Engine {
  readonly available: true;
  readonly env: Readonly<Record<string, string>>;
}

export interface Client {
  readonly available: true;
  readonly env: Readonly<Record<string, string>>;
  readonly version: string;
}

export interface Missing {
  readonly available: false;
  readonly reason: string;
}

export async function provision(): Promise<Provision> {
  const file = join(ROOT, 'test/harness/provision/engine.mjs');
  const module: unknown = await import(pathToFileURL(file).href);
  return module as Provision;
}

/** The folder goes when the test ends. */
export function folderWith(test: TestContext, files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'stagewright-engine-'));
  test.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

export interface Case {
  readonly dockerfile: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly name?: string;
  readonly input?: Partial<Omit<SmokeInput, 'limits'>>;
  readonly limits?: Partial<SmokeLimits>;
  readonly port?: SmokePort;
  readonly options?: SmokeOptions;
  readonly run?: string;
}

/** A smoke build in this process, after which nothing of it may be left: whatever the test is about, that is checked. */
export async function smoke(test: TestContext, given: Case): Promise<SmokeReport> {
  const run = given.run ?? newRun();
  const port = given.port ?? nodeSmokePort();
  const report = await smokeBuild(inputFor(test, given), { ...port, randomId: () => run }, given.options);
  assertNothingLeft(run);
  return report;
}

export function inputFor(test: TestContext, given: Case): SmokeInput {
  const name = given.name ?? 'Dockerfile';
  const folder = folderWith(test, { [name]: given.dockerfile, ...given.files });
  return {
    dockerfilePath: join(folder, name),
    text: given.dockerfile,
    isSaved: true,
    contextDir: folder,
    target: undefined,
    stages: smokeStages(analyze(given.dockerfile)),
    buildArgs: {},
    keep: undefined,
    program: 'docker',
    ...given.input,
    limits: { ...DEFAULT_LIMITS, ...given.limits },
  };
}

/** The real port, with another environment for the engine's client. */
export function portWith(env: Readonly<Record<string, string>>): SmokePort {
  const port = nodeSmokePort();
  return {
    ...port,
    run: (command, options) => port.run({ ...command, env: { ...env, ...command.env } }, options),
    readArchive: ({ source, ...request }) =>
      port.readArchive({
        ...request,
        source: typeof source === 'string' ? source : { ...source, env: { ...env, ...source.env } },
      }),
  };
}

export function newRun(): string {
  return randomBytes(10).toString('hex');
}

export function docker(...args: readonly string[]): string {
  return execFileSync('docker', [...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

/** Containers, images, volumes and folders of a run that are still there. */
export function leftOf(run: string): readonly string[] {
  const filter = ['--filter', `label=${LABEL}`];
  const containers = rows(docker('ps', '-aq', '--no-trunc', ...filter));
  const images = rows(docker('images', '-aq', '--no-trunc', ...filter));
  const volumes = rows(docker('volume', 'ls', '-q', ...filter));
  return [
    ...labelled('container', '{{.Id}} {{json .Config.Labels}}', containers, run),
    ...labelled('image', '{{.Id}} {{json .Config.Labels}}', images, run),
    ...labelled('volume', '{{.Name}} {{json .Labels}}', volumes, run),
    ...readdirSync(tmpdir()).filter((name) => name.includes(run)),
  ];
}

export function assertNothingLeft(run: string): void {
  assert.deepEqual(leftOf(run), []);
}

function labelled(kind: string, format: string, ids: readonly string[], run: string): readonly string[] {
  return ids.flatMap((id) => {
    try {
      return rows(docker(kind, 'inspect', '--format', format, id)).filter((row) => row.includes(run));
    } catch {
      // Another test's object, gone since it was listed.
      return [];
    }
  });
}

export function rows(text: string): readonly string[] {
  return text.split('\n').filter((row) => row !== '');
}

/** Something of the user's: made before a test, and still the same after it. */
export interface Canary {
  assertUntouched(): void;
}

export function canary(test: TestContext): Canary {
  const name = `stagewright-test-${newRun()}`;
  docker('create', '--name', name, '--volume', `${name}:/data`, 'busybox:latest', 'sh');
  docker('tag', 'busybox:latest', `${name}:1`);
  test.after(() => {
    docker('rm', '-f', name);
    docker('volume', 'rm', name);
    docker('rmi', `${name}:1`);
  });
  const look = (): string =>
    [
      docker('container', 'inspect', '--format', '{{.Id}} {{.State.Status}} {{.Image}}', name),
      docker('volume', 'inspect', '--format', '{{.Name}} {{.CreatedAt}}', name),
      docker('image', 'inspect', '--format', '{{.Id}}', `${name}:1`, 'busybox:latest'),
    ].join('\n');
  const before = look();
  return {
    assertUntouched() {
      assert.equal(look(), before);
    },
  };
}

/** One line says what this machine cannot have; it counts as skipped, or as failed where everything is required. */
export function missing(test: TestContext, reason: string): void {
  assert.notEqual(process.env['STAGEWRIGHT_REQUIRE_ALL'], '1', reason);
  test.skip(reason);
}

/** Every program's arguments, as any user of this machine can read them. */
export function commandLines(): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .map((name) => {
      try {
        return readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
      } catch {
        return '';
      }
    });
}
