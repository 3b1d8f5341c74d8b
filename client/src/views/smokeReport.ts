/** Keeps the last smoke report and shows it beside the Dockerfile; the page has no script, and its colours are the theme's. */
import * as vscode from 'vscode';
import type { SmokeComparison, SmokeReproduction, SmokeResult } from '../../../server/src/protocol';
import { renderComparison } from './comparisonPage';
import { REPORT_COMMANDS, type ReportLinks } from './reportLinks';
import { renderReproduction } from './reproductionPage';
import { renderSmokeReport } from './smokeReportPage';

export interface Shown {
  readonly name: string;
  /** The Dockerfile as it was built. */
  readonly text: string;
  readonly report: SmokeResult;
  /** What can be done from it; nothing when left out. */
  readonly links?: ReportLinks;
}

interface Page {
  readonly title: string;
  readonly html: string;
}

/** A report holds the logs of its build, so not every one is kept. */
const MOST_KEPT = 30;

const COMPARED = { passed: 'same', failed: 'different', error: 'error', cancelled: 'cancelled' } as const;
const BUILT_TWICE = { ...COMPARED, passed: 'the same', failed: 'they differ' } as const;

const NOT_KEPT = 'There is no report of this stage in this window: run its test.';

export class SmokeReportView implements vscode.Disposable {
  #panel: vscode.WebviewPanel | undefined;
  #last: Page | undefined;
  /** The one that was kept last stands last. */
  readonly #kept = new Map<string, Page>();

  /** Opens the report, or replaces the one that is open. The caret stays where it is. */
  show(shown: Shown): void {
    this.#show(pageOf(shown));
  }

  showComparison(name: string, comparison: SmokeComparison): void {
    this.#show({
      title: `Comparison: ${COMPARED[comparison.verdict]}`,
      html: renderComparison(name, comparison),
    });
  }

  /** @param text the Dockerfile as it was built */
  showReproduction(name: string, text: string, report: SmokeReproduction): void {
    const html = renderReproduction(name, text, report);
    this.#show({ title: `Two clean builds: ${BUILT_TWICE[report.verdict]}`, html });
  }

  /** Keeps the report under a key for whoever asks for it, and replaces the one that is open; opens nothing. */
  remember(key: string, shown: Shown): void {
    const page = pageOf(shown);
    this.#kept.delete(key);
    this.#kept.set(key, page);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    this.#take(page);
    if (this.#panel !== undefined) fill(this.#panel, page);
  }

  /** The last report, or the one that is kept under the key. Does nothing before the first report. */
  reveal(key?: string): void {
    const page = key === undefined ? this.#last : this.#kept.get(key);
    if (page === undefined) {
      if (key !== undefined) void vscode.window.showInformationMessage(NOT_KEPT);
      return;
    }
    const panel = this.#panel ?? this.#open(undefined);
    fill(panel, page);
    panel.reveal(panel.viewColumn, true);
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  /** A page that takes another one's place is scrolled as that was, and what is new stands at the top: so it gets a panel of its own. */
  #show(page: Page): void {
    this.#take(page);
    const before = this.#panel;
    fill(this.#open(before?.viewColumn), page);
    before?.dispose();
  }

  #take(page: Page): void {
    this.#last = page;
    void vscode.commands.executeCommand('setContext', 'stagewright.hasSmokeReport', true);
  }

  #open(column: vscode.ViewColumn | undefined): vscode.WebviewPanel {
    const place = { viewColumn: column ?? vscode.ViewColumn.Beside, preserveFocus: true };
    const options = {
      enableScripts: false,
      enableCommandUris: [...REPORT_COMMANDS],
      localResourceRoots: [],
      enableFindWidget: true,
    };
    const panel = vscode.window.createWebviewPanel('stagewright.smokeReport', 'Smoke build', place, options);
    panel.onDidDispose(() => {
      if (this.#panel === panel) this.#panel = undefined;
    });
    this.#panel = panel;
    return panel;
  }
}

function pageOf({ name, text, report, links = {} }: Shown): Page {
  return { title: `Smoke build: ${report.verdict}`, html: renderSmokeReport(name, text, report, links) };
}

function fill(panel: vscode.WebviewPanel, { title, html }: Page): void {
  panel.title = title;
  panel.webview.html = html;
}
