/** Finds how a Dockerfile is built and what its build context holds, through whatever file system has it. */
import {
  type BuildContext,
  type EntryKind,
  type IgnoreFile,
  NO_SURROUNDINGS,
  type Surroundings,
} from '../core/index';
import {
  type ContextFetcher,
  fetchBuild,
  FetchedContext,
  type FoundBuild,
  toSurroundings,
  YAML_OPTIONS,
} from '../project/index';
import type { Files, Platform } from './platform';
import { folderOf, pathOf, toUri } from './uris';

export interface FoundSurroundings {
  readonly surroundings: Surroundings;
  /** URI of the build context's root; undefined for a document that lies in no folder. */
  readonly context: string | undefined;
  /** Where the named build contexts lie, by name; left out for one whose place only the build can tell. */
  readonly namedContexts: Readonly<Record<string, string>>;
}

export interface Search {
  /** URI of the Dockerfile. */
  readonly uri: string;
  /** What it copies from its build context, as the editor holds it; paths, each once. */
  readonly sources: () => readonly string[];
  /** URIs of the open folders. */
  readonly roots: readonly string[];
  /** The build context that the settings name. */
  readonly context: string | undefined;
  /** What was known before. */
  readonly previous: BuildContext | undefined;
  /** True when files of the context have come or gone, so that what was found in it must be looked for again. */
  readonly isChanged: boolean;
}

/** The longest that one build context is looked through. */
const SURVEY_MS = 3_000;

export async function findSurroundings(
  search: Search,
  files: Files,
  clock: Pick<Platform, 'after'>,
): Promise<FoundSurroundings> {
  const { uri } = search;
  const own = folderOf(uri);
  const path = pathOf(uri);
  if (own === undefined || path === undefined)
    return { surroundings: NO_SURROUNDINGS, context: own, namedContexts: {} };
  const fetcher = fetcherOf(uri, files, clock);
  const roots = search.roots.flatMap((root) => pathOf(root) ?? []);
  const bounds = { roots, context: search.context };
  const { found, listed } = await fetchBuild(path, search.sources, bounds, fetcher);
  const context = await contextOf(found, search, fetcher, listed);
  return {
    surroundings: toSurroundings(found, context),
    context: found.context === pathOf(own) ? own : toUri(uri, found.context),
    namedContexts: Object.fromEntries(
      [...found.namedContexts].flatMap(([name, place]) => (place === undefined ? [] : [[name, place]])),
    ),
  };
}

/** Takes over what was known of the same folder, so that nothing that was found before goes away for a moment. */
async function contextOf(
  found: FoundBuild,
  { sources, previous, isChanged }: Search,
  fetcher: ContextFetcher,
  listed: ReadonlyMap<string, ReadonlyMap<string, EntryKind> | undefined>,
): Promise<FetchedContext> {
  if (!(previous instanceof FetchedContext) || previous.root !== found.context) {
    // What the first findings ask for is fetched at once, a listing for each folder that is copied from.
    const fresh = FetchedContext.of(found, fetcher, listed);
    for (const source of sources()) fresh.look(source);
    return fresh.isWanting ? fresh.fetched() : fresh;
  }
  if (!previous.hasIgnoreFile(found.ignoreFile)) return previous.renewed(found, 'dropped');
  return previous.renewed(found, isChanged ? 'renewed' : 'kept');
}

export function fetcherOf(uri: string, files: Files, clock: Pick<Platform, 'after'>): ContextFetcher {
  return {
    entriesIn: (folder) => files.readDirectory(toUri(uri, folder)),
    textOf: (path) => files.readText(toUri(uri, path)),
    statOf: (path) => files.stat(toUri(uri, path)),
    async parseYaml(text) {
      // Loaded with the first Compose file, which most sessions never see.
      const { parse } = await import('./yaml.js');
      const content: unknown = parse(text, YAML_OPTIONS);
      return content;
    },
    patience() {
      let isOver = false;
      clock.after(SURVEY_MS, () => (isOver = true));
      return () => isOver;
    },
  };
}

/** True when the analysis cannot tell them apart. */
export function areEqual(one: Surroundings, other: Surroundings): boolean {
  return (
    one === other ||
    (one.target === other.target &&
      isSameIgnoreFile(one.ignoreFile, other.ignoreFile) &&
      isSameSet(one.contextEntries, other.contextEntries) &&
      isSameSet(one.namedContexts, other.namedContexts) &&
      isSameSet(new Set(one.targets), new Set(other.targets)) &&
      isSameMap(one.buildArguments, other.buildArguments) &&
      isSameContext(one.context, other.context))
  );
}

function isSameContext(one: BuildContext | undefined, other: BuildContext | undefined): boolean {
  return one === other || (one instanceof FetchedContext && one.isSameAs(other));
}

function isSameIgnoreFile(one: IgnoreFile, other: IgnoreFile): boolean {
  if (one.kind !== other.kind) return false;
  if (one.kind === 'unknown' || other.kind === 'unknown') return true;
  if (one.path !== other.path) return false;
  return one.kind !== 'present' || other.kind !== 'present' || one.text === other.text;
}

function isSameSet(one: ReadonlySet<string> | undefined, other: ReadonlySet<string> | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return one.size === other.size && [...one].every((entry) => other.has(entry));
}

/** A name without a value is not the same as no name. */
function isSameMap(
  one: ReadonlyMap<string, string | undefined>,
  other: ReadonlyMap<string, string | undefined>,
): boolean {
  return (
    one.size === other.size && [...one].every(([name, value]) => other.has(name) && other.get(name) === value)
  );
}
