/** Drives the search for a build, over a file system that answers at once or over one that takes its time. */
import type { EntryKind } from '../core/index';
import type { BuildDefinition } from './build';
import {
  type Asking,
  type BuildFile,
  findBuild,
  findBuildFiles,
  findInlineBuild,
  type FoundBuild,
  type ProjectBounds,
} from './discovery';
import { answered, fetched, type FolderFetcher, type FolderReader } from './questions';

/** @param dockerfile absolute path */
export function searchBuild(dockerfile: string, bounds: ProjectBounds, reader: FolderReader): FoundBuild {
  return answeredAtOnce(findBuild(dockerfile, bounds), reader);
}

/** @param file absolute path of the Compose file that holds the Dockerfile */
export function searchInlineBuild(
  file: string,
  builds: readonly BuildDefinition[],
  bounds: ProjectBounds,
  reader: FolderReader,
): FoundBuild {
  return answeredAtOnce(findInlineBuild(file, builds, bounds), reader);
}

function answeredAtOnce(search: Asking<FoundBuild>, reader: FolderReader): FoundBuild {
  let step = search.next();
  while (step.done !== true) {
    const question = step.value;
    step = search.next(
      question.kind === 'yaml'
        ? { kind: 'yaml', content: parsed(question.text, reader) }
        : answered(question, reader, asItIs),
    );
  }
  return step.value;
}

function parsed(text: string, reader: FolderReader): unknown {
  try {
    return reader.parseYaml(text);
  } catch {
    return undefined;
  }
}

export interface FetchedBuild {
  readonly found: FoundBuild;
  /** Every folder that was looked into, by absolute path. */
  readonly listed: ReadonlyMap<string, ReadonlyMap<string, EntryKind> | undefined>;
}

/** @param sources what the Dockerfile copies from its context, as an editor holds it; asked for when it matters */
export async function fetchBuild(
  dockerfile: string,
  sources: () => readonly string[],
  bounds: ProjectBounds,
  fetcher: FolderFetcher,
): Promise<FetchedBuild> {
  const listed = new Map<string, ReadonlyMap<string, EntryKind> | undefined>();
  const remembering: FolderFetcher = {
    ...fetcher,
    async entriesIn(folder) {
      if (!listed.has(folder)) listed.set(folder, await fetcher.entriesIn(folder));
      return listed.get(folder);
    },
  };
  return { found: await answeredInTime(findBuild(dockerfile, bounds, sources), remembering), listed };
}

/** @param dockerfile absolute path */
export function fetchBuildFiles(
  dockerfile: string,
  bounds: Pick<ProjectBounds, 'roots'>,
  fetcher: FolderFetcher,
): Promise<readonly (readonly BuildFile[])[]> {
  return answeredInTime(findBuildFiles(dockerfile, bounds), fetcher);
}

async function answeredInTime<T>(search: Asking<T>, fetcher: FolderFetcher): Promise<T> {
  let step = search.next();
  while (step.done !== true) {
    const question = step.value;
    step = search.next(
      question.kind === 'yaml'
        ? { kind: 'yaml', content: await fetcher.parseYaml(question.text).catch(() => undefined) }
        : await fetched(question, fetcher, asItIs),
    );
  }
  return step.value;
}

function asItIs(path: string): string {
  return path;
}
