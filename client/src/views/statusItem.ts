/** Says in the language status what becomes of the stage under the caret, and whether the server is well. */
import * as vscode from 'vscode';
import { GRAPH_REQUEST, type Graph, type GraphParams, type GraphStage } from '../../../server/src/protocol';
import { documentSelector } from '../documents';
import { messageOf } from '../errors';
import type { ServerState, Session } from '../languageClient';

/** What the role of a stage means for its lines. */
export const ROLE_MEANINGS: Readonly<Record<GraphStage['role'], string>> = {
  final: 'its layers are the image that is shipped',
  base: 'all its layers are in the image that is shipped',
  builder: 'only the files copied from it reach the image that is shipped',
  target: 'it reaches an image only when it is built by its name',
  unreachable: 'nothing needs it and no name can choose it',
};

/** How long the caret must rest before the graph is asked for, in milliseconds. */
const REST_IN_MS = 150;

export function createStatusItem(session: Promise<Session>): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem('stagewright.stage', documentSelector());
  item.name = 'Stagewright';
  showServer(item, { kind: 'starting' });
  const status = new Status(item);
  session.then(
    (started) => {
      status.follow(started);
    },
    (error: unknown) => {
      showServer(item, { kind: 'failed', reason: messageOf(error) });
    },
  );
  return status;
}

/** Keeps the item true while the caret, the text and the server change. */
class Status implements vscode.Disposable {
  readonly #item: vscode.LanguageStatusItem;
  readonly #listeners: vscode.Disposable[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #known:
    { readonly document: vscode.TextDocument; readonly version: number; readonly graph: Graph } | undefined;

  constructor(item: vscode.LanguageStatusItem) {
    this.#item = item;
  }

  follow(session: Session): void {
    const updateSoon = (): void => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.#update(session), REST_IN_MS);
    };
    const askAgain = (): void => {
      this.#known = undefined;
      updateSoon();
    };
    this.#listeners.push(
      session.onDidChangeState(askAgain),
      // A setting or a file beside the Dockerfile can change roles while the text stays as it is.
      vscode.languages.onDidChangeDiagnostics(askAgain),
      vscode.window.onDidChangeActiveTextEditor(updateSoon),
      vscode.window.onDidChangeTextEditorSelection(updateSoon),
      vscode.workspace.onDidChangeTextDocument(updateSoon),
    );
    updateSoon();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const listener of this.#listeners) listener.dispose();
    this.#item.dispose();
  }

  async #update(session: Session): Promise<void> {
    showServer(this.#item, session.state);
    const editor = vscode.window.activeTextEditor;
    if (session.state.kind !== 'running' || editor?.document.languageId !== 'dockerfile') return;
    const { document } = editor;
    const { version } = document;
    const graph = await this.#graphOf(session, document);
    if (graph === null || document.version !== version) return;
    showStage(this.#item, graph, editor.selection.active.line);
  }

  async #graphOf(session: Session, document: vscode.TextDocument): Promise<Graph | null> {
    const { version } = document;
    if (this.#known?.document === document && this.#known.version === version) return this.#known.graph;
    const params: GraphParams = { uri: session.uriOf(document) };
    // A document that the server does not serve, or a server that is on its way out, has no graph to show.
    const graph = await session.request<Graph | null>(GRAPH_REQUEST, params).catch(() => null);
    this.#known = graph === null ? undefined : { document, version, graph };
    return graph;
  }
}

/** `stage 1 of 2, build` for people, who count from one; the index is what a Dockerfile counts with. */
export function stageLabel({ index, name }: Pick<GraphStage, 'index' | 'name'>): string {
  return name ?? `stage ${String(index)}`;
}

function showServer(item: vscode.LanguageStatusItem, state: ServerState): void {
  item.busy = state.kind === 'starting';
  item.detail = '';
  switch (state.kind) {
    case 'starting':
    case 'running':
      item.text = '$(layers) Stagewright';
      item.severity = vscode.LanguageStatusSeverity.Information;
      item.command = { title: 'Show Output', command: 'stagewright.showOutput' };
      return;
    case 'stopped':
      item.text = '$(layers) Stagewright has stopped';
      item.severity = vscode.LanguageStatusSeverity.Warning;
      item.command = { title: 'Restart', command: 'stagewright.restartServer' };
      return;
    case 'failed':
      item.text = '$(layers) Stagewright could not start';
      item.detail = state.reason;
      item.severity = vscode.LanguageStatusSeverity.Error;
      item.command = { title: 'Show Output', command: 'stagewright.showOutput' };
      return;
  }
}

function showStage(item: vscode.LanguageStatusItem, { stages }: Graph, line: number): void {
  const stage = stages.findLast(({ range }) => range.start.line <= line);
  if (stage === undefined) {
    item.detail = stages.length === 0 ? 'no build stage yet' : 'before the first build stage';
    return;
  }
  item.text = `$(layers) ${stageLabel(stage)}: ${stage.role} stage (${String(stage.index + 1)} of ${String(stages.length)})`;
  item.detail = ROLE_MEANINGS[stage.role];
}
