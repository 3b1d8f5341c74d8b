/** From the paths that were typed to the files to judge. */
import { type Glob, globOf, isGlob } from '../glob';
import type { CliFiles } from '../io';
import { unreadable } from '../lintFile';
import type { FileReport } from '../lintReport';
import { isComposeName, mayHoldInlineDockerfile } from '../../project/index';
import { nameOf, tidy } from '../paths';
import type { Progress } from '../progress';
import { findFiles, isDockerfileName } from '../search';

export interface Inputs {
  /** Each file once, as it was typed or found. */
  readonly paths: readonly string[];
  /** A report for each path that cannot be had. */
  readonly failed: readonly FileReport[];
}

/** No path means the current folder. A name that exists is never taken for a pattern. */
export function inputsOf(typed: readonly string[], files: CliFiles, progress: Progress): Inputs {
  const paths = new Map<string, string>();
  const failed: FileReport[] = [];
  const add = (path: string): void => {
    const identity = files.absolute(path);
    if (!paths.has(identity)) paths.set(identity, path);
  };
  const search = (folder: string, isWanted: (path: string) => boolean): number => {
    const onFolder = (shown: string): void => progress.tell(`Searching ${shown}`);
    const found = findFiles(folder, files, { isWanted, onFolder });
    for (const each of found.paths) if (!isYamlName(each) || holdsDockerfile(each, files)) add(each);
    for (const each of found.unreadableFolders) failed.push(unreadable(each, 'this folder cannot be read'));
    return found.paths.length + found.unreadableFolders.length;
  };
  for (const path of typed.length === 0 ? ['.'] : typed.map(tidy)) {
    switch (files.kindOf(path)) {
      case 'missing':
        if (!isGlob(path)) {
          failed.push(unreadable(path, 'no such file or folder'));
        } else {
          const glob = globOf(path);
          const count = files.kindOf(glob.folder) === 'folder' ? search(glob.folder, wantedBy(glob)) : 0;
          if (count === 0) failed.push(unreadable(path, 'no file matches this pattern'));
        }
        break;
      case 'file':
        add(path);
        break;
      case 'folder':
        search(path, (each) => isSearchedFor(nameOf(each)));
        break;
    }
  }
  return { paths: [...paths.values()], failed };
}

function wantedBy(glob: Glob): (path: string) => boolean {
  return (path) => glob.matches(path) && (!glob.isOpen || isSearchedFor(nameOf(path)));
}

function isSearchedFor(name: string): boolean {
  return isDockerfileName(name) || isComposeName(name);
}

/** No Dockerfile ends like that: such a file is read as a Compose file, for the Dockerfiles that stand in it. */
export function isYamlName(path: string): boolean {
  return /\.ya?ml$/i.test(path);
}

/** Hardly a Compose file does, and one that was only found is then none of ours. */
function holdsDockerfile(path: string, files: CliFiles): boolean {
  const content = files.read(path);
  return content.kind === 'text' && mayHoldInlineDockerfile(content.text);
}
