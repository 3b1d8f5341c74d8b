/** Keeps the last smoke report and shows it beside the Dockerfile; the page has no script, and its colours are the theme's. */
import * as vscode from 'vscode';
import type { SmokeComparison, SmokeReproduction, SmokeResult } from '../../../server/src/protocol';
import { renderComparison } from './comparisonPage';
import { REPORT_COMMANDS, type ReportLinks } from './reportLinks';
import { renderReproduction } from './reproductionPage';
import { renderSmokeReport } from './smokeReportPage';

interface Page {
  readonly title: string;
  readonly html: string;
}

export class SmokeReportView implements vscode.Disposable {
  #panel: vscode.WebviewPanel | undefined;
  #last: Page | undefined;

  /**
   * Opens the report, or replaces the one that is open. The caret stays where it is.
   *
   * @param text the Dockerfile as it was built
   */
  show(name: string, text: string, report: SmokeResult, links: ReportLinks = {}): void {
    const html = renderSmokeReport(name, text, report, links);
    this.#show({ title: `Smoke build: ${report.verdict}`, html });
  }

  showComparison(name: string, comparison: SmokeComparison): void {
    this.#show({ title: `Comparison: ${comparison.verdict}`, html: renderComparison(name, comparison) });
  }

  showReproduction(name: string, text: string, report: SmokeReproduction): void {
    const html = renderReproduction(name, text, report);
    this.#show({ title: `Two clean builds: ${report.verdict}`, html });
  }

  /** Does nothing before the first report. */
  reveal(): void {
    if (this.#last === undefined) return;
    const panel = this.#panel ?? this.#open();
    panel.title = this.#last.title;
    panel.webview.html = this.#last.html;
    panel.reveal(panel.viewColumn, true);
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #show(page: Page): void {
    this.#last = page;
    void vscode.commands.executeCommand('setContext', 'stagewright.hasSmokeReport', true);
    this.reveal();
  }

  #open(): vscode.WebviewPanel {
    const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const options = {
      enableScripts: false,
      enableCommandUris: [...REPORT_COMMANDS],
      localResourceRoots: [],
      enableFindWidget: true,
    };
    const panel = vscode.window.createWebviewPanel('stagewright.smokeReport', 'Smoke build', place, options);
    panel.onDidDispose(() => {
      this.#panel = undefined;
    });
    this.#panel = panel;
    return panel;
  }
}
