/** Everything the smoke build asks of the world it runs in, so that it can be planned and read without one. */
import type { CancelSignal } from './cancellation';
import type { EngineCommand } from './engineCommand';
import type { ArchiveOutcome, ArchiveRequest } from './contents/archive';

export interface RunOptions {
  readonly signal: CancelSignal;
  /** Milliseconds, after which the program is ended as if cancelled. */
  readonly timeoutMs: number;
  /**
   * How it is ended when it has to be: itself, or first of all the programs that it has started, so that it can clean up
   * after them; itself only when that is of no use. `itself` when left out.
   */
  readonly ending?: 'itself' | 'what-it-runs';
  /** Given whole to the program's standard input, which is empty otherwise. */
  readonly stdin?: string;
  /** Called with each line of standard output, without its line end; over-long lines are cut. */
  readonly onStdoutLine?: (line: string) => void;
  readonly onStderrLine?: (line: string) => void;
}

export type RunOutcome =
  | {
      readonly kind: 'exited';
      /** 128 plus the signal's number when a signal ended the program, as shells count. */
      readonly exitCode: number;
      /** At most {@link OUTPUT_LIMIT} UTF-16 units: the end is what is kept. */
      readonly stdout: string;
      readonly stderr: string;
    }
  /** There is no such program on PATH, or it may not be run. */
  | { readonly kind: 'not-found'; readonly message: string }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'timed-out'; readonly stderr: string };

/** What is kept of a program's output, in UTF-16 units; what streams past is not limited, but never held. */
export const OUTPUT_LIMIT = 4 * 1024 * 1024;

/** The longest line that is handed on, in UTF-16 units; the rest of a longer one is dropped. */
export const LINE_LIMIT = 256 * 1024;

export interface SmokePort {
  run(command: EngineCommand, options: RunOptions): Promise<RunOutcome>;
  /** Milliseconds since the epoch, by this machine's clock. */
  now(): number;
  /** Resolves after the time or as soon as the signal fires, whichever is first; never rejects. */
  sleep(ms: number, signal: CancelSignal): Promise<void>;
  /** At least 64 bits of chance, lower-case letters and digits. */
  randomId(): string;
  identity(): Identity;
  /**
   * A new folder for files of one run, outside any build context. Its age counts from the last `renew`.
   *
   * @param holds `layers` needs a disk; texts may lie in memory
   */
  openFolder(id: string, holds: 'texts' | 'layers'): Promise<RunFolder>;
  /** Removes this machine's run folders of the given ids, and those that were not renewed for so long. Gives their names. */
  sweepFolders(ids: ReadonlySet<string>, olderThanMs: number): Promise<readonly string[]>;
  /** The text of a file of the user's; undefined when there is none or it cannot be read. */
  readText(path: string): Promise<string | undefined>;
  listContext(request: ContextRequest): Promise<ContextOutcome>;
  /** Streams: what is not wished for is dropped as it comes. */
  readArchive(request: ArchiveRequest): Promise<ArchiveOutcome>;
  readonly findSecrets: SecretFinder;
  tcpProbe(request: TcpRequest): Promise<TcpAnswer>;
  httpGet(request: HttpRequest): Promise<HttpAnswer>;
}

/**
 * The kinds of secrets in a file's content, `aws secret access key`; the values stay where they are.
 *
 * @param path relative to the image's root; empty for text that is no file
 */
export type SecretFinder = (path: string, content: Uint8Array) => Promise<readonly string[]>;

export interface Identity {
  /** The user who runs this. */
  readonly owner: string;
  readonly host: string;
}

export interface RunFolder {
  /** Absolute. */
  readonly path: string;
  /** Gives the file's absolute path. Only the user can read it. */
  write(name: string, text: string): Promise<string>;
  read(name: string): Promise<string | undefined>;
  renew(): Promise<void>;
  remove(): Promise<void>;
}

export interface ContextRequest {
  readonly contextDir: string;
  /** The ignore file beside it (`<name>.dockerignore`) is preferred, as BuildKit does. */
  readonly dockerfilePath: string;
  /** Names of ignore files in the context, of which the first one that is there counts. */
  readonly ignoreNames: readonly string[];
  readonly signal: CancelSignal;
  /** Listing ends after so many files. */
  readonly maxFiles: number;
  /** Relative to the context, with `/`; size in bytes. */
  readonly onFile: (path: string, bytes: number) => void;
}

export type ContextOutcome =
  | {
      readonly kind: 'listed';
      /** Absolute path of the ignore file that counts; undefined when there is none. */
      readonly ignoreFile: string | undefined;
      /** True when `maxFiles` or the signal ended the listing. */
      readonly isIncomplete: boolean;
    }
  | { readonly kind: 'unreadable'; readonly message: string };

export interface TcpRequest {
  readonly port: number;
  readonly timeoutMs: number;
  readonly signal: CancelSignal;
}

/**
 * Docker's own proxy takes a connection before it knows whether anything listens in the container, and closes it at once
 * when nothing does: only a connection that stays open, or carries data, is an answer.
 */
export type TcpAnswer = { readonly kind: 'open' } | { readonly kind: 'closed'; readonly message: string };

export interface HttpRequest {
  readonly port: number;
  readonly method?: 'GET' | 'HEAD';
  readonly path: string;
  readonly timeoutMs: number;
  /** How much of the body is read. */
  readonly maxBytes: number;
  readonly signal: CancelSignal;
}

export type HttpAnswer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly contentType: string | undefined;
      readonly body: string;
    }
  | { readonly kind: 'not-http'; readonly message: string };
