/** Draws forty conversions of real files by a seed: fourteen of the corpus, the rest of other public files. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { analyze, convertToMultiStage } from '../../server/src/core';
import { corpusFiles } from '../harness/corpus';

const SEED = '20261124';

/** How many of each source, and of each of its ecosystems; one ecosystem would fill the list, and so would one folder. */
const SOURCES = [
  { name: 'corpus', most: 14, mostOfEcosystem: 6 },
  { name: 'public', most: 26, mostOfEcosystem: 5 },
] as const;

interface Converted {
  readonly source: (typeof SOURCES)[number];
  /** `owner+name/path`. */
  readonly path: string;
  readonly ecosystem: string;
}

/** Paths as `owner+name/path`. `folder` holds a folder `owner+name` for each repository, with its Dockerfiles. */
export function drawConversions(folder: string): readonly string[] {
  const corpus = corpusFiles();
  assert.ok(corpus !== undefined, 'the corpus is not on this machine');
  const [ofCorpus, ofPublic] = SOURCES;
  const converted = [
    ...corpus.flatMap(({ path, text }) => conversionOf(ofCorpus, path, text)),
    ...filesOf(folder).flatMap((path) =>
      conversionOf(ofPublic, path, readFileSync(join(folder, path), 'utf8')),
    ),
  ];
  converted.sort((one, other) => (lot(one.path) < lot(other.path) ? -1 : 1));
  const taken: Converted[] = [];
  for (const each of converted) {
    const ofSource = taken.filter(({ source }) => source === each.source);
    const ofEcosystem = ofSource.filter(({ ecosystem }) => ecosystem === each.ecosystem);
    if (ofSource.length >= each.source.most || ofEcosystem.length >= each.source.mostOfEcosystem) continue;
    if (!taken.some(({ path }) => dirname(path) === dirname(each.path))) taken.push(each);
  }
  return taken.map(({ path }) => path);
}

function conversionOf(source: Converted['source'], path: string, text: string): readonly Converted[] {
  const result = convertToMultiStage(analyze(text));
  return result.kind === 'converted' ? [{ source, path, ecosystem: result.ecosystem }] : [];
}

function lot(path: string): string {
  return createHash('sha256').update(`${SEED}${path}`).digest('hex');
}

function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /Dockerfile|\.dockerfile$|Containerfile$/i.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}
