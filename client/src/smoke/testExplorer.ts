/** The smoke builds of the Test Explorer: made once the extension runs, since nothing of it is needed to open a Dockerfile. */
import * as vscode from 'vscode';
import type { Session } from '../languageClient';
import type { SmokeReportView } from '../views/smokeReport';
import type { ValueMemory } from './rememberedValues';
import type { SmokeRuns } from './run';
import { runSmokeTests, type TestRunParts } from './testRun';
import { SmokeTestTree } from './testTree';
import { rememberedValues } from './values';

export function createSmokeTests(
  session: Session,
  runs: SmokeRuns,
  reports: SmokeReportView,
  memory: ValueMemory,
): vscode.Disposable {
  const tree = new SmokeTestTree(session);
  const given: TestRunParts['given'] = (document, target) =>
    rememberedValues(session, memory, document, target);
  const profile = tree.controller.createRunProfile(
    'Smoke Build',
    vscode.TestRunProfileKind.Run,
    (request, cancellation) => runSmokeTests(request, cancellation, { tree, runs, reports, given }),
    true,
  );
  profile.configureHandler = () => {
    void vscode.commands.executeCommand('workbench.action.openSettings', 'stagewright.smoke');
  };
  return vscode.Disposable.from(profile, tree);
}
