/** Files that run with the rights of their owner or group, whoever starts them. */
import type { PrivilegedFileReport } from '../contentsReport';
import type { Examiner } from './examiner';

const SET_USER = 0o4000;
const SET_GROUP = 0o2000;
const EXECUTABLE = 0o111;

export function privilegeExaminer(): Examiner<readonly PrivilegedFileReport[]> {
  return {
    conclude({ layers, fileSystem }) {
      const found: PrivilegedFileReport[] = [];
      for (const { entry, layer } of fileSystem.seen.values()) {
        if (entry.kind !== 'file' || (entry.mode & EXECUTABLE) === 0) continue;
        const isSetUser = (entry.mode & SET_USER) !== 0;
        if (!isSetUser && (entry.mode & SET_GROUP) === 0) continue;
        found.push({
          path: `/${entry.path}`,
          mode: entry.mode.toString(8).padStart(4, '0'),
          owner: isSetUser ? entry.uid : entry.gid,
          right: isSetUser ? 'user' : 'group',
          line: layers[layer]?.line,
          isBase: layers[layer]?.isBase ?? false,
        });
      }
      return found.sort((a, b) => (a.path < b.path ? -1 : 1));
    },
  };
}
