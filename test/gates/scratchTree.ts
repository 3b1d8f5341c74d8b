/** A folder with a few files in it, for a gate to judge; gone when the tests of the file are over. */
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after } from 'node:test';

/** The repository's root; the tests run from `out/test/gates`. */
export const repository = join(__dirname, '../../..');

export interface ScratchTree {
  readonly path: string;
  write(files: Readonly<Record<string, string>>): void;
  /** Takes files or folders of the repository over, at the same place. */
  copy(...paths: readonly string[]): void;
  /** Makes the repository's packages resolvable. */
  linkPackages(): void;
}

export function scratchTree(files: Readonly<Record<string, string>> = {}): ScratchTree {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'stagewright-gate-')));
  after(() => rmSync(path, { recursive: true, force: true }));
  const tree: ScratchTree = {
    path,
    write: (more) => {
      for (const [name, text] of Object.entries(more)) {
        mkdirSync(dirname(join(path, name)), { recursive: true });
        writeFileSync(join(path, name), text);
      }
    },
    copy: (...paths) => {
      for (const name of paths) cpSync(join(repository, name), join(path, name), { recursive: true });
    },
    linkPackages: () => symlinkSync(join(repository, 'node_modules'), join(path, 'node_modules')),
  };
  tree.write(files);
  return tree;
}
