/** The disposable smoke build from the editor: of which stage, with which values, and what becomes of what it makes. */
import * as vscode from 'vscode';
import { SMOKE_BUILD_COMMAND, type SmokeDecideParams, type SmokeResult } from '../../../server/src/protocol';
import type { Session } from '../languageClient';
import { Decisions } from '../smoke/decision';
import { askForName } from '../smoke/keptName';
import { type Begun, beginSmoke, runWithProgress, type Stopped } from '../smoke/begin';
import type { ValueMemory } from '../smoke/rememberedValues';
import type { BuiltText, SmokeChoices, SmokeRuns } from '../smoke/run';
import type { SmokeReportView } from '../views/smokeReport';

/** What the command resolves to: the report, or why there is none. Nothing is left to guess for a caller. */
export type SmokeOutcome = { readonly kind: 'reported'; readonly report: SmokeResult } | Stopped;

/** What the commands of the smoke build share. */
export interface SmokeWorkplace {
  readonly starting: Promise<Session>;
  readonly runs: SmokeRuns;
  readonly memory: ValueMemory;
  readonly reports: SmokeReportView;
}

const BUILD = 'Which stage shall be built, run and removed again?';

export function registerSmokeBuild(workplace: SmokeWorkplace): vscode.Disposable {
  const { reports } = workplace;
  const decisions = new Decisions((built, question) => {
    reports.show({ ...built, report: question.report, links: { question: questionOf(question) } });
  });

  const build = async (begun: Begun, more: SmokeChoices): Promise<SmokeOutcome> => {
    const { document, stage, values } = begun;
    const choices: SmokeChoices = { target: stage, values, ...more };
    const onDecide = (
      built: BuiltText,
      question: SmokeDecideParams,
      token: vscode.CancellationToken,
    ): ReturnType<Decisions['decide']> => decisions.decide(built, question, token);
    const done = await runWithProgress(begun, (listener, cancellation) =>
      workplace.runs.run(document, choices, { ...listener, onDecide }, cancellation),
    );
    const built = { uri: document.uri.toString(), target: stage, hasValues: begun.hasValues };
    reports.show({ ...done, links: { document: built } });
    return { kind: 'reported', report: done.report };
  };

  const command =
    (question: string, choose: (begun: Begun) => SmokeChoices | Promise<SmokeChoices | undefined>) =>
    (uri?: unknown, target?: unknown): Promise<SmokeOutcome> =>
      beginSmoke(workplace, uri, target, question, async (begun) => {
        const choices = await choose(begun);
        return choices === undefined ? { kind: 'dismissed' } : build(begun, choices);
      });

  void vscode.commands.executeCommand('setContext', 'stagewright.canSmokeBuild', true);
  return vscode.Disposable.from(
    decisions,
    vscode.commands.registerCommand(
      SMOKE_BUILD_COMMAND,
      command(BUILD, ({ document }) => retentionOf(document)),
    ),
    vscode.commands.registerCommand(
      'stagewright.lookInside',
      command('Into which stage shall be looked?', () => ({ retention: 'ask' })),
    ),
    vscode.commands.registerCommand(
      'stagewright.keepSmokeImage',
      command('Which stage shall be built, run and kept?', keptAs),
    ),
    vscode.commands.registerCommand(
      'stagewright.compareBuilders',
      command('Which stage shall be compared with those that it takes files from?', () => ({
        builders: 'compare',
      })),
    ),
    vscode.commands.registerCommand('stagewright.showSmokeReport', (test?: unknown) => {
      reports.reveal(idOf(test));
    }),
  );
}

/** The Test Explorer hands over the test whose report is wanted. */
function idOf(test: unknown): string | undefined {
  const isTest = typeof test === 'object' && test !== null && 'id' in test;
  return isTest && typeof test.id === 'string' ? test.id : undefined;
}

function retentionOf(document: vscode.TextDocument): SmokeChoices {
  const retention = vscode.workspace.getConfiguration('stagewright', document.uri).get('smoke.retention');
  return retention === 'ask' ? { retention } : {};
}

/** The name is asked for before anything is built, so that nobody has to wait for the question. */
async function keptAs({ document, stage }: Begun): Promise<SmokeChoices | undefined> {
  const built = { name: vscode.workspace.asRelativePath(document.uri), text: document.getText() };
  const isNamed = !/^\d+$/u.test(stage);
  const forever = new vscode.CancellationTokenSource();
  const name = await askForName(
    built,
    { stage: { index: 0, name: isNamed ? stage : undefined } },
    undefined,
    forever.token,
  );
  forever.dispose();
  return name === undefined ? undefined : { keep: name };
}

function questionOf({ token, limitMs, shell, isInShell }: SmokeDecideParams): {
  readonly token: string;
  readonly until: string;
  readonly hasShell: boolean;
  readonly isInShell: boolean;
} {
  const until = new Date(Date.now() + limitMs).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  return { token, until, hasShell: shell !== undefined, isInShell };
}
