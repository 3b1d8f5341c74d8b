/** Chooses what of a built JavaScript project the running program gets: its results, and every file that it may read. */
import { isWithin } from '../../../../model/artifacts/effects';
import type { ProjectOutput } from '../../../../model/javascript/buildOutputs';
import type { Project } from '../../contract';
import { holdsOnlySources, isForDevelopment, type Builder } from './buildOnly';
import { contextFolderAt, type Listing } from './layout';

export interface CarriedFile {
  /** Relative to the project's folder. */
  readonly path: string;
  readonly kind: 'file' | 'directory';
}

export interface ProjectContent {
  readonly project: Project;
  /** Absolute. */
  readonly root: string;
  readonly listing: Listing;
  readonly outputs: readonly ProjectOutput[];
  /** Folders of the project that dependencies are linked to. */
  readonly linked: readonly string[];
  readonly hasDependencies: boolean;
  /** Files of the project that only the build runs. */
  readonly buildFiles: ReadonlySet<string>;
  /** True when a later COPY brings the files of the context anyway. */
  readonly isCopiedLater: boolean;
}

/** In the order in which they are copied: what changes least comes first. */
export function carriedFiles(content: ProjectContent): readonly CarriedFile[] {
  const { listing, outputs, hasDependencies, linked, isCopiedLater } = content;
  const carried: CarriedFile[] = [];
  const add = (path: string, kind: CarriedFile['kind']): void => {
    if (!carried.some((each) => isWithin(path, each.path))) carried.push({ path, kind });
  };
  if (!isCopiedLater && [...listing.keys()].some((name) => /^package.*\.json$/.test(name)))
    add('package.json', 'file');
  if (hasDependencies) add('node_modules', 'directory');
  if (!isCopiedLater) {
    for (const [name, kind] of [...listing].sort(([one], [other]) => (one < other ? -1 : 1)))
      if (isCarried(content, name, kind)) add(name, kind === 'file' ? 'file' : 'directory');
    for (const folder of linked) add(folder, 'directory');
  }
  for (const { path } of outputs) add(path, /\.[cm]?js$/.test(path) ? 'file' : 'directory');
  return carried;
}

function isCarried(content: ProjectContent, name: string, kind: 'file' | 'folder'): boolean {
  const { project, root, outputs } = content;
  if (isForDevelopment(name) || content.buildFiles.has(name) || /^package.*\.json$/.test(name)) return false;
  if (kind === 'file') return !/\.(?:[cm]?tsx?|jsx|vue|svelte)$/.test(name);
  // An output that lies in the context as well was made by an earlier build on somebody's machine.
  if (outputs.some(({ path }) => path === name)) return false;
  const inner = outputs.filter(({ path }) => isWithin(path, name));
  const folder = contextFolderAt(project, `${root === '/' ? '' : root}/${name}`);
  // Without a look into it, a folder of sources is known by its name alone.
  if (folder === undefined) return !(name === 'src' && outputs.length > 0) && inner.length === 0;
  if (inner.length > 0 && project.contextKind(`${folder.path}/package.json`) === 'file') return false;
  return outputs.length === 0 || !holdsOnlySources(project, folder.path, builderOf(outputs));
}

function builderOf(outputs: readonly ProjectOutput[]): Builder {
  return outputs.every(({ tool }) => /^(?:tsc|nest|swc|babel|vue-tsc)$/.test(tool)) ? 'compiler' : 'bundler';
}
