/** The smoke builds of the Test Explorer: made once the extension runs, since nothing of it is needed to open a Dockerfile. */
import * as vscode from 'vscode';
import type { Session } from '../languageClient';
import type { SmokeReportView } from '../views/smokeReport';
import type { SmokeRuns } from './run';
import { runSmokeTests } from './testRun';
import { SmokeTestTree } from './testTree';

export function createSmokeTests(
  session: Session,
  runs: SmokeRuns,
  reports: SmokeReportView,
): vscode.Disposable {
  const tree = new SmokeTestTree(session);
  const profile = tree.controller.createRunProfile(
    'Smoke Build',
    vscode.TestRunProfileKind.Run,
    (request, cancellation) => runSmokeTests(request, cancellation, { tree, runs, reports }),
    true,
  );
  profile.configureHandler = () => {
    void vscode.commands.executeCommand('workbench.action.openSettings', 'stagewright.smoke');
  };
  return vscode.Disposable.from(profile, tree);
}
