/** Runs the tests that somebody chose in the Test Explorer, one smoke build after the other, and reports each. */
import * as vscode from 'vscode';
import type { SmokeFailure, SmokeGivenValues, SmokeResult } from '../../../server/src/protocol';
import { messageOf } from '../errors';
import type { SmokeReportView } from '../views/smokeReport';
import { admit, type SmokeRuns } from './run';
import { closingLines, failureText, ink, terminalLines } from './testOutput';
import type { SmokeTestTree, StageTest } from './testTree';

export interface TestRunParts {
  readonly tree: SmokeTestTree;
  readonly runs: SmokeRuns;
  readonly reports: Pick<SmokeReportView, 'remember'>;
  /** What builds of the stage were given before. A test asks nothing: it may run unattended. */
  readonly given: (document: vscode.TextDocument, target: string) => Promise<SmokeGivenValues>;
}

export async function runSmokeTests(
  request: vscode.TestRunRequest,
  cancellation: vscode.CancellationToken,
  parts: TestRunParts,
): Promise<void> {
  const run = parts.tree.controller.createTestRun(request, 'Smoke build');
  try {
    const tests = await parts.tree.chosen(request);
    for (const { item } of tests) run.enqueued(item);
    const reasons = new Set<string>();
    for (const test of tests) {
      if (cancellation.isCancellationRequested) run.skipped(test.item);
      else {
        const reason = await runOne(run, test, cancellation, parts);
        if (reason !== undefined) reasons.add(reason);
      }
    }
    // A skipped test does not say why, and nobody looks for the reason in its output.
    for (const reason of reasons) void vscode.window.showWarningMessage(reason);
  } finally {
    run.end();
  }
}

/** Resolves to why the test was skipped, if it was and not by the user. */
async function runOne(
  run: vscode.TestRun,
  test: StageTest,
  cancellation: vscode.CancellationToken,
  { runs, reports, given }: TestRunParts,
): Promise<string | undefined> {
  const { item, uri, target } = test;
  const say = (...lines: readonly string[]): void => {
    run.appendOutput(terminalLines(lines), undefined, item);
  };
  const skip = (reason: string): string => {
    say(ink('yellow', `SKIPPED  ${reason}`));
    run.skipped(item);
    return reason;
  };
  try {
    say(ink('bold', `Smoke build of ${vscode.workspace.asRelativePath(uri)}, stage ${target}`));
    const admission = admit(await vscode.workspace.openTextDocument(uri));
    if (admission.kind === 'refused') return skip(admission.message);
    run.started(item);
    const listener = {
      onProgress: ({ message }: { readonly message: string }): void => {
        say(ink('dim', message));
      },
      onLog: (lines: readonly string[]): void => {
        say(...lines.map((line) => `  ${ink('dim', '|')} ${line}`));
      },
    };
    const { document } = admission;
    const values = await given(document, target);
    const done = await runs.run(document, { target, values }, listener, cancellation);
    const { report } = done;
    if (isWithoutEngine(report)) return skip(report.failure?.message ?? report.summary);
    const built = { uri: uri.toString(), target, hasValues: Object.keys(values).length > 0 };
    reports.remember(item.id, { ...done, links: { document: built } });
    say(...closingLines(report), '');
    tell(run, test, report);
  } catch (error) {
    // Ended while it waited for another smoke build of the same Dockerfile.
    if (cancellation.isCancellationRequested) {
      run.skipped(item);
      return undefined;
    }
    const message = `The smoke build could not begin: ${messageOf(error)}`;
    say(ink('red', message));
    run.errored(item, new vscode.TestMessage(message));
  }
  return undefined;
}

/** Nothing can be said of a stage where there is nothing to build it with. */
function isWithoutEngine({ verdict, failure, engine }: SmokeResult): boolean {
  return verdict === 'error' && failure?.step === 'identify' && engine.version === undefined;
}

function tell(run: vscode.TestRun, test: StageTest, report: SmokeResult): void {
  const { item } = test;
  switch (report.verdict) {
    case 'passed':
      run.passed(item, report.durationMs);
      return;
    case 'failed':
      run.failed(item, messageFor(test, report), report.durationMs);
      return;
    case 'error':
      run.errored(item, messageFor(test, report), report.durationMs);
      return;
    case 'cancelled':
      run.skipped(item);
      return;
  }
}

function messageFor({ item, uri }: StageTest, { failure, summary }: SmokeResult): vscode.TestMessage {
  const message = new vscode.TestMessage(failure === undefined ? summary : failureText(failure));
  const range = rangeOf(failure) ?? item.range;
  if (range !== undefined) message.location = new vscode.Location(uri, range);
  return message;
}

function rangeOf(failure: SmokeFailure | undefined): vscode.Range | undefined {
  const { line, range } = failure ?? {};
  if (range !== undefined)
    return new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character);
  return line === undefined ? undefined : new vscode.Range(line, 0, line, 0);
}
