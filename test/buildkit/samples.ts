/** The Dockerfiles of the corpus as BuildKit is given them here, with the images that they name. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { analyze, NO_SURROUNDINGS, type Surroundings } from '../../server/src/core';
import { corpusFiles } from '../harness/corpus';
import { sharedFolder } from '../harness/repository';
import { offlineText, type CheckedText } from './realCheck';

/** What the builder gives to the global scope on the engine's platform. */
const PLATFORM: ReadonlyMap<string, string> = new Map([
  ['TARGETPLATFORM', 'linux/amd64'],
  ['TARGETOS', 'linux'],
  ['TARGETARCH', 'amd64'],
  ['TARGETVARIANT', ''],
  ['BUILDPLATFORM', 'linux/amd64'],
  ['BUILDOS', 'linux'],
  ['BUILDARCH', 'amd64'],
  ['BUILDVARIANT', ''],
]);

export interface Sample extends CheckedText {
  readonly path: string;
  readonly surroundings: Surroundings;
}

/** The inputs of template engines are left out: they are no Dockerfiles, and the corpus says which they are. */
export function readSamples(): Sample[] {
  const shared = sharedFolder();
  if (shared === undefined) return [];
  const folder = join(shared, 'corpus/dev');
  const index = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as {
    readonly files: readonly { readonly repo: string; readonly path: string; readonly template: boolean }[];
  };
  const templates = new Set(
    index.files
      .filter(({ template }) => template)
      .map(({ repo, path }) => `${repo.replace('/', '+')}/${path}`),
  );
  return (corpusFiles() ?? [])
    .filter(({ path }) => !templates.has(path))
    .map(({ path, text }) => {
      const ignoreText = ignoreTextFor(join(folder, 'files', path));
      const file = '.dockerignore';
      return {
        path,
        text: offlineText(text),
        ignoreText,
        surroundings: {
          ...NO_SURROUNDINGS,
          parity: 'buildkit',
          ignoreFile:
            ignoreText === undefined
              ? { kind: 'absent', path: file }
              : { kind: 'present', path: file, text: ignoreText },
        },
      };
    });
}

/** The one named after the Dockerfile comes before the folder's own, as BuildKit has it. */
function ignoreTextFor(dockerfile: string): string | undefined {
  const found = [`${dockerfile}.dockerignore`, join(dirname(dockerfile), '.dockerignore')].find(existsSync);
  return found === undefined ? undefined : readFileSync(found, 'utf8');
}

/** Every image that BuildKit will look up. */
export function referencesOf({ text }: CheckedText): string[] {
  const { stages } = analyze(text, { surroundings: { ...NO_SURROUNDINGS, buildArguments: PLATFORM } }).facts;
  return stages
    .flatMap(({ base, baseText, edges }) => [
      base.kind === 'image' || base.kind === 'forward' ? baseText : undefined,
      ...edges.map(({ to }) => (to.kind === 'image' ? to.reference : undefined)),
    ])
    .filter((reference) => reference !== undefined)
    .filter((reference) => /^[a-z0-9][\w./:-]*$/.test(reference));
}
