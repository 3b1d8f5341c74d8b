/** The Test Explorer in the words of the tests: what it lists of a file, running it, what it shows of the results. */
import * as vscode from 'vscode';
import { useWorkbench } from '../../harness/vscode/workbench';
import { eventually } from './check';

/** VS Code joins the identities of a test and of those it lies in so. */
const SEPARATOR = '\0';

/** The group of run profiles, as VS Code's own commands count them. */
const RUN = 2;

/** What is listed of a file, outermost first: the Dockerfile, and its stages below it. */
export async function testsIn(document: Pick<vscode.TextDocument, 'uri'>): Promise<readonly string[]> {
  const paths = await vscode.commands.executeCommand<readonly (readonly string[])[]>(
    'vscode.testing.getTestsInFile',
    document.uri,
  );
  return paths.map((path) => path.join(SEPARATOR));
}

/** The names of the stages that have tests. */
export async function stagesIn(document: Pick<vscode.TextDocument, 'uri'>): Promise<readonly string[]> {
  const tests = await testsIn(document);
  return tests
    .flatMap((test) => (test.includes('#') ? [test.slice(test.lastIndexOf('#') + 1)] : []))
    .toSorted();
}

/** Waits until the stage has a test. */
export function testOf(document: Pick<vscode.TextDocument, 'uri'>, stage: string): Promise<string> {
  return eventually(async () => {
    const tests = await testsIn(document);
    const found = tests.find((test) => test.endsWith(`#${stage}`));
    if (found === undefined) throw new Error(`no test of ${stage} among ${JSON.stringify(tests)}`);
    return found;
  });
}

/** Resolves when the run has ended. */
export async function runTests(...tests: readonly string[]): Promise<void> {
  await vscode.commands.executeCommand('vscode.runTestsById', RUN, ...tests);
}

/** Waits until the Test Explorer says so of the test of a stage, such as `Passed`. */
export function expectState(document: vscode.TextDocument, label: string, state: string): Promise<void> {
  const file = `.test-explorer [role="treeitem"][aria-label^="${vscode.workspace.asRelativePath(document.uri)} "]`;
  const stage = `.test-explorer [role="treeitem"][aria-label^="${label} "][aria-label*="${state}"]`;
  return eventually(async () => {
    await vscode.commands.executeCommand('workbench.view.testing.focus');
    // So that the stages of this file alone are to be seen.
    await vscode.commands.executeCommand('testing.collapseAll');
    await useWorkbench('test-state', [
      { click: { selector: file } },
      { keys: ['ArrowRight'] },
      { waitFor: { selector: stage } },
    ]);
  });
}
