/** Where the folders of the build context lie in the stage, so that files are read and carried by their path in the image. */
import { contextSources } from '../../../../model/contextCopies';
import { destinationOf } from '../../../../model/artifacts/copyPaths';
import { isWithin } from '../../../../model/artifacts/effects';
import { isGlob, kindAt, type BuildContext } from '../../../../model/context/buildContext';
import { cleanPath, readIgnorePatterns } from '../../../../model/context/ignorePatterns';
import type { ProjectFolder } from '../../../../model/javascript/projectFolder';
import { copyView } from '../../../../syntax/views';
import type { Project, Step } from '../../contract';

/** The folder of the context whose content lies at an absolute path of the stage; undefined when it is not known. */
export function contextFolderAt(project: Project, path: string): ProjectFolder | undefined {
  const { context } = project.surroundings;
  if (context === undefined) return undefined;
  for (const { source, to } of copiedFolders(project, context)) {
    if (!isWithin(path, to)) continue;
    const inner = to === '/' ? path.slice(1) : path.slice(to.length + 1);
    const folder = cleanPath(`${source}/${inner}`).replace(/^\/|^\.$/g, '');
    if (kindAt(context, folder) === 'folder') return { context, path: folder };
  }
  return undefined;
}

interface CopiedFolder {
  /** In the context. */
  readonly source: string;
  readonly to: string;
}

/** The last first: it is the one whose files lie on top. */
function copiedFolders(project: Project, context: BuildContext): readonly CopiedFolder[] {
  return project.steps
    .flatMap(({ instruction }) => {
      if (instruction.flags.some(({ name }) => name === 'parents')) return [];
      const to =
        contextSources(instruction).length === 0 ? undefined : destinationOf(project.stage, instruction);
      if (to === undefined) return [];
      return contextSources(instruction).flatMap(({ value }): CopiedFolder[] => {
        const source = cleanSource(value);
        if (source === '*' || source === '') return [{ source: '', to: to.path }];
        return !isGlob(source) && kindAt(context, source) === 'folder' ? [{ source, to: to.path }] : [];
      });
    })
    .reverse();
}

function cleanSource(value: string): string {
  const path = cleanPath(value.replace(/^\/+/, ''));
  return path === '.' ? '' : path;
}

/** What lies in a folder of the stage because it was copied from the context until a step, by name; undefined when not all is known. */
export type Listing = ReadonlyMap<string, 'file' | 'folder'>;

export function listingAt(project: Project, folder: string, ends: Step): Listing | undefined {
  const found = new Map<string, 'file' | 'folder'>();
  for (const step of project.steps) {
    if (step.index > ends.index) break;
    const copied = copiedInto(project, step, folder);
    if (copied === undefined) return undefined;
    for (const [name, kind] of copied) found.set(name, kind);
  }
  return found;
}

const NOTHING: Listing = new Map();

function copiedInto(project: Project, { instruction }: Step, folder: string): Listing | undefined {
  if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') return NOTHING;
  const to = destinationOf(project.stage, instruction);
  if (to === undefined) return undefined;
  if (!isWithin(to.path, folder) && !isWithin(folder, to.path)) return NOTHING;
  const { from, sources } = copyView(instruction);
  const isOdd = instruction.flags.some(({ name }) => name === 'parents' || name === 'exclude');
  if (isOdd || from !== undefined || instruction.heredocs.length > 0) return undefined;
  const found = new Map<string, 'file' | 'folder'>();
  for (const source of sources) {
    const names = namesOf(project, cleanSource(source.value), to, folder, sources.length);
    if (names === undefined) return undefined;
    for (const [name, kind] of names) found.set(name, kind);
  }
  return found;
}

function namesOf(
  project: Project,
  source: string,
  to: NonNullable<ReturnType<typeof destinationOf>>,
  folder: string,
  sources: number,
): Listing | undefined {
  const contextKind = (path: string): ReturnType<Project['contextKind']> => project.contextKind(path);
  const { surroundings } = project;
  const inner = to.path === folder ? '' : to.path.slice(folder === '/' ? 1 : folder.length + 1);
  // A file that is copied to a name of its own, or into a folder below.
  if (to.path !== folder && isWithin(to.path, folder)) {
    const [name = ''] = inner.split('/');
    const isFile =
      sources === 1 && !inner.includes('/') && (contextKind(source) === 'file' || looksLikeFile(inner));
    return new Map([[name, isFile ? 'file' : 'folder']]);
  }
  const { context } = surroundings;
  const last = source.replace(/^.*\//, '');
  if (/^[^*?[\]\\]*\*[^*?[\]\\/]*$/.test(source) && last !== '*' && to.path === folder)
    return globbed(context, source);
  if ((isGlob(source) && source !== '*') || /^[a-z]+:/.test(source)) return undefined;
  const kind = source === '' || source === '*' ? 'folder' : contextKind(source);
  if (kind === 'file' || (kind === undefined && looksLikeFile(source)))
    return to.path === folder ? new Map([[source.replace(/^.*\//, ''), 'file']]) : NOTHING;
  if (kind !== 'folder' || context === undefined) return undefined;
  const below = to.path === folder ? '' : folder.slice(to.path === '/' ? 1 : to.path.length + 1);
  const path = [source === '*' ? '' : source, below].filter((part) => part !== '').join('/');
  if (path !== '' && contextKind(path) !== 'folder')
    return contextKind(path) === 'missing' ? NOTHING : undefined;
  return sentEntries(surroundings, path);
}

/** `package*.json` and the like: manifests, of which it does not matter which are there. */
function globbed(context: BuildContext | undefined, source: string): Listing | undefined {
  const name = source.replace(/^.*\//, '');
  if (/^(?:package|tsconfig|yarn|npm|pnpm|bun)/.test(name) && context === undefined)
    return new Map([[name.replace('*', ''), 'file']]);
  if (context === undefined) return undefined;
  const folder = source.includes('/') ? source.slice(0, source.lastIndexOf('/')) : '';
  const entries = context.entriesIn(folder);
  if (entries === undefined) return undefined;
  const [start = '', end = ''] = name.split('*');
  return new Map(
    [...entries.keys()]
      .filter((entry) => entry.startsWith(start) && entry.endsWith(end) && entry.length >= name.length - 1)
      .map((entry) => [entry, 'file']),
  );
}

function looksLikeFile(path: string): boolean {
  return /\.\w+$/.test(path);
}

/** What of a folder of the context is sent; undefined when it is not known. */
export function sentEntries(
  { context, ignoreFile }: Project['surroundings'],
  folder: string,
): Listing | undefined {
  const entries = context?.entriesIn(folder);
  if (entries === undefined) return undefined;
  const patterns = readIgnorePatterns(ignoreFile.kind === 'present' ? ignoreFile.text : '');
  const found = new Map<string, 'file' | 'folder'>();
  for (const [name, kind] of entries) {
    const path = folder === '' ? name : `${folder}/${name}`;
    // A folder that is left out may hold files that an exception takes back.
    if (patterns.ignores(path) && (kind === 'file' || !patterns.hasExceptions)) continue;
    // Where a link leads does not matter for copying it.
    found.set(name, kind === 'link' ? 'file' : kind);
  }
  return found;
}
