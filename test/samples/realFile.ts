/** Real Dockerfiles whose conversions were read, each with a program that is small enough to be built here: `real.json` beside it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { corpusFiles } from '../harness/corpus';
import { PUBLIC_FILES, readVerdicts } from '../long/readConversions';
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
  const dockerfiles = new Map(files.map((file) => [file.path, file.text]));
  const choices = wanted.split(',').filter((choice) => choice !== '');
  return readdirSync(SAMPLES)
    .filter((name) => existsSync(join(SAMPLES, name, 'real.json')))
    .filter((name) => choices.length === 0 || choices.includes(name))
    .sort()
    .flatMap((name) => readRealFile(name, dockerfiles) ?? []);
}

/** Undefined for one that is not in the corpus, unless a folder has it. */
function readRealFile(name: string, dockerfiles: ReadonlyMap<string, string>): RealFile | undefined {
  const folder = join(SAMPLES, name);
  const json = asObject(JSON.parse(readFileSync(join(folder, 'real.json'), 'utf8')), name);
  allowOnly(json, ['file', 'replaced', ...SHARED], name);
  const file = text(json['file'], name);
  const verdict = readVerdicts().find(({ repository, path }) => `${repository}/${path}` === file);
  if (verdict === undefined) throw new Error(`${name}: the conversion of ${file} has not been read`);
  if (verdict.commit !== undefined && PUBLIC_FILES === undefined) {
    if (verdict.built === undefined)
      throw new Error(`${name}: the verdict does not say what came of building`);
    return undefined;
  }
  const place = `${verdict.repository.replace('/', '+')}/${verdict.path}`;
  const dockerfile =
    verdict.commit === undefined || PUBLIC_FILES === undefined
      ? dockerfiles.get(place)
      : readFileSync(join(PUBLIC_FILES, place), 'utf8');
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
