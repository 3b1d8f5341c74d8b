/** What a sample application says of itself: `sample.json` beside its program and its Dockerfiles, checked while it is read. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The repository, seen from the compiled tests. */
export const ROOT = resolve(__dirname, '../../..');

export const SAMPLES = join(ROOT, 'test/samples');

/** A question that is put to the running program, and the answer that both images have to give. */
export type Probe = HttpProbe | CommandProbe;

export interface HttpProbe {
  readonly kind: 'http';
  /** With the leading slash. */
  readonly path: string;
  readonly status: number;
  /** The whole body, or with `bodyContains` a part of it. */
  readonly body?: string;
  readonly bodyContains?: string;
}

export interface CommandProbe {
  readonly kind: 'command';
  /** What is put behind the image's name: arguments for an ENTRYPOINT, else a command. */
  readonly arguments: readonly string[];
  readonly exitCode: number;
  /** What the program writes to its standard output. */
  readonly output: string;
}

export interface Variant {
  readonly name: string;
  /** The Dockerfile's text. */
  readonly dockerfile: string;
  /** The port inside the container that HTTP probes go to. */
  readonly port: number;
  readonly probes: readonly Probe[];
  /** Further arguments of `stagewright convert`. */
  readonly convert: readonly string[];
  /** What `docker run` needs: mostly nothing. */
  readonly run: readonly string[];
  /** Lines that must stand in the converted Dockerfile, in this order; for samples that are not built. */
  readonly structure: readonly string[];
  /** A conversion that must be refused, with a part of the reason; no proof by a build then. */
  readonly refused?: string;
}

export interface Sample {
  /** The folder's name. */
  readonly name: string;
  readonly ecosystem: string;
  /** The folder that becomes the build context; the Dockerfile is put into it. */
  readonly app: string;
  /** Why it cannot be built from Debian packages without a network; such a sample is checked by structure alone. */
  readonly notBuiltBecause?: string;
  readonly variants: readonly Variant[];
}

/** All samples, or those that `STAGEWRIGHT_SAMPLES` names: `go,rust/naive`. */
export function readSamples(wanted = process.env['STAGEWRIGHT_SAMPLES'] ?? ''): readonly Sample[] {
  const names = readdirSync(SAMPLES)
    .filter((name) => existsSync(join(SAMPLES, name, 'sample.json')))
    .sort();
  const all = names.map(readSample);
  const choices = wanted.split(',').filter((choice) => choice !== '');
  if (choices.length === 0) return all;
  return all
    .map((sample) => ({
      ...sample,
      variants: sample.variants.filter(
        ({ name }) => choices.includes(sample.name) || choices.includes(`${sample.name}/${name}`),
      ),
    }))
    .filter(({ variants }) => variants.length > 0);
}

function readSample(name: string): Sample {
  const folder = join(SAMPLES, name);
  const json = asObject(JSON.parse(readFileSync(join(folder, 'sample.json'), 'utf8')), name);
  allowOnly(json, ['ecosystem', 'about', 'builds', 'reason', 'variants', ...SHARED], name);
  const notBuilt = json['builds'] === false;
  const variants = Object.entries(asObject(json['variants'], `${name}: variants`)).map(([variant, own]) => {
    const place = `${name}/${variant}`;
    const given = asObject(own, place);
    allowOnly(given, [...SHARED, 'refused'], place);
    const dockerfile = readFileSync(join(folder, 'variants', `${variant}.Dockerfile`), 'utf8');
    return readVariant(variant, dockerfile, { ...json, ...given }, place);
  });
  return {
    name,
    ecosystem: text(json['ecosystem'], name),
    app: join(folder, 'app'),
    ...(notBuilt ? { notBuiltBecause: text(json['reason'], name) } : {}),
    variants,
  };
}

/** Said once for the sample, and again by a variant that differs. */
export const SHARED = ['port', 'probes', 'convert', 'run', 'structure'];

/** `json` holds the keys of SHARED, and `refused`. */
export function readVariant(
  name: string,
  dockerfile: string,
  json: Readonly<Record<string, unknown>>,
  place: string,
): Variant {
  const { refused } = json;
  const port = json['port'] ?? 0;
  if (typeof port !== 'number') throw new Error(`${place}: port is a number`);
  const probes = json['probes'] ?? [];
  if (!Array.isArray(probes)) throw new Error(`${place}: probes is a list`);
  return {
    name,
    dockerfile,
    port,
    probes: probes.map((probe) => readProbe(asObject(probe, place), place)),
    convert: texts(json['convert'] ?? [], place),
    run: texts(json['run'] ?? [], place),
    structure: texts(json['structure'] ?? [], place),
    ...(refused === undefined ? {} : { refused: text(refused, place) }),
  };
}

function readProbe(json: Readonly<Record<string, unknown>>, place: string): Probe {
  if (json['path'] === undefined) {
    allowOnly(json, ['arguments', 'exitCode', 'output'], place);
    return {
      kind: 'command',
      arguments: texts(json['arguments'], place),
      exitCode: Number(json['exitCode'] ?? 0),
      output: text(json['output'], place),
    };
  }
  allowOnly(json, ['path', 'status', 'body', 'bodyContains'], place);
  return {
    kind: 'http',
    path: text(json['path'], place),
    status: Number(json['status'] ?? 200),
    ...(json['body'] === undefined ? {} : { body: text(json['body'], place) }),
    ...(json['bodyContains'] === undefined ? {} : { bodyContains: text(json['bodyContains'], place) }),
  };
}

export function asObject(value: unknown, place: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`${place}: an object is expected`);
  return value as Readonly<Record<string, unknown>>;
}

export function text(value: unknown, place: string): string {
  if (typeof value !== 'string') throw new Error(`${place}: a text is expected, not ${String(value)}`);
  return value;
}

export function texts(value: unknown, place: string): readonly string[] {
  if (!Array.isArray(value)) throw new Error(`${place}: a list of texts is expected`);
  return value.map((item) => text(item, place));
}

/** A key that is misspelt would otherwise be a probe that never runs. */
export function allowOnly(
  json: Readonly<Record<string, unknown>>,
  keys: readonly string[],
  place: string,
): void {
  const unknown = Object.keys(json).filter((key) => !keys.includes(key));
  if (unknown.length > 0) throw new Error(`${place}: unknown ${unknown.join(', ')}`);
}
