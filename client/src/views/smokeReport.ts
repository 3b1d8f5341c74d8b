/** Keeps the last smoke report and shows it beside the Dockerfile; the page has no script, and its colours are the theme's. */
import * as vscode from 'vscode';
import type { SmokeResult } from '../../../server/src/protocol';
import { renderSmokeReport } from './smokeReportPage';

export interface Shown {
  readonly name: string;
  /** The Dockerfile as it was built. */
  readonly text: string;
  readonly report: SmokeResult;
}

/** A report holds the logs of its build, so not every one is kept. */
const MOST_KEPT = 30;

const NOT_KEPT = 'There is no report of this stage in this window: run its test.';

export class SmokeReportView implements vscode.Disposable {
  #panel: vscode.WebviewPanel | undefined;
  #last: Shown | undefined;
  /** The one that was kept last stands last. */
  readonly #kept = new Map<string, Shown>();

  /** Opens the report, or replaces the one that is open. The caret stays where it is. */
  show(name: string, text: string, report: SmokeResult): void {
    this.#take({ name, text, report });
    this.reveal();
  }

  /** Keeps the report under a key for whoever asks for it, and replaces the one that is open; opens nothing. */
  remember(key: string, shown: Shown): void {
    this.#kept.delete(key);
    this.#kept.set(key, shown);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    this.#take(shown);
    if (this.#panel !== undefined) render(this.#panel, shown);
  }

  /** The last report, or the one that is kept under the key. Does nothing before the first report. */
  reveal(key?: string): void {
    const shown = key === undefined ? this.#last : this.#kept.get(key);
    if (shown === undefined) {
      if (key !== undefined) void vscode.window.showInformationMessage(NOT_KEPT);
      return;
    }
    const panel = this.#panel ?? this.#open();
    render(panel, shown);
    panel.reveal(panel.viewColumn, true);
  }

  #take(shown: Shown): void {
    this.#last = shown;
    void vscode.commands.executeCommand('setContext', 'stagewright.hasSmokeReport', true);
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #open(): vscode.WebviewPanel {
    const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const options = { enableScripts: false, localResourceRoots: [], enableFindWidget: true };
    const panel = vscode.window.createWebviewPanel('stagewright.smokeReport', 'Smoke build', place, options);
    panel.onDidDispose(() => {
      this.#panel = undefined;
    });
    this.#panel = panel;
    return panel;
  }
}

function render(panel: vscode.WebviewPanel, { name, text, report }: Shown): void {
  panel.title = `Smoke build: ${report.verdict}`;
  panel.webview.html = renderSmokeReport(name, text, report);
}
