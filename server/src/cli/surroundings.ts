/** What lies around a Dockerfile on a disk: how it is built, by the files of its project, and what its build context holds. */
import type { EntryKind, Surroundings } from '../core/index';
import type { CliIo } from './io';
import {
  type BuildDefinition,
  type FolderReader,
  type FoundBuild,
  readContext,
  searchBuild,
  searchInlineBuild,
  toSurroundings,
} from '../project/index';

/** The longest that one build context is looked through. */
const SURVEY_MS = 2_000;

export interface SurroundingsReader {
  readonly ofDockerfile: (path: string) => Surroundings;
  /** The path is that of the file that the Dockerfile stands in. */
  readonly ofInline: (composePath: string, builds: readonly BuildDefinition[]) => Surroundings;
}

export function surroundingsFrom(io: CliIo): (dockerfilePath: string) => Surroundings {
  return surroundingsReader(io).ofDockerfile;
}

/** Folders are listed once and files read once, so many Dockerfiles of one project cost one look. */
export function surroundingsReader(io: CliIo): SurroundingsReader {
  const known = remembering(io.context);
  const bounds = { roots: [io.files.absolute('.')], context: undefined };
  const contexts = new Map<string, Surroundings>();

  const startClock = (): (() => boolean) => {
    const end = io.now() + SURVEY_MS;
    return () => io.now() > end;
  };

  const surroundingsOf = (found: FoundBuild): Surroundings => {
    // Dockerfiles of one context share what is found in it.
    const key = JSON.stringify([found.context, found.isAssumed, found.ignoreFile]);
    const shared = contexts.get(key) ?? toSurroundings(found, readContext(found, known, startClock));
    contexts.set(key, shared);
    return shared.context === undefined ? shared : toSurroundings(found, shared.context);
  };

  return {
    ofDockerfile: (path) => surroundingsOf(searchBuild(io.files.absolute(path), bounds, known)),
    ofInline: (path, builds) =>
      surroundingsOf(searchInlineBuild(io.files.absolute(path), builds, bounds, known)),
  };
}

/** How a Dockerfile is built, as far as its project tells. */
export function buildOf(dockerfilePath: string, io: CliIo): FoundBuild {
  const bounds = { roots: [io.files.absolute('.')], context: undefined };
  return searchBuild(io.files.absolute(dockerfilePath), bounds, io.context);
}

function remembering(reader: FolderReader): FolderReader {
  const listings = new Map<string, ReadonlyMap<string, EntryKind> | undefined>();
  const texts = new Map<string, string | undefined>();
  return {
    entriesIn(folder) {
      if (!listings.has(folder)) listings.set(folder, reader.entriesIn(folder));
      return listings.get(folder);
    },
    textOf(path) {
      if (!texts.has(path)) texts.set(path, reader.textOf(path));
      return texts.get(path);
    },
    statOf: (path) => reader.statOf(path),
    parseYaml: (text) => reader.parseYaml(text),
  };
}
