/** Reads what lies around a Dockerfile from the disk, at once: a listing and a small file cost less than waiting for them. */
import { readdirSync, readFileSync } from 'node:fs';
import type { ContextReader } from '../cli/surroundings';

export const nodeContextReader: ContextReader = {
  namesIn(folder) {
    try {
      return new Set(readdirSync(folder));
    } catch {
      return undefined;
    }
  },
  textOf(path) {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return undefined;
    }
  },
};
