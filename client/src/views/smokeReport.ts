/** Keeps the last smoke report and shows it beside the Dockerfile; the page has no script, and its colours are the theme's. */
import * as vscode from 'vscode';
import type { SmokeResult } from '../../../server/src/protocol';
import { renderSmokeReport } from './smokeReportPage';

interface Shown {
  readonly name: string;
  /** The Dockerfile as it was built. */
  readonly text: string;
  readonly report: SmokeResult;
}

export class SmokeReportView implements vscode.Disposable {
  #panel: vscode.WebviewPanel | undefined;
  #last: Shown | undefined;

  /** Opens the report, or replaces the one that is open. The caret stays where it is. */
  show(name: string, text: string, report: SmokeResult): void {
    this.#last = { name, text, report };
    void vscode.commands.executeCommand('setContext', 'stagewright.hasSmokeReport', true);
    this.reveal();
  }

  /** Does nothing before the first report. */
  reveal(): void {
    if (this.#last === undefined) return;
    const panel = this.#panel ?? this.#open();
    panel.title = `Smoke build: ${this.#last.report.verdict}`;
    panel.webview.html = renderSmokeReport(this.#last.name, this.#last.text, this.#last.report);
    panel.reveal(panel.viewColumn, true);
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
