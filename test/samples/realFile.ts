/** Real Dockerfiles whose conversions were read, each with a program that is small enough to be built here: `real.json` beside it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { corpusFiles } from '../harness/corpus';
import { readVerdicts } from '../long/readConversions';
import { allowOnly, asObject, readVariant, SAMPLES, SHARED, text, texts, type Sample } from './sample';

export interface RealFile {
  /** With the Dockerfile of the corpus for its only variant. */
  readonly sample: Sample;
  /** What stands in for what cannot be had without a network, in words. */
  readonly replaced: readonly string[];
}

/** Undefined when the corpus is not on this machine. Throws for a file whose conversion nobody has read. */
export function realFiles(
  wanted = process.env['STAGEWRIGHT_SAMPLES'] ?? '',
): readonly RealFile[] | undefined {
  const files = corpusFiles();
  if (files === undefined) return undefined;
  const texts = new Map(files.map((file) => [file.path, file.text]));
  const choices = wanted.split(',').filter((choice) => choice !== '');
  return readdirSync(SAMPLES)
    .filter((name) => existsSync(join(SAMPLES, name, 'real.json')))
    .filter((name) => choices.length === 0 || choices.includes(name))
    .sort()
    .map((name) => readRealFile(name, texts));
}

function readRealFile(name: string, dockerfiles: ReadonlyMap<string, string>): RealFile {
  const folder = join(SAMPLES, name);
  const json = asObject(JSON.parse(readFileSync(join(folder, 'real.json'), 'utf8')), name);
  allowOnly(json, ['file', 'replaced', ...SHARED], name);
  const file = text(json['file'], name);
  const verdict = readVerdicts().find(({ repository, path }) => `${repository}/${path}` === file);
  if (verdict === undefined) throw new Error(`${name}: the conversion of ${file} has not been read`);
  const dockerfile = dockerfiles.get(`${verdict.repository.replace('/', '+')}/${verdict.path}`);
  if (dockerfile === undefined) throw new Error(`${name}: ${file} is not in the corpus`);
  return {
    sample: {
      name,
      ecosystem: verdict.ecosystem,
      app: join(folder, 'app'),
      variants: [readVariant(file, dockerfile, json, name)],
    },
    replaced: texts(json['replaced'], name),
  };
}
