/** What lies around a Dockerfile on a disk: how it is built, by the files of its project, and what its build context holds. */
import type { EntryKind, Surroundings } from '../core/index';
import type { CliIo } from './io';
import {
  answered,
  findBuild,
  type FolderReader,
  type FoundBuild,
  readContext,
  toSurroundings,
} from '../project/index';

/** The little of a file system that surroundings are made of; paths are absolute. */
export type ContextReader = FolderReader;

/** The longest that one build context is looked through. */
const SURVEY_MS = 2_000;

/** Folders are listed once and files read once, so many Dockerfiles of one project cost one look. */
export function surroundingsFrom(io: CliIo): (dockerfilePath: string) => Surroundings {
  const known = remembering(io.context);
  const bounds = { roots: [io.files.absolute('.')], context: undefined };
  const contexts = new Map<string, Surroundings>();

  const startClock = (): (() => boolean) => {
    const end = io.now() + SURVEY_MS;
    return () => io.now() > end;
  };

  return (dockerfilePath) => {
    const found = buildOf(io.files.absolute(dockerfilePath));
    // Dockerfiles of one context share what is found in it.
    const key = JSON.stringify([found.context, found.isAssumed, found.ignoreFile]);
    const shared = contexts.get(key) ?? toSurroundings(found, readContext(found, known, startClock));
    contexts.set(key, shared);
    return shared.context === undefined ? shared : toSurroundings(found, shared.context);
  };

  function buildOf(path: string): FoundBuild {
    const search = findBuild(path, bounds);
    let step = search.next();
    while (step.done !== true) step = search.next(answered(step.value, known));
    return step.value;
  }
}

function remembering(reader: ContextReader): ContextReader {
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
  };
}
