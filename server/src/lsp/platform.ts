/** What the server needs from the place it runs in; the roots hand it in, so that nothing here knows Node or a worker. */
import type { Analysis, EntryKind } from '../core/index';
import type { FileFacts } from '../project/index';
import type { SmokeGivenValues, SmokeSettings } from '../protocol/index';
import type {
  CancelSignal,
  ComparisonReport,
  DigestAnswer,
  DigestRequest,
  ReproductionReport,
  RetentionQuestion,
  RunOutcome,
  SmokeProgress,
  SmokeReport,
} from '../smoke/index';

export interface Platform {
  /** Reads `file:` URIs; undefined where there is no file system, so that the client is asked. */
  readonly files: Files | undefined;
  /** Undefined where no engine can be reached, as in a browser. */
  readonly smoke: SmokeBuilder | undefined;
  /** Undefined where no engine can be reached. */
  readonly smokeTwice: SmokeTwice | undefined;
  /** Undefined where no program can be run. */
  readonly runsOnTexts: TextsRunner | undefined;
  /** Undefined where no engine can be reached. */
  readonly digests: DigestReader | undefined;
  /** Runs the callback behind the events that wait already. */
  defer(callback: () => void): void;
  /** Runs the callback after that many milliseconds. */
  after(milliseconds: number, callback: () => void): void;
}

/** Reads by URI. All answer undefined for what does not exist or cannot be read. */
export interface Files {
  readText(uri: string): Promise<string | undefined>;
  /** What lies directly in the folder. */
  readDirectory(uri: string): Promise<ReadonlyMap<string, EntryKind> | undefined>;
  stat(uri: string): Promise<FileFacts | undefined>;
}

export interface SmokeJob {
  /** URI of the Dockerfile. */
  readonly dockerfile: string;
  /** Of the editor's text, which may not be saved. */
  readonly analysis: Analysis;
  readonly isSaved: boolean;
  /** Of another text in the same surroundings. */
  readonly analysisOf: (text: string) => Analysis;
  /** URI of the build context's root. */
  readonly context: string;
  readonly target: string | undefined;
  readonly settings: SmokeSettings;
  readonly values: SmokeGivenValues;
  /** Folders, or what else `--build-context` takes, by name. */
  readonly namedContexts: Readonly<Record<string, string>>;
  readonly builders: 'compare' | 'leave';
  readonly keep: string | undefined;
  /** Asks the person what becomes of the image; undefined to remove it. */
  readonly decide: RetentionQuestion | undefined;
  readonly signal: CancelSignal;
  readonly onProgress: (progress: SmokeProgress) => void;
}

/** Never leaves anything behind, however it ends; rejects only when it could not begin. */
export type SmokeBuilder = (job: SmokeJob) => Promise<SmokeReport>;

/** Two builds beside each other. As clean as one, and as seldom rejected. */
export interface SmokeTwice {
  compare(job: SmokeJob, other: OtherSide): Promise<ComparisonReport>;
  reproduce(job: SmokeJob): Promise<ReproductionReport>;
}

/** What a document is compared with. */
export type OtherSide =
  | { readonly kind: 'text'; readonly label: string; readonly dockerfile: string; readonly text: string }
  | { readonly kind: 'stage'; readonly target: string }
  | { readonly kind: 'revision'; readonly revision: string };

/** Asks the user's engine for the digests of images, by their references. Never rejects for what an engine says. */
export type DigestReader = (request: DigestRequest) => Promise<ReadonlyMap<string, DigestAnswer>>;

/** Runs a program with the arguments and, behind them, paths of files named `0`, `1`, … that hold the texts. Never rejects. */
export type TextsRunner = (
  program: string,
  args: readonly string[],
  texts: readonly string[],
  signal: CancelSignal,
) => Promise<RunOutcome>;
