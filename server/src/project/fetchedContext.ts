/**
 * A build context behind a file system that takes its time. It answers from what was fetched before, notes what it was
 * asked for in vain, and fetches that when told to: so a listing, however long, stays off the path of a keystroke.
 */
import {
  type BuildContext,
  type ContextFile,
  type ContextSurvey,
  type EntryKind,
  type IgnoreFile,
  readIgnorePatterns,
  SURVEY_LIMITS,
  surveying,
} from '../core/index';
import { LARGEST_MANIFEST, LARGEST_TEXT, toContextFile } from './contextFile';
import type { FoundBuild } from './discovery';
import { gitIgnoring } from './gitIgnored';
import { isWithin, relativePath, resolvePath } from './paths';
import { fetched, type FolderFetcher } from './questions';

export interface ContextFetcher extends FolderFetcher {
  /** Becomes true once the time of one survey is over; the clock starts with the call. */
  patience(): () => boolean;
}

interface Known {
  readonly folders: ReadonlyMap<string, ReadonlyMap<string, EntryKind> | undefined>;
  readonly files: ReadonlyMap<string, ContextFile | undefined>;
  readonly texts: ReadonlyMap<string, string | undefined>;
  readonly survey: ContextSurvey | undefined;
}

const NOTHING: Known = { folders: new Map(), files: new Map(), texts: new Map(), survey: undefined };

/** Immutable but for its notes: what was fetched comes with a new object, by which the analysis knows that it changed. */
export class FetchedContext implements BuildContext {
  readonly isAssumed: boolean;
  readonly isGitIgnored: (path: string) => boolean;
  private readonly wantedFolders = new Set<string>();
  private readonly wantedFiles = new Set<string>();
  private readonly wantedTexts = new Set<string>();
  private wantsSurvey = false;

  constructor(
    private readonly found: FoundBuild,
    private readonly fetcher: ContextFetcher,
    private readonly known: Known = NOTHING,
  ) {
    this.isAssumed = found.isAssumed;
    this.isGitIgnored = gitIgnoring(found.gitIgnoreText);
  }

  /** @param listed folders that are known from elsewhere, by absolute path */
  static of(
    found: FoundBuild,
    fetcher: ContextFetcher,
    listed: ReadonlyMap<string, ReadonlyMap<string, EntryKind> | undefined>,
  ): FetchedContext {
    const within = [...listed].filter(([folder]) => isWithin(found.context, folder));
    const folders = new Map(
      within.map(([folder, entries]) => [relativePath(found.context, folder), entries]),
    );
    return new FetchedContext(found, fetcher, { ...NOTHING, folders });
  }

  entriesIn(folder: string): ReadonlyMap<string, EntryKind> | undefined {
    if (!this.known.folders.has(folder)) this.wantedFolders.add(folder);
    return this.known.folders.get(folder);
  }

  fileAt(path: string): ContextFile | undefined {
    if (!this.known.files.has(path)) this.wantedFiles.add(path);
    return this.known.files.get(path);
  }

  textAt(path: string): string | undefined {
    if (!this.known.texts.has(path)) this.wantedTexts.add(path);
    return this.known.texts.get(path);
  }

  survey(): ContextSurvey | undefined {
    if (this.known.survey === undefined) this.wantsSurvey = this.found.isInProject;
    return this.known.survey;
  }

  get isWanting(): boolean {
    return (
      this.wantsSurvey ||
      this.wantedFolders.size > 0 ||
      this.wantedFiles.size > 0 ||
      this.wantedTexts.size > 0
    );
  }

  /** With everything that was asked for in vain. What cannot be read is known to be unknown, and is not asked for again. */
  async fetched(): Promise<FetchedContext> {
    return new FetchedContext(this.found, this.fetcher, {
      folders: await this.withFolders([...this.wantedFolders]),
      files: await this.withFiles([...this.wantedFiles]),
      texts: await this.withTexts([...this.wantedTexts]),
      survey: this.known.survey ?? (this.wantsSurvey ? await this.surveyed() : undefined),
    });
  }

  /** The same context as it is now, with as much known of it. A survey is taken along, made anew or forgotten. */
  async renewed(found: FoundBuild, survey: 'kept' | 'renewed' | 'dropped'): Promise<FetchedContext> {
    const fresh = new FetchedContext(found, this.fetcher);
    for (const folder of this.known.folders.keys()) fresh.wantedFolders.add(folder);
    for (const path of this.known.files.keys()) fresh.wantedFiles.add(path);
    for (const path of this.known.texts.keys()) fresh.wantedTexts.add(path);
    fresh.wantsSurvey = survey === 'renewed' && this.known.survey !== undefined;
    const { known } = await fresh.fetched();
    if (survey !== 'kept') return new FetchedContext(found, this.fetcher, known);
    return new FetchedContext(found, this.fetcher, { ...known, survey: this.known.survey });
  }

  /** True when no rule can tell the two apart. */
  isSameAs(other: BuildContext | undefined): boolean {
    if (!(other instanceof FetchedContext)) return false;
    return (
      this === other ||
      (this.found.context === other.found.context &&
        this.isAssumed === other.isAssumed &&
        this.found.gitIgnoreText === other.found.gitIgnoreText &&
        asText(this.known) === asText(other.known))
    );
  }

  /** Absolute folder. */
  get root(): string {
    return this.found.context;
  }

  hasIgnoreFile(other: IgnoreFile): boolean {
    return JSON.stringify(this.found.ignoreFile) === JSON.stringify(other);
  }

  /** Asks for the folders that a path leads through, as a rule would. */
  look(path: string): void {
    const parts = path.split('/');
    for (let depth = 0; depth < parts.length; depth++) this.entriesIn(parts.slice(0, depth).join('/'));
  }

  private async withFolders(paths: readonly string[]): Promise<Known['folders']> {
    const listings = await Promise.all(paths.map((path) => this.fetcher.entriesIn(this.at(path))));
    return new Map([...this.known.folders, ...paths.map((path, at) => [path, listings[at]] as const)]);
  }

  private async withFiles(paths: readonly string[]): Promise<Known['files']> {
    const files = await Promise.all(paths.map((path) => this.fileFacts(path)));
    return new Map([...this.known.files, ...paths.map((path, at) => [path, files[at]] as const)]);
  }

  private async withTexts(paths: readonly string[]): Promise<Known['texts']> {
    const texts = await Promise.all(paths.map((path) => this.manifest(path)));
    return new Map([...this.known.texts, ...paths.map((path, at) => [path, texts[at]] as const)]);
  }

  private async manifest(path: string): Promise<string | undefined> {
    const facts = await this.fetcher.statOf(this.at(path));
    if (facts === undefined || facts.bytes > LARGEST_MANIFEST) return undefined;
    return this.fetcher.textOf(this.at(path));
  }

  private async fileFacts(path: string): Promise<ContextFile | undefined> {
    const facts = await this.fetcher.statOf(this.at(path));
    if (facts === undefined) return undefined;
    const text = facts.bytes <= LARGEST_TEXT ? await this.fetcher.textOf(this.at(path)) : undefined;
    return toContextFile(path, facts, text);
  }

  private async surveyed(): Promise<ContextSurvey> {
    const { ignoreFile } = this.found;
    const patterns = readIgnorePatterns(ignoreFile.kind === 'present' ? ignoreFile.text : '');
    const walk = surveying(patterns, { ...SURVEY_LIMITS, isOver: this.fetcher.patience() });
    let step = walk.next();
    while (step.done !== true)
      step = walk.next(await fetched(step.value, this.fetcher, (path) => this.at(path)));
    return step.value;
  }

  private at(path: string): string {
    return path === '' ? this.found.context : resolvePath(this.found.context, path);
  }
}

function asText({ folders, files, texts, survey }: Known): string {
  return JSON.stringify([
    [...folders].map(([path, entries]) => [path, entries && [...entries].sort()]).sort(),
    [...files].sort(),
    [...texts].sort(),
    survey,
  ]);
}
