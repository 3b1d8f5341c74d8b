/** What the Test Explorer lists: the Dockerfiles of the workspace, and one test a build stage, in step with their text. */
import * as vscode from 'vscode';
import { GRAPH_REQUEST, type Graph, type GraphParams } from '../../../server/src/protocol';
import { messageOf } from '../errors';
import type { Session } from '../languageClient';
import { stageLabel } from '../views/statusItem';
import { DOCKERFILES, findDockerfiles, isDockerfile } from './dockerfiles';
import { fingerprintsOf, targetOf } from './stageIdentity';

/** More would be a list that nobody reads, and a search that everybody waits for. */
const MOST_DOCKERFILES = 300;

/** How long the typing must rest before stages are listed anew, in milliseconds. */
const REST_IN_MS = 400;

/** A stage that can be run. */
export interface StageTest {
  readonly item: vscode.TestItem;
  readonly uri: vscode.Uri;
  /** What the server takes as a target. */
  readonly target: string;
}

interface KnownStage {
  readonly target: string;
  readonly fingerprint: string;
}

/** Identities of tests are those of VS Code's memory of results: they survive a restart. */
export function testId(uri: vscode.Uri, target: string): string {
  return `${uri.toString()}#${target.toLowerCase()}`;
}

export class SmokeTestTree implements vscode.Disposable {
  readonly controller = vscode.tests.createTestController('stagewright.smoke', 'Stagewright');
  readonly #session: Session;
  readonly #stages = new WeakMap<vscode.TestItem, KnownStage>();
  /** Dockerfiles whose stages somebody has wanted to see. */
  readonly #read = new Set<vscode.TestItem>();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #disposables: vscode.Disposable[] = [];
  #search: Promise<void> | undefined;
  #isWatching = false;

  constructor(session: Session) {
    this.#session = session;
    const { controller } = this;
    controller.resolveHandler = (item) => (item === undefined ? this.#find() : this.#readStages(item));
    controller.refreshHandler = async () => {
      this.#search = undefined;
      await this.#find();
      await Promise.all([...this.#read].map((item) => this.#readStages(item)));
    };
    this.#disposables.push(
      controller,
      vscode.workspace.onDidOpenTextDocument((document) => {
        this.#listOpen(document);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        void this.#reviewClosed(document);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#readSoon(document.uri);
      }),
      // A setting may make another stage the one that is shipped.
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('stagewright')) this.#readAllSoon();
      }),
      session.whenRunning(() => {
        this.#readAllSoon();
      }),
    );
    for (const document of vscode.workspace.textDocuments) this.#listOpen(document);
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    for (const disposable of this.#disposables) disposable.dispose();
  }

  /** The stages that a request means, in the order of the list; each Dockerfile is read anew. */
  async chosen({ include, exclude = [] }: vscode.TestRunRequest): Promise<readonly StageTest[]> {
    if (include === undefined) await this.#find();
    const chosen = new Map<vscode.TestItem, StageTest>();
    for (const item of include ?? itemsOf(this.controller.items)) {
      if (exclude.includes(item)) continue;
      const isStage = this.#stages.has(item);
      if (!isStage) await this.#readStages(item);
      for (const stage of isStage ? [item] : itemsOf(item.children)) {
        const known = this.#stages.get(stage);
        if (known === undefined || stage.uri === undefined || exclude.includes(stage)) continue;
        chosen.set(stage, { item: stage, uri: stage.uri, target: known.target });
      }
    }
    return [...chosen.values()];
  }

  /** Once, when the Test Explorer shows or all tests are run; a watcher keeps the list true from then on. */
  #find(): Promise<void> {
    if (this.#search === undefined) {
      if (!this.#isWatching) this.#watch();
      this.#search = this.#findNow();
    }
    return this.#search;
  }

  async #findNow(): Promise<void> {
    const { uris, isCut } = await findDockerfiles(MOST_DOCKERFILES);
    for (const uri of uris) this.#list(uri);
    if (!isCut) return;
    const most = String(MOST_DOCKERFILES);
    this.#session.output.info(
      `The Test Explorer lists ${most} Dockerfiles of the workspace, and those that are open.`,
    );
  }

  #watch(): void {
    this.#isWatching = true;
    const watcher = vscode.workspace.createFileSystemWatcher(DOCKERFILES);
    this.#disposables.push(
      watcher,
      watcher.onDidCreate((uri) => {
        // Searched for, since what is excluded from searches comes and goes, too.
        this.#soon(`search ${uri.toString()}`, () => this.#findNow());
      }),
      watcher.onDidChange((uri) => {
        this.#readSoon(uri);
      }),
      watcher.onDidDelete((uri) => {
        this.#forget(uri);
      }),
    );
  }

  #listOpen(document: vscode.TextDocument): void {
    if (document.languageId !== 'dockerfile' || !isDockerfile(document.uri)) return;
    // Not at once: a document that has just been opened waits for its first diagnostics.
    this.#read.add(this.#list(document.uri));
    this.#readSoon(document.uri);
  }

  #list(uri: vscode.Uri): vscode.TestItem {
    const id = uri.toString();
    const known = this.controller.items.get(id);
    if (known !== undefined) return known;
    const item = this.controller.createTestItem(id, vscode.workspace.asRelativePath(uri), uri);
    item.canResolveChildren = true;
    this.controller.items.add(item);
    return item;
  }

  /** What was opened as a Dockerfile by another name, or is no more, is not listed once it is closed. */
  async #reviewClosed(document: vscode.TextDocument): Promise<void> {
    const { uri } = document;
    if (this.controller.items.get(uri.toString()) === undefined) return;
    const isNamedSo = vscode.languages.match({ pattern: DOCKERFILES }, document) > 0;
    const isThere = await vscode.workspace.fs.stat(uri).then(
      () => true,
      () => false,
    );
    if (isNamedSo && isThere) this.#readSoon(uri);
    else if (openDocument(uri) === undefined) this.#forget(uri);
  }

  #forget(uri: vscode.Uri): void {
    const item = this.controller.items.get(uri.toString());
    if (item === undefined) return;
    this.#read.delete(item);
    this.controller.items.delete(item.id);
  }

  #readAllSoon(): void {
    for (const { uri } of this.#read) if (uri !== undefined) this.#readSoon(uri);
  }

  /** Only where the stages are shown already. */
  #readSoon(uri: vscode.Uri): void {
    const item = this.controller.items.get(uri.toString());
    if (item !== undefined && this.#read.has(item)) this.#soon(item.id, () => this.#readStages(item));
  }

  #soon(key: string, action: () => Promise<void>): void {
    clearTimeout(this.#timers.get(key));
    const timer = setTimeout(() => {
      this.#timers.delete(key);
      void action();
    }, REST_IN_MS);
    this.#timers.set(key, timer);
  }

  /** Never rejects: what cannot be read is told at the Dockerfile. */
  async #readStages(file: vscode.TestItem): Promise<void> {
    const { uri } = file;
    if (uri === undefined) return;
    this.#read.add(file);
    try {
      const document = openDocument(uri);
      const version = document?.version;
      const text = document?.getText() ?? (await readText(uri));
      const params: GraphParams = {
        uri: this.#session.uriOf({ uri }),
        // What is open, the server has.
        ...(document === undefined ? { text } : {}),
      };
      const graph = await this.#session.request<Graph | null>(GRAPH_REQUEST, params);
      // What was typed meanwhile has asked for itself.
      if (openDocument(uri)?.version !== version || graph === null) return;
      this.#show(file, uri, graph, text);
      file.error = undefined;
    } catch (error) {
      file.error = `Its stages could not be read: ${messageOf(error)}`;
    }
  }

  #show(file: vscode.TestItem, uri: vscode.Uri, graph: Graph, text: string): void {
    const changed: vscode.TestItem[] = [];
    const fingerprints = fingerprintsOf(graph, text);
    const items = graph.stages.map((stage) => {
      const target = targetOf(stage, graph);
      const id = testId(uri, target);
      const item = file.children.get(id) ?? this.controller.createTestItem(id, stageLabel(stage), uri);
      const { start } = stage.range;
      // No description: VS Code would read it out instead of the label.
      item.label = stageLabel(stage);
      item.range = new vscode.Range(start.line, start.character, start.line, start.character);
      item.sortText = String(stage.index).padStart(5, '0');
      const fingerprint = fingerprints[stage.index] ?? '';
      const before = this.#stages.get(item);
      if (before !== undefined && before.fingerprint !== fingerprint) changed.push(item);
      this.#stages.set(item, { target, fingerprint });
      return item;
    });
    file.children.replace(items);
    if (changed.length > 0) this.controller.invalidateTestResults(changed);
  }
}

function itemsOf(collection: vscode.TestItemCollection): readonly vscode.TestItem[] {
  return [...collection].map(([, item]) => item);
}

function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  const key = uri.toString();
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === key);
}

/** A file of more than a megabyte is no Dockerfile that anybody builds. */
const LARGEST_FILE_IN_BYTES = 1024 * 1024;

async function readText(uri: vscode.Uri): Promise<string> {
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size > LARGEST_FILE_IN_BYTES) throw new Error('the file is too large');
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}
