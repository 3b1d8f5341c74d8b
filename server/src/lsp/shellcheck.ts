/** Has the RUN bodies of open documents checked by ShellCheck, once typing has paused, and keeps what it said by their text. */
import type { Connection } from 'vscode-languageserver';
import {
  scriptsToShellcheck,
  shellcheck,
  type ShellcheckAnswers,
  type ShellcheckComment,
} from '../core/index';
import { Cancellation } from './cancellation';
import type { DocumentListener, Documents, OpenDocument } from './documents';
import type { Platform, TextsRunner } from './platform';
import { describe } from './requests';
import type { WorkspaceTrust } from './trust';

/** Milliseconds without a change of the document after which the program may run. */
const SETTLE_MS = 400;
/** How many scripts are remembered. */
const MOST_KEPT = 5_000;
const ON_PATH = 'shellcheck';

/** Does nothing where no program can be run, and until the client says that the workspace is trusted. */
export function provideShellcheck(
  connection: Connection,
  platform: Platform,
  documents: Documents,
  trust: WorkspaceTrust,
): void {
  const { runsOnTexts } = platform;
  if (runsOnTexts === undefined) return;
  const checks = new Shellchecks(runsOnTexts, platform, documents);
  trust.whenTrusted(() => checks.allow());
  connection.onShutdown(() => checks.stop());
  documents.listen(checks);
}

interface Job {
  readonly program: string;
  readonly scripts: ReadonlySet<string>;
  readonly cancellation: Cancellation;
}

class Shellchecks implements DocumentListener {
  private isAllowed = false;
  private readonly waiting = new Set<string>();
  private readonly jobs = new Map<string, Job>();
  /** What programs said, by their name and the script. */
  private readonly memories = new Map<string, Memory>();
  /** Programs that could not be started; looked for again with the next document that is opened. */
  private readonly missing = new Set<string>();

  constructor(
    private readonly runsOnTexts: TextsRunner,
    private readonly clock: Pick<Platform, 'after'>,
    private readonly documents: Documents,
  ) {}

  allow(): void {
    if (this.isAllowed) return;
    this.isAllowed = true;
    for (const document of this.documents.all()) this.changed(document, 'opened');
  }

  stop(): void {
    this.isAllowed = false;
    for (const { cancellation } of this.jobs.values()) cancellation.cancel();
  }

  changed(document: OpenDocument, cause: Parameters<DocumentListener['changed']>[1]): void {
    if (!this.isAllowed || cause === 'smoke') return;
    if (cause === 'opened') this.missing.clear();
    if (this.waiting.has(document.uri)) return;
    this.waiting.add(document.uri);
    this.runWhenQuiet(document.uri, document.revision);
  }

  closed(uri: string): void {
    this.jobs.get(uri)?.cancellation.cancel();
    this.jobs.delete(uri);
  }

  private runWhenQuiet(uri: string, seen: number): void {
    this.clock.after(SETTLE_MS, () => {
      const document = this.documents.get(uri);
      if (document !== undefined && document.revision !== seen) {
        this.runWhenQuiet(uri, document.revision);
        return;
      }
      this.waiting.delete(uri);
      if (document?.isReady === true && this.isAllowed) this.check(document);
    });
  }

  private check(document: OpenDocument): void {
    const program = document.settings.shellcheck ?? ON_PATH;
    const memory = this.memoryOf(program);
    const scripts = this.missing.has(program) ? [] : scriptsToShellcheck(document.analysis);
    const unknown = scripts.filter((script) => memory.commentsOn(script) === undefined);
    const running = this.jobs.get(document.uri);
    if (running !== undefined) {
      const isEnough = running.program === program && unknown.every((script) => running.scripts.has(script));
      if (isEnough && unknown.length > 0) return;
      running.cancellation.cancel();
      this.jobs.delete(document.uri);
    }
    if (unknown.length > 0) void this.run(document, program, unknown);
    else if (scripts.some((script) => memory.commentsOn(script)?.length !== 0)) this.tell(document, memory);
  }

  private async run(document: OpenDocument, program: string, scripts: readonly string[]): Promise<void> {
    const cancellation = new Cancellation();
    const job: Job = { program, scripts: new Set(scripts), cancellation };
    this.jobs.set(document.uri, job);
    const result = await shellcheck(scripts, (args, texts) =>
      this.runsOnTexts(program, args, texts, cancellation),
    ).catch((error: unknown) => ({ comments: NONE, failure: describe(error), isMissing: false }));
    if (this.jobs.get(document.uri) === job) this.jobs.delete(document.uri);
    if (result.isMissing) {
      this.missing.add(program);
      // Most machines have none, and that is nothing to tell unless one was named.
      if (document.settings.shellcheck !== undefined) this.log(program, result.failure);
      return;
    }
    const memory = this.memoryOf(program);
    for (const [script, comments] of result.comments) memory.keep(script, comments);
    if (result.failure !== undefined) {
      this.log(program, result.failure);
      // What the program fails at once it would fail at after every edit.
      for (const script of scripts) if (!result.comments.has(script)) memory.keep(script, []);
    }
    if ([...result.comments.values()].some((comments) => comments.length > 0)) this.tell(document, memory);
  }

  private tell(document: OpenDocument, memory: Memory): void {
    this.documents.hear(document, memory.answers);
  }

  private log(program: string, failure: string | undefined): void {
    this.documents.logOnce(`${program} failed: ${failure ?? 'for no known reason'}`);
  }

  private memoryOf(program: string): Memory {
    let memory = this.memories.get(program);
    if (memory === undefined) {
      memory = new Memory();
      this.memories.set(program, memory);
    }
    return memory;
  }
}

const NONE: ReadonlyMap<string, readonly ShellcheckComment[]> = new Map();

class Memory {
  /** The same object until more is known. */
  answers: ShellcheckAnswers = this.view();
  private readonly known = new Map<string, readonly ShellcheckComment[]>();

  commentsOn(script: string): readonly ShellcheckComment[] | undefined {
    return this.known.get(script);
  }

  keep(script: string, comments: readonly ShellcheckComment[]): void {
    const [oldest] = this.known.keys();
    if (this.known.size >= MOST_KEPT && oldest !== undefined) this.known.delete(oldest);
    this.known.set(script, comments);
    this.answers = this.view();
  }

  private view(): ShellcheckAnswers {
    return { commentsOn: (script) => this.known.get(script) };
  }
}
