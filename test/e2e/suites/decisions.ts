/** What a person chooses around a smoke build, on a real engine: values, what becomes of the image, comparisons. */
import { execFileSync } from 'node:child_process';
import * as vscode from 'vscode';
import { equal, eventually, match, ok } from '../host/check';
import { open, replaceText, revert, withSetting } from '../host/editor';
import { canAskWorkbench, useWorkbench } from '../../harness/vscode/workbench';
import { Missing, runSuite } from '../host/suite';

interface Report {
  readonly verdict: string;
  readonly summary: string;
  readonly plan: readonly string[];
  readonly run?: { readonly log: readonly string[] };
  readonly image?: { readonly builders?: readonly { readonly brought?: readonly unknown[] }[] };
  readonly cleanup: { readonly kept: readonly string[]; readonly removed: readonly string[] };
}

interface Outcome {
  readonly kind: string;
  readonly message?: string;
  readonly report?: Report;
}

interface Compared {
  readonly kind: string;
  readonly message?: string;
  readonly comparison?: { readonly verdict: string; readonly summary: string };
}

const NAME = 'stagewright-e2e-decisions:kept';

export function run(): Promise<void> {
  return runSuite('decisions', {
    'leaves nothing without a word': leavesNothing,
    'keeps the image under a name that is chosen in the report': keepsFromReport,
    'opens a shell in the image, and removes it when the shell ends': opensShell,
    'asks for what a build needs, once': asksForValues,
    'asks again when it was forgotten': asksAgain,
    'compares with another stage, side by side': comparesStages,
    'compares the unsaved text with the last commit': comparesRevisions,
    'compares with the builders': comparesBuilders,
    'finds what makes two clean builds differ': findsDifference,
  });
}

async function leavesNothing(): Promise<void> {
  const { document } = await open('lesson/Dockerfile');
  const report = reportOf(await smoke(document, '1'));
  equal(report.verdict, 'passed', JSON.stringify(report));
  equal(report.cleanup.kept, [], 'what was kept');
  match(report.summary, /smaller than its builder "build"/u, 'the summary');
  equal(leftOf(report), [], 'what is left on the engine');
}

async function keepsFromReport(): Promise<void> {
  requireWindow();
  const { document } = await open('lesson/Dockerfile');
  docker('image', 'rm', '--force', NAME);
  await withSetting('stagewright.smoke.retention', 'ask', async () => {
    const outcome = smoke(document, '1');
    await clickInReport('Keep it as');
    await useWorkbench('name', [
      { waitFor: { selectorText: 'Keep the Image As' } },
      { keys: ['Control+a'] },
      { type: NAME },
      { keys: ['Enter'] },
    ]);
    const report = reportOf(await outcome);
    equal(report.cleanup.kept, [`image ${NAME}`], JSON.stringify(report));
    equal(leftOf(report), [], 'what is left of the run');
  });
  try {
    ok(
      docker('image', 'inspect', '--format', '{{.Id}}', NAME).startsWith('sha256:'),
      'no image of that name',
    );
  } finally {
    docker('image', 'rm', NAME);
  }
}

async function opensShell(): Promise<void> {
  requireWindow();
  const { document } = await open('random/Dockerfile');
  const outcome = vscode.commands.executeCommand<Outcome>(
    'stagewright.lookInside',
    document.uri.toString(),
    'app',
  );
  await clickInReport('Open a shell in it');
  const terminal = await eventually(() => {
    const found = vscode.window.terminals.find(({ name }) => name.startsWith('Image of random'));
    ok(found !== undefined, 'no terminal');
    return found;
  });
  const container = await eventually(() => {
    const found = docker('ps', '--format', '{{.Names}}')
      .split('\n')
      .find((name) => /^stagewright-smoke-.*-shell$/u.test(name));
    ok(found !== undefined, 'no container with a shell');
    return found;
  });
  terminal.sendText('exit');
  const report = reportOf(await outcome);
  equal(report.cleanup.kept, [], JSON.stringify(report));
  equal(leftOf(report), [], 'what is left on the engine');
  equal(docker('ps', '--all', '--quiet', '--filter', `name=${container}`), '', 'the container');
}

async function asksForValues(): Promise<void> {
  requireWindow();
  const { document } = await open('values/Dockerfile');
  const outcome = smoke(document, 'app');
  await useWorkbench('argument', [
    { waitFor: { selectorText: 'build argument GREETING' } },
    { type: 'good morning' },
    { keys: ['Enter'] },
    { waitFor: { selectorText: 'build secret word' } },
    { type: 'hunter22' },
    { keys: ['Enter'] },
  ]);
  const first = reportOf(await outcome);
  equal(first.verdict, 'passed', JSON.stringify(first));
  equal(first.run?.log, ['good morning'], 'what the argument has become');
  ok(!JSON.stringify(first).includes('hunter22'), 'the secret is in the report');
  const again = reportOf(await smoke(document, 'app'));
  equal(again.verdict, 'passed', 'with what was remembered');
}

async function asksAgain(): Promise<void> {
  requireWindow();
  const { document } = await open('values/Dockerfile');
  const forgetting = vscode.commands.executeCommand('stagewright.forgetSmokeValues');
  await useWorkbench('forget', [
    { waitFor: { selectorText: 'Forget Smoke Build Values' } },
    { wait: 300 },
    { keys: ['Enter'] },
  ]);
  await forgetting;
  const outcome = smoke(document, 'app');
  await useWorkbench('dismiss', [
    { waitFor: { selectorText: 'build argument GREETING' } },
    { keys: ['Escape'] },
  ]);
  equal((await outcome).kind, 'dismissed', 'a question that is dismissed ends it');
}

async function comparesStages(): Promise<void> {
  const { document } = await open('lesson/Dockerfile');
  const outcome = await vscode.commands.executeCommand<Compared>(
    'stagewright.compareSmokeBuilds',
    document.uri.toString(),
    '1',
    { kind: 'stage', target: 'build' },
  );
  equal(outcome.kind, 'compared', JSON.stringify(outcome));
  match(outcome.comparison?.summary ?? '', /^Smaller by /u, 'the verdict line');
  await expectTab(/^Comparison: different$/u);
}

async function comparesRevisions(): Promise<void> {
  const editor = await open('lesson/Dockerfile');
  const { document } = editor;
  const folder = vscode.Uri.joinPath(document.uri, '..').fsPath;
  for (const args of [
    ['init', '--quiet'],
    ['add', '--all'],
    ['-c', 'user.name=Test', '-c', 'user.email=test@localhost', 'commit', '--quiet', '--message', 'First'],
  ])
    execFileSync('git', ['-C', folder, ...args]);
  await replaceText(editor, 'FROM nginx:alpine', 'FROM nginx:alpine\nENV GREETING=hello');
  const compared = (revision: string): Thenable<Compared> =>
    vscode.commands.executeCommand<Compared>('stagewright.compareSmokeBuilds', document.uri.toString(), '1', {
      kind: 'revision',
      revision,
    });
  const outcome = await compared('HEAD');
  match(
    outcome.comparison?.summary ?? JSON.stringify(outcome),
    /same behaviour; the configuration differs in variable GREETING/u,
    'the verdict line',
  );
  await expectTab(/^Comparison: same$/u);
  match(
    (await compared('no-such-branch')).message ?? '',
    /git has no "no-such-branch"/u,
    'an unknown revision',
  );
  await vscode.commands.executeCommand('notifications.clearAll');
  await revert(editor);
}

async function comparesBuilders(): Promise<void> {
  const { document } = await open('lesson/Dockerfile');
  const report = reportOf(
    await vscode.commands.executeCommand<Outcome>(
      'stagewright.compareBuilders',
      document.uri.toString(),
      '1',
    ),
  );
  equal(report.verdict, 'passed', JSON.stringify(report));
  ok((report.image?.builders?.[0]?.brought?.length ?? 0) > 0, 'nothing of the builder reached the image');
}

async function findsDifference(): Promise<void> {
  const { document } = await open('random/Dockerfile');
  const outcome = await vscode.commands.executeCommand<{
    readonly kind: string;
    readonly report?: { readonly verdict: string; readonly difference?: { readonly line?: number } };
  }>('stagewright.reproduceSmokeBuild', document.uri.toString(), 'app');
  equal(outcome.report?.verdict, 'failed', JSON.stringify(outcome));
  equal(outcome.report?.difference?.line, 1, 'the line that makes them differ');
  await expectTab(/^Two clean builds: they differ$/u);
}

function smoke(document: vscode.TextDocument, target: string): Thenable<Outcome> {
  return vscode.commands.executeCommand<Outcome>('stagewright.smokeBuild', document.uri.toString(), target);
}

function reportOf(outcome: Outcome): Report {
  ok(outcome.report !== undefined, JSON.stringify(outcome));
  return outcome.report;
}

function requireWindow(): void {
  if (!canAskWorkbench()) throw new Missing('a window that can be asked to press keys');
}

/** The question comes when the container has been asked, so the link is waited for. */
function clickInReport(text: string): Promise<void> {
  return eventually(() =>
    useWorkbench('report', [{ waitFor: { selectorText: text } }, { click: { selectorText: text } }]),
  );
}

function docker(...args: readonly string[]): string {
  return execFileSync('docker', [...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

/** Containers, images and volumes that carry the id of the run, of which the report's plan tells. */
function leftOf({ plan }: Report): readonly string[] {
  const id = /stagewright-smoke-([0-9a-f]+)/u.exec(plan.join('\n'))?.[1];
  ok(id !== undefined, `no run in ${JSON.stringify(plan)}`);
  const filter = ['--quiet', '--filter', 'label=dev.stagewright.smoke'];
  const kinds = [
    ['container', docker('ps', '--all', ...filter)],
    ['image', docker('images', '--all', ...filter)],
    ['volume', docker('volume', 'ls', ...filter)],
  ] as const;
  return kinds.flatMap(([kind, ids]) =>
    ids.split('\n').filter((each) => each !== '' && inspected(kind, each).includes(id)),
  );
}

/** Another run's object may be gone since it was listed. */
function inspected(kind: string, id: string): string {
  try {
    return docker(kind, 'inspect', id);
  } catch {
    return '';
  }
}

function expectTab(label: RegExp): Promise<void> {
  return eventually(() => {
    const labels = vscode.window.tabGroups.all.flatMap((group) => group.tabs).map((tab) => tab.label);
    ok(
      labels.some((each) => label.test(each)),
      `${String(label)} is not among ${labels.join(', ')}`,
    );
  });
}
