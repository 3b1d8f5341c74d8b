/** The open documents: their text, what surrounds them, and one analysis per version that each edit only touches up. */
import type { Connection, TextDocumentSyncOptions } from 'vscode-languageserver';
import {
  type Position,
  type Range,
  TextDocument,
  type TextDocumentContentChangeEvent,
} from 'vscode-languageserver-textdocument';
import {
  type Analysis,
  analyze,
  type BuildContext,
  contextSourcesIn,
  type MeasuredStage,
  measuredStage,
  type Node,
  NO_SURROUNDINGS,
  type ShellcheckAnswers,
  type Span,
  type Surroundings,
  surroundingsWith,
} from '../core/index';
import { FetchedContext } from '../project/index';
import type { ServerSettings, SettingsSource } from './configuration';
import type { Guests } from './guests';
import type { Files, Platform } from './platform';
import { describe, log, noticing } from './requests';
import { areEqual, findSurroundings, type FoundSurroundings } from './surroundings';
import { folderOf } from './uris';
import { TextDocumentSyncKind } from './library';

export const TEXT_DOCUMENT_SYNC: TextDocumentSyncOptions = {
  openClose: true,
  change: TextDocumentSyncKind.Incremental,
  save: { includeText: false },
};

/** The first diagnostics wait this long at most for settings and surroundings: long enough for a disk, too short to be noticed. */
const PATIENCE_MS = 50;

export interface DocumentListener {
  /** What the analysis is made of is different. `surroundings` includes the settings. */
  changed(document: OpenDocument, cause: 'opened' | 'text' | 'surroundings' | 'smoke'): void;
  closed(uri: string): void;
}

/** What a smoke build found at an instruction; it is told until the instruction's text changes. */
export interface SmokeFailure {
  /** Undefined when the failure belongs to no instruction. */
  readonly node: Node | undefined;
  readonly message: string;
}

/** A part of the text that was replaced, in the text of its moment. */
export interface Edited {
  readonly range: Range;
  readonly text: string;
}

export class OpenDocument {
  /** Another object as soon as anything but the text is different. */
  basis: object = {};
  /** Changes with everything that may change the findings; never given twice, not even to another document. */
  revision = nextRevision();
  settings: ServerSettings;
  /** Root of the build context: the document's own folder until more is known; undefined for one that lies in no folder. */
  context: string | undefined;
  /** Where the named build contexts lie, as far as that is known. */
  namedContexts: FoundSurroundings['namedContexts'] = {};
  smokeFailure: SmokeFailure | undefined;
  /** True once the first findings may be told: settings and surroundings are known, or took too long. */
  isReady = false;
  readonly ready: Promise<void>;
  private resolveReady = (): void => undefined;
  private found: Surroundings = NO_SURROUNDINGS;
  private answers: ShellcheckAnswers | undefined;
  private measured: ReadonlyMap<number, MeasuredStage> = NO_SURROUNDINGS.measured;
  private surroundings: Surroundings = NO_SURROUNDINGS;
  private latest: Analysis | undefined;
  private isStale = true;
  private edited: (Edited | undefined)[] = [];

  constructor(
    private readonly content: TextDocument,
    settings: ServerSettings,
    private readonly onFault: (fault: string) => void,
  ) {
    this.ready = new Promise((resolve) => (this.resolveReady = resolve));
    this.settings = settings;
    this.context = folderOf(this.content.uri);
    this.surroundings = surroundingsWith(this.found, settings.chosen);
  }

  get uri(): string {
    return this.content.uri;
  }

  get version(): number {
    return this.content.version;
  }

  /** Of the present version. A throwing core is told to the log and tried once more without what it knew before. */
  get analysis(): Analysis {
    if (this.latest !== undefined && !this.isStale) return this.latest;
    const text = this.content.getText();
    const options = { surroundings: this.surroundings, configuration: this.settings.configuration };
    const previous = this.latest;
    this.latest = undefined;
    try {
      this.latest = analyze(text, previous === undefined ? options : { ...options, previous });
    } catch (error) {
      this.onFault(`analysis failed: ${describe(error)}`);
      this.latest = analyze(text, options);
    }
    this.isStale = false;
    return this.latest;
  }

  positionAt(offset: number): Position {
    return this.content.positionAt(offset);
  }

  offsetAt(position: Position): number {
    return this.content.offsetAt(position);
  }

  rangeOf(piece: Span): { start: Position; end: Position } {
    return { start: this.content.positionAt(piece.start), end: this.content.positionAt(piece.end) };
  }

  /** False when that had happened before. */
  becomeReady(): boolean {
    if (this.isReady) return false;
    this.isReady = true;
    this.resolveReady();
    return true;
  }

  edit(changes: readonly TextDocumentContentChangeEvent[], version: number): void {
    TextDocument.update(this.content, [...changes], version);
    for (const change of changes)
      this.edited.push('range' in change ? { range: change.range, text: change.text } : undefined);
    this.touch();
  }

  /** Where the text was edited since this was last asked, each in the text of its moment; undefined for all of it. */
  takeEdited(): readonly (Edited | undefined)[] {
    const edited = this.edited;
    this.edited = [];
    return edited;
  }

  /** True when that changes what the analysis is made of. */
  surround(found: FoundSurroundings, settings: ServerSettings): boolean {
    const isSame = areEqual(this.found, found.surroundings) && this.settings === settings;
    this.context = found.context;
    this.namedContexts = found.namedContexts;
    if (isSame) return false;
    this.basis = {};
    this.found = found.surroundings;
    this.settings = settings;
    this.compose();
    this.touch();
    return true;
  }

  /** What is known of the build context. */
  get buildContext(): BuildContext | undefined {
    return this.found.context;
  }

  /** Takes what was fetched of the same build context since. */
  learn(context: BuildContext): void {
    this.found = { ...this.found, context };
    this.compose();
    this.touch();
  }

  /** False when that is known. */
  hear(answers: ShellcheckAnswers): boolean {
    if (this.answers === answers) return false;
    this.answers = answers;
    this.compose();
    this.touch();
    return true;
  }

  measure(stage: number, measured: MeasuredStage): void {
    this.measured = new Map([...this.measured, [stage, measured]]);
    this.compose();
    this.touch();
  }

  blame(failure: SmokeFailure | undefined): void {
    this.basis = {};
    this.smokeFailure = failure;
    this.revision = nextRevision();
  }

  private compose(): void {
    const surroundings = { ...surroundingsWith(this.found, this.settings.chosen), measured: this.measured };
    this.surroundings =
      this.answers === undefined ? surroundings : { ...surroundings, shellcheck: this.answers };
  }

  private touch(): void {
    this.isStale = true;
    this.revision = nextRevision();
  }
}

/** Files name one another: a manifest a script, a script a configuration, that another one. */
const MOST_ROUNDS = 16;

export class Documents {
  private readonly open = new Map<string, OpenDocument>();
  private readonly listeners: DocumentListener[] = [];
  /** The newest load of each document; an older one that ends later is dropped. */
  private readonly loads = new Map<string, number>();
  private readonly faults = new Set<string>();
  /** Documents whose build context is being read. */
  private readonly fetching = new Set<OpenDocument>();

  constructor(
    private readonly connection: Connection,
    private readonly platform: Platform,
    private readonly settings: SettingsSource,
    private readonly files: Files,
    private readonly roots: () => readonly string[],
    guests: readonly Guests[] = [],
  ) {
    const guestsOf = (uri: string): Guests | undefined => guests.find((each) => each.takes(uri));
    connection.onDidOpenTextDocument(
      noticing(connection, 'opening a document', ({ textDocument: { uri, languageId, version, text } }) => {
        const document = TextDocument.create(uri, languageId, version, text);
        const host = guestsOf(uri);
        if (host === undefined) this.add(document);
        else host.opened(document);
      }),
    );
    connection.onDidChangeTextDocument(
      noticing(connection, 'changing a document', ({ textDocument: { uri, version }, contentChanges }) => {
        const document = this.open.get(uri);
        if (document === undefined) {
          guestsOf(uri)?.changed(uri, contentChanges, version);
          return;
        }
        document.edit(contentChanges, version);
        this.tell(document, 'text');
      }),
    );
    connection.onDidCloseTextDocument(
      noticing(connection, 'closing a document', ({ textDocument: { uri } }) => {
        const document = this.open.get(uri);
        if (document === undefined) {
          guestsOf(uri)?.closed(uri);
          return;
        }
        this.open.delete(uri);
        this.loads.delete(uri);
        // Whoever waits for it finds it closed.
        document.becomeReady();
        for (const listener of this.listeners) listener.closed(uri);
      }),
    );
    // Files beside the Dockerfile that nobody watches (lock files, say) are looked at again when the user saves.
    connection.onDidSaveTextDocument(
      noticing(connection, 'saving a document', ({ textDocument: { uri } }) => {
        this.reload((document) => document.uri === uri);
      }),
    );
  }

  listen(listener: DocumentListener): void {
    this.listeners.push(listener);
  }

  get(uri: string): OpenDocument | undefined {
    return this.open.get(uri);
  }

  all(): Iterable<OpenDocument> {
    return this.open.values();
  }

  /**
   * Reads settings and surroundings anew, and tells of those documents only for which something is different.
   * `hasNewFiles` says for which of them files of the build context have come or gone.
   */
  reload(
    isAffected: (document: OpenDocument) => boolean,
    hasNewFiles: (document: OpenDocument) => boolean = () => false,
  ): void {
    for (const document of this.open.values()) {
      if (isAffected(document)) void this.load(document.uri, hasNewFiles(document));
    }
  }

  /** To be called once findings were worked out: fetches what they asked of the build context and did not get. */
  complete(document: OpenDocument): void {
    const context = document.buildContext;
    if (!(context instanceof FetchedContext) || !context.isWanting || this.fetching.has(document)) return;
    this.fetching.add(document);
    context.fetched().then(
      (fetched) => {
        this.fetching.delete(document);
        if (this.open.get(document.uri) !== document || document.buildContext !== context) return;
        document.learn(fetched);
        this.tell(document, 'surroundings');
      },
      (error: unknown) => {
        this.fetching.delete(document);
        this.logOnce(`reading the build context failed: ${describe(error)}`);
      },
    );
  }

  /**
   * For what a person has asked for: asks again whenever the question needed something of the build context that was not
   * known yet, once that has been fetched.
   */
  async fullyAnswered<T>(document: OpenDocument, ask: () => T): Promise<T> {
    for (let round = 1; ; round += 1) {
      const answer = ask();
      const context = document.buildContext;
      if (!(context instanceof FetchedContext) || !context.isWanting || round === MOST_ROUNDS) return answer;
      const fetched = await context.fetched();
      if (this.open.get(document.uri) !== document) return answer;
      // What came in meanwhile is newer.
      if (document.buildContext !== context) continue;
      document.learn(fetched);
      this.tell(document, 'surroundings');
    }
  }

  /** Takes what ShellCheck says of the document's scripts. */
  hear(document: OpenDocument, answers: ShellcheckAnswers): void {
    if (this.open.get(document.uri) !== document) return;
    if (document.hear(answers)) this.tell(document, 'surroundings');
  }

  /** Takes what a stage of the analysed text held when it was built. */
  measure(
    document: OpenDocument,
    built: Analysis,
    stage: number,
    files: ReadonlyMap<string, 'file' | 'directory'>,
  ): void {
    if (this.open.get(document.uri) !== document) return;
    document.measure(stage, measuredStage(built, stage, files));
    this.tell(document, 'surroundings');
  }

  blame(document: OpenDocument, failure: SmokeFailure | undefined): void {
    if (this.open.get(document.uri) !== document) return;
    if (document.smokeFailure === undefined && failure === undefined) return;
    document.blame(failure);
    this.tell(document, 'smoke');
  }

  /** One line in the client's log for each different fault. */
  logOnce(fault: string): void {
    if (this.faults.has(fault)) return;
    this.faults.add(fault);
    log(this.connection, fault);
  }

  private add(content: TextDocument): void {
    const { uri } = content;
    const document = new OpenDocument(content, this.settings.initial, (fault) => this.logOnce(fault));
    this.open.set(uri, document);
    const settle = (): void => {
      if (this.open.get(uri) === document && document.becomeReady()) this.tell(document, 'opened');
    };
    void this.load(uri).then(settle);
    this.platform.after(PATIENCE_MS, settle);
  }

  private async load(uri: string, isChanged = false): Promise<void> {
    const mine = (this.loads.get(uri) ?? 0) + 1;
    this.loads.set(uri, mine);
    const assumed = this.open.get(uri)?.settings.context;
    const [settings, early] = await Promise.all([
      this.settings.settingsFor(uri).catch((error: unknown) => this.missing(error, this.settings.initial)),
      this.find(uri, assumed, isChanged),
    ]);
    // The settings seldom name a context, so the search does not wait for them.
    const found = settings.context === assumed ? early : await this.find(uri, settings.context, isChanged);
    const document = this.open.get(uri);
    if (document === undefined || this.loads.get(uri) !== mine) return;
    if (document.surround(found, settings) && document.isReady) this.tell(document, 'surroundings');
  }

  private find(uri: string, context: string | undefined, isChanged: boolean): Promise<FoundSurroundings> {
    const document = this.open.get(uri);
    const search = {
      uri,
      // The parse is kept for the findings.
      sources: () => (document === undefined ? [] : contextSourcesIn(document.analysis.dockerfile)),
      roots: this.roots(),
      context,
      previous: document?.buildContext,
      isChanged,
    };
    return findSurroundings(search, this.files, this.platform).catch((error: unknown) =>
      this.missing(error, { surroundings: NO_SURROUNDINGS, context: folderOf(uri), namedContexts: {} }),
    );
  }

  private missing<T>(error: unknown, instead: T): T {
    this.logOnce(`reading settings or surroundings failed: ${describe(error)}`);
    return instead;
  }

  private tell(document: OpenDocument, cause: Parameters<DocumentListener['changed']>[1]): void {
    for (const listener of this.listeners) listener.changed(document, cause);
  }
}

let revisions = 0;

function nextRevision(): number {
  revisions += 1;
  return revisions;
}
