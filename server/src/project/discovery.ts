/** Finds how a Dockerfile is built: by the Compose and Bake files and dev containers around it, else by where its sources lie. */
import { contextSourcesOf, type EntryKind, type IgnoreFile } from '../core/index';
import { isBakeName, readBakeFile } from './bake';
import type { BuildDefinition } from './build';
import { isComposeName, readComposeFiles, type ComposeFile } from './compose';
import { readDevContainer } from './devContainer';
import type { ProjectAnswer, ProjectQuestion } from './questions';
import { folderOf, isWithin, nameOf, relativePath, resolvePath } from './paths';

export interface ProjectBounds {
  /** Absolute folders that are open in the editor, or the one that the command line runs in. */
  readonly roots: readonly string[];
  /** The build context that the user has chosen, absolute or relative to the root around the Dockerfile. */
  readonly context: string | undefined;
}

export interface FoundBuild {
  /** Absolute folder. */
  readonly context: string;
  /** False when a setting or a build file names the context. */
  readonly isAssumed: boolean;
  /** True for a context in the repository or in an open folder: only there are files looked for that nobody named. */
  readonly isInProject: boolean;
  readonly ignoreFile: IgnoreFile;
  /** Names directly in the context; undefined when it cannot be listed. */
  readonly contextEntries: ReadonlySet<string> | undefined;
  readonly gitIgnoreText: string | undefined;
  /** See `Surroundings`. */
  readonly targets: readonly string[];
  readonly buildArguments: ReadonlyMap<string, string | undefined>;
  /** See `BuildDefinition`; undefined too where builds disagree. */
  readonly namedContexts: ReadonlyMap<string, string | undefined>;
}

export type Asking<T> = Generator<ProjectQuestion, T, ProjectAnswer>;

/** More folders than that no repository has above a Dockerfile. */
const HIGHEST = 12;
const MOST_BUILD_FILES = 24;

/** Folders beside a project's own that build files are put into. */
const BUILD_FOLDERS =
  /^(?:\.?docker|\.?devcontainer|deploy(?:ment)?|compose|containers?|infra|ops|build|ci|\.?bake|dev|local)$/i;

/** True for the names of files that say how Dockerfiles are built. */
export function isBuildFileName(name: string): boolean {
  return isComposeName(name) || isBakeName(name) || /^\.?devcontainer\.json$/.test(name);
}

/**
 * @param dockerfile absolute path
 * @param sources what the Dockerfile copies from its context, as an editor holds it; the file is read when it is left out and
 *   that matters
 */
export function* findBuild(
  dockerfile: string,
  bounds: ProjectBounds,
  sources?: () => readonly string[],
): Asking<FoundBuild> {
  const own = folderOf(dockerfile);
  const above = yield* foldersAbove(own, bounds.roots);
  const builds = (yield* definitionsIn([
    ...above,
    ...bounds.roots.filter((root) => !above.includes(root)),
  ])).filter((build) => build.dockerfile === dockerfile);
  const chosen = chosenContext(own, bounds);
  const named = chosen ?? builds[0]?.context;
  const context = named ?? (yield* fittingFolder(above, dockerfile, sources));
  return yield* described({ context, builds, isAssumed: named === undefined, dockerfile }, [
    above.at(-1) ?? own,
    ...bounds.roots,
  ]);
}

/**
 * For a Dockerfile that stands in a Compose file.
 *
 * @param file absolute path of the Compose file
 */
export function* findInlineBuild(
  file: string,
  builds: readonly BuildDefinition[],
  bounds: ProjectBounds,
): Asking<FoundBuild> {
  const own = folderOf(file);
  const above = yield* foldersAbove(own, bounds.roots);
  const context = chosenContext(own, bounds) ?? builds[0]?.context ?? own;
  return yield* described({ context, builds, isAssumed: builds.length === 0, dockerfile: undefined }, [
    above.at(-1) ?? own,
    ...bounds.roots,
  ]);
}

function chosenContext(own: string, { context, roots }: ProjectBounds): string | undefined {
  return context === undefined ? undefined : resolvePath(rootOf(own, roots), context);
}

interface Located {
  readonly context: string;
  readonly builds: readonly BuildDefinition[];
  readonly isAssumed: boolean;
  /** Undefined for one that is no file. */
  readonly dockerfile: string | undefined;
}

function* described(
  { context, builds, isAssumed, dockerfile }: Located,
  project: readonly string[],
): Asking<FoundBuild> {
  const entries = yield* entriesOf(context);
  return {
    context,
    isAssumed,
    isInProject: project.some((folder) => isWithin(folder, context)),
    ignoreFile: yield* ignoreFileOf(dockerfile, context, entries),
    contextEntries: entries === undefined ? undefined : new Set(entries.keys()),
    gitIgnoreText: entries?.has('.gitignore') === true ? yield* textOf(`${context}/.gitignore`) : undefined,
    targets: [...new Set(builds.flatMap(({ target }) => target ?? []))],
    buildArguments: agreed(builds.map(({ args }) => args)),
    // A build that does not name a context has no say in where it lies.
    namedContexts: agreedWhereNamed(builds.map(({ namedContexts }) => namedContexts)),
  };
}

/** The Dockerfile's folder and those above it, up to the repository's root, or to the open folder outside of one. */
function* foldersAbove(own: string, roots: readonly string[]): Asking<readonly string[]> {
  const folders: string[] = [];
  for (let folder = own; folders.length < HIGHEST; folder = folderOf(folder)) {
    folders.push(folder);
    if ((yield* entriesOf(folder))?.has('.git') === true) return folders;
    if (folder === folderOf(folder)) break;
  }
  const root = rootOf(own, roots);
  return isWithin(root, own) ? folders.filter((folder) => isWithin(root, folder)) : [own];
}

/** The innermost open folder around it, else the folder itself. */
function rootOf(folder: string, roots: readonly string[]): string {
  const around = roots.filter((root) => isWithin(root, folder));
  return around.reduce((inner, root) => (root.length > inner.length ? root : inner), around[0] ?? folder);
}

/** Those of nearer folders first. */
function* definitionsIn(folders: readonly string[]): Asking<readonly BuildDefinition[]> {
  const definitions: BuildDefinition[] = [];
  for (const files of yield* buildFilesIn(folders)) {
    const compose: ComposeFile[] = [];
    for (const { path, text } of files) {
      const name = nameOf(path);
      if (isComposeName(name)) compose.push({ path, content: yield* yamlOf(text) });
      else if (isBakeName(name)) definitions.push(...readBakeFile(path, text));
      else {
        const container = readDevContainer(path, text);
        if (container !== undefined) definitions.push(container);
      }
    }
    definitions.push(...readComposeFiles(compose));
  }
  return definitions;
}

export interface BuildFile {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
}

/** Every Compose, Bake and dev container file that may build the Dockerfile; those of one folder together, nearer ones first. */
export function* findBuildFiles(
  dockerfile: string,
  { roots }: Pick<ProjectBounds, 'roots'>,
): Asking<readonly (readonly BuildFile[])[]> {
  const above = yield* foldersAbove(folderOf(dockerfile), roots);
  return yield* buildFilesIn([...above, ...roots.filter((root) => !above.includes(root))]);
}

function* buildFilesIn(folders: readonly string[]): Asking<readonly (readonly BuildFile[])[]> {
  const found: (readonly BuildFile[])[] = [];
  const seen = new Set<string>();
  let read = 0;
  for (const folder of folders) {
    const entries = yield* entriesOf(folder);
    for (const place of [folder, ...buildFoldersIn(folder, entries)]) {
      if (seen.has(place) || read > MOST_BUILD_FILES) continue;
      seen.add(place);
      const names = (place === folder ? entries : yield* entriesOf(place)) ?? new Map<string, EntryKind>();
      const files: BuildFile[] = [];
      for (const name of [...names.keys()].sort()) {
        if (!isBuildFileName(name) || names.get(name) === 'folder') continue;
        read += 1;
        const path = resolvePath(place, name);
        const text = yield* textOf(path);
        if (text !== undefined) files.push({ path, text });
      }
      if (files.length > 0) found.push(files);
    }
  }
  return found;
}

function buildFoldersIn(
  folder: string,
  entries: ReadonlyMap<string, EntryKind> | undefined,
): readonly string[] {
  return [...(entries ?? [])].flatMap(([name, kind]) =>
    kind === 'folder' && BUILD_FOLDERS.test(name) ? [resolvePath(folder, name)] : [],
  );
}

/** The first folder that holds every source, from the Dockerfile's own upwards; its own when none does. */
function* fittingFolder(
  above: readonly string[],
  dockerfile: string,
  sourcesOfEditor: (() => readonly string[]) | undefined,
): Asking<string> {
  const [own = '/'] = above;
  const sources = sourcesOfEditor?.() ?? contextSourcesOf((yield* textOf(dockerfile)) ?? '');
  if (sources.length === 0) return own;
  for (const folder of above) {
    let isFitting = true;
    for (const source of sources) {
      if (yield* exists(folder, source)) continue;
      isFitting = false;
      break;
    }
    if (isFitting) return folder;
  }
  return own;
}

function* exists(folder: string, path: string): Asking<boolean> {
  let at = folder;
  for (const part of path.split('/')) {
    const kind = (yield* entriesOf(at))?.get(part);
    if (kind === undefined) return false;
    // Where a link leads is not followed up: it is there.
    if (kind === 'link') return true;
    at = resolvePath(at, part);
  }
  return true;
}

/** One that is named after the Dockerfile, beside it, comes before the context's own (BuildKit: frontend/dockerui/context.go). */
function* ignoreFileOf(
  dockerfile: string | undefined,
  context: string,
  entries: ReadonlyMap<string, EntryKind> | undefined,
): Asking<IgnoreFile> {
  const candidates = [
    ...(dockerfile === undefined ? [] : [`${dockerfile}.dockerignore`]),
    resolvePath(context, '.dockerignore'),
  ];
  for (const candidate of candidates) {
    const folder = folderOf(candidate);
    const names = folder === context ? entries : yield* entriesOf(folder);
    if (names?.has(nameOf(candidate)) === false) continue;
    const path = relativePath(context, candidate);
    const text = yield* textOf(candidate);
    if (text !== undefined) return { kind: 'present', path, text };
    // It is there, or it may be, and says what nobody can read.
    if (names !== undefined) return { kind: 'unknown' };
  }
  // A folder that cannot be listed cannot be said to lack a file.
  return entries === undefined ? { kind: 'unknown' } : { kind: 'absent', path: '.dockerignore' };
}

/**
 * A value counts where all builds give the same. Where they differ, or one gives none and so takes the default, there is no one
 * value: what is true of the image of one service need not be of another's, and findings are for all of them.
 */
type Values = ReadonlyMap<string, string | undefined>;

function agreed(builds: readonly Values[]): Values {
  const names = new Set(builds.flatMap((values) => [...values.keys()]));
  return new Map([...names].map((name) => [name, only(builds.map((values) => values.get(name)))]));
}

function agreedWhereNamed(builds: readonly Values[]): Values {
  const names = new Set(builds.flatMap((values) => [...values.keys()]));
  return new Map(
    [...names].map((name) => [
      name,
      only(builds.flatMap((values) => (values.has(name) ? [values.get(name)] : []))),
    ]),
  );
}

function only(values: readonly (string | undefined)[]): string | undefined {
  return new Set(values).size === 1 ? values[0] : undefined;
}

function* entriesOf(folder: string): Asking<ReadonlyMap<string, EntryKind> | undefined> {
  const answer = yield { kind: 'entries', folder };
  return answer.kind === 'entries' ? answer.entries : undefined;
}

function* textOf(path: string): Asking<string | undefined> {
  const answer = yield { kind: 'text', path };
  return answer.kind === 'text' ? answer.text : undefined;
}

function* yamlOf(text: string): Asking<unknown> {
  const answer = yield { kind: 'yaml', text };
  return answer.kind === 'yaml' ? answer.content : undefined;
}
