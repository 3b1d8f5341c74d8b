/** The operating system by its own words: `os-release` (freedesktop.org, os-release(5)). */
import type { SystemReport } from '../contentsReport';
import { latin1 } from './bytes';
import type { Examiner } from './examiner';

const FILES = ['etc/os-release', 'usr/lib/os-release'];

export function systemExaminer(): Examiner<SystemReport | undefined> {
  const found = new Map<string, SystemReport>();
  return {
    wants: ({ path }) => FILES.includes(path),
    read: (layer, { path }, content) => {
      const text = latin1(content);
      const field = (name: string): string | undefined =>
        new RegExp(`^${name}=["']?(.*?)["']?$`, 'mu').exec(text)?.[1];
      found.set(`${layer} ${path}`, {
        id: field('ID') ?? 'linux',
        name: field('PRETTY_NAME') ?? field('NAME') ?? 'Linux',
        version: field('VERSION_ID'),
      });
    },
    conclude({ fileSystem, names }) {
      for (const path of FILES) {
        const layer = fileSystem.seen.get(path)?.layer;
        const report = layer === undefined ? undefined : found.get(`${names[layer] ?? ''} ${path}`);
        if (report !== undefined) return report;
      }
      return undefined;
    },
  };
}
