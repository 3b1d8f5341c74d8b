/** Reads what lies around a Dockerfile from the disk, at once: a listing and a small file cost less than waiting for them. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import type * as Yaml from 'yaml';
import { type FolderReader, YAML_OPTIONS } from '../project/index';
import { factsOf, kindOfEntry } from './fileFacts';

/** In bytes. Larger files are no ignore files and no build files. */
const LARGEST_FILE = 4 * 1024 * 1024;

export const nodeContextReader: FolderReader = {
  entriesIn(folder) {
    try {
      return new Map(
        readdirSync(folder, { withFileTypes: true }).map((entry) => [entry.name, kindOfEntry(entry)]),
      );
    } catch {
      return undefined;
    }
  },
  textOf(path) {
    try {
      // Reading a pipe would wait for ever.
      const found = statSync(path);
      return found.isFile() && found.size <= LARGEST_FILE ? readFileSync(path, 'utf8') : undefined;
    } catch {
      return undefined;
    }
  },
  statOf(path) {
    try {
      return factsOf(statSync(path));
    } catch {
      return undefined;
    }
  },
  parseYaml(text) {
    const content: unknown = loadYaml().parse(text, YAML_OPTIONS);
    return content;
  },
};

/** Loaded with the first Compose file or hadolint configuration, for reading its code takes as long as judging a dozen Dockerfiles. */
export function loadYaml(): typeof Yaml {
  // eslint-disable-next-line @typescript-eslint/no-require-imports, @typescript-eslint/no-unsafe-type-assertion -- an import would load it at every start
  return require('yaml') as typeof Yaml;
}
