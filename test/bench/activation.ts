/** How long the extension keeps VS Code waiting when it activates, as VS Code itself counts it in the suite of the editor. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from '../harness/repository';
import { run } from './children';
import { inOneLine, measured, missing, type Outcome } from './outcome';

/** The suite has a VS Code to start; milliseconds. */
const LIMIT = 240_000;

/** `load 12 ms, activate 3 ms, finish 0 ms`; needs a VS Code that is there already. */
export async function measureActivation(): Promise<Outcome<string>> {
  const root = repositoryRoot();
  const suites = join(root, 'out/test/e2e/runE2e.js');
  if (!existsSync(suites)) return missing('not measured (the suite is not compiled)');
  try {
    const { findVSCode } = await loadProvision();
    const editor = findVSCode();
    if (!editor.available) return missing(`not measured (${editor.reason})`);
    const { stdout } = await run(process.execPath, [suites, 'desktop'], { cwd: root, limit: LIMIT });
    const told = /activation: (load .*)$/m.exec(stdout)?.[1];
    return told === undefined ? missing('not measured (VS Code did not tell)') : measured(told);
  } catch (error) {
    return missing(`not measured (${inOneLine(error)})`);
  }
}

/** The harness is plain JavaScript that runs before anything is compiled. */
async function loadProvision(): Promise<{
  findVSCode(): { readonly available: true } | { readonly available: false; readonly reason: string };
}> {
  const file = join(repositoryRoot(), 'test/harness/provision/vscode.mjs');
  return (await import(pathToFileURL(file).href)) as Awaited<ReturnType<typeof loadProvision>>;
}
