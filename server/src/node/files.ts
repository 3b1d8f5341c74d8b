/** Reads by `file:` URI for the language server; what cannot be read is no error there, only unknown. */
import { readdir as readdirThen, readFile as readFileThen, stat as statThen } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Files } from '../lsp/platform';
import { factsOf, kindOfEntry } from './fileFacts';

// `node:fs/promises` does the same, and brings streams and blobs along, which takes longer than to read the files.
const readdir = promisify(readdirThen);
const readFile = promisify(readFileThen);
const stat = promisify(statThen);

/** In bytes. Larger files are no ignore files and no Dockerfiles. */
const LARGEST_FILE = 4 * 1024 * 1024;

export const nodeFiles: Files = {
  async readText(uri) {
    try {
      const path = fileURLToPath(uri);
      const found = await stat(path);
      // Reading a pipe would wait for ever.
      if (!found.isFile() || found.size > LARGEST_FILE) return undefined;
      return await readFile(path, 'utf8');
    } catch {
      return undefined;
    }
  },
  async readDirectory(uri) {
    try {
      const entries = await readdir(fileURLToPath(uri), { withFileTypes: true });
      return new Map(entries.map((entry) => [entry.name, kindOfEntry(entry)]));
    } catch {
      return undefined;
    }
  },
  async stat(uri) {
    try {
      return factsOf(await stat(fileURLToPath(uri)));
    } catch {
      return undefined;
    }
  },
};
