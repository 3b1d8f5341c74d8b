/** The smoke build from the editor, on a real engine. */
import * as vscode from 'vscode';
import { equal, eventually, match, ok } from '../host/check';
import { diagnosticsOf, open, withSetting } from '../host/editor';
import { canAskWorkbench, useWorkbench } from '../../harness/vscode/workbench';
import { Missing, runSuite } from '../host/suite';

interface Outcome {
  readonly kind: string;
  readonly message?: string;
  readonly report?: {
    readonly verdict: string;
    readonly stage?: { readonly index: number };
    readonly probes: readonly unknown[];
  };
}

export function run(): Promise<void> {
  return runSuite('smoke', {
    'builds, runs and removes the lesson, and reports': smokesTheLesson,
    'runs the stage whose code lens was clicked': runsFromCodeLens,
    'marks the instruction that fails': marksTheFailingInstruction,
    'asks which stage where none is named': asksForStage,
    'stops when it is cancelled, and says what was removed': cancels,
    'says what it looked for where there is no engine': saysThatThereIsNoEngine,
  });
}

async function smokesTheLesson(): Promise<void> {
  const { document } = await open('lesson/Dockerfile');
  const outcome = await smoke(document, '1');
  equal(outcome.report?.verdict, 'passed', JSON.stringify(outcome));
  ok((outcome.report?.probes.length ?? 0) > 0, 'probes');
  await expectReport('passed');
}

async function runsFromCodeLens(): Promise<void> {
  const { document } = await open('lesson/Dockerfile');
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    document.uri,
    20,
  );
  const command = lenses.find(({ range }) => range.start.line === 6)?.command;
  ok(command !== undefined, 'no code lens above the second FROM');
  const given: readonly unknown[] = command.arguments ?? [];
  const outcome = await vscode.commands.executeCommand<Outcome>(command.command, ...given);
  equal(outcome.report?.verdict, 'passed', JSON.stringify(outcome));
}

async function marksTheFailingInstruction(): Promise<void> {
  const { document } = await open('failing/Dockerfile');
  const outcome = await smoke(document, 'app');
  equal(outcome.report?.verdict, 'failed', JSON.stringify(outcome));
  await eventually(() => {
    const marks = diagnosticsOf(document).filter(({ message }) => message.includes('stagewright-says-no'));
    equal(
      marks.map(({ range }) => range.start.line),
      [2],
      'the line with the diagnostic',
    );
  });
  await expectReport('failed');
}

async function asksForStage(): Promise<void> {
  requireWindow();
  await open('lesson/Dockerfile');
  const outcome = vscode.commands.executeCommand<Outcome>('stagewright.smokeBuild');
  // The final stage stands first.
  await useWorkbench('choose', [
    { waitFor: { selector: '.quick-input-list .monaco-list-row' } },
    { waitFor: { selectorText: 'final stage' } },
    { keys: ['Enter'] },
  ]);
  const { report } = await outcome;
  equal(report?.stage?.index, 1, 'the stage that was built');
  equal(report?.verdict, 'passed', JSON.stringify(report));
}

async function cancels(): Promise<void> {
  requireWindow();
  const { document } = await open('slow/Dockerfile');
  const outcome = smoke(document, 'app');
  await eventually(async () => {
    // Under test VS Code keeps notifications in their list, which shows once there is one.
    await vscode.commands.executeCommand('notifications.showList');
    await useWorkbench('cancel', [
      { waitFor: { selectorText: '2 of 2 · RUN sleep 300' } },
      { click: { selector: '.notifications-center .monaco-button' } },
    ]);
  });
  const { report } = await outcome;
  equal(report?.verdict, 'cancelled', JSON.stringify(report));
  await expectReport('cancelled');
}

async function saysThatThereIsNoEngine(): Promise<void> {
  const { document } = await open('lesson/Dockerfile');
  await withSetting('stagewright.smoke.engine', '/nowhere/docker', async () => {
    const outcome = await eventually(async () => {
      const found = await smoke(document, '1');
      equal(found.report?.verdict, 'error', JSON.stringify(found));
      return found;
    });
    match(JSON.stringify(outcome), /\/nowhere\/docker/u, 'what was looked for');
  });
}

function smoke(document: vscode.TextDocument, target: string): Thenable<Outcome> {
  return vscode.commands.executeCommand<Outcome>('stagewright.smokeBuild', document.uri.toString(), target);
}

function requireWindow(): void {
  if (!canAskWorkbench()) throw new Missing('a window that can be asked to press keys');
}

/** The report is a tab beside the editor. */
function expectReport(verdict: string): Promise<void> {
  return eventually(() => {
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    const report = tabs.find(
      ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.includes('smokeReport'),
    );
    match(report?.label ?? 'no report', new RegExp(verdict, 'u'), 'the tab of the report');
  });
}
