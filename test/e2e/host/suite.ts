/** A test runner of one screen, because it has to run in the web worker host too, where there is no Node. */
import * as vscode from 'vscode';

export type Test = () => Promise<void> | void;

/** Thrown by a test that this machine cannot run; the message says what is missing. */
export class Missing extends Error {}

export interface SuiteResult {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Where a suite leaves its counts for the program that started VS Code. */
export const RESULT_FILE = '.stagewright-result.json';

/** Runs the tests one after the other, says how each went, and rejects when one failed. */
export async function runSuite(suite: string, tests: Readonly<Record<string, Test>>): Promise<void> {
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  for (const [name, test] of Object.entries(tests)) {
    const started = Date.now();
    try {
      await test();
      passed += 1;
      console.log(`  ok      ${suite}: ${name} (${String(Date.now() - started)} ms)`);
    } catch (error) {
      if (error instanceof Missing) {
        skipped += 1;
        console.log(`  missing ${suite}: ${name}: ${error.message}`);
        continue;
      }
      failed += 1;
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      console.log(`  FAILED  ${suite}: ${name}\n          ${text.replaceAll('\n', '\n          ')}`);
    }
  }
  await leaveResult({ passed, failed, skipped });
  if (failed > 0) throw new Error(`${String(failed)} of ${String(passed + failed)} tests failed`);
}

async function leaveResult(result: SuiteResult): Promise<void> {
  const file = vscode.Uri.joinPath(workspaceFolder(), RESULT_FILE);
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(JSON.stringify(result)));
}

export function workspaceFolder(): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined) throw new Error('no folder is open');
  return folder.uri;
}
