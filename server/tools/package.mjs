/**
 * Makes the extension's package, `stagewright-VERSION.vsix`, or the file named by `--out`.
 * The packager is fetched by npm into its own cache: it is large and needed here only.
 */
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { buildAll, ensureDependencies, root } from './prepare.mjs';

/** The last line that runs on Node 20. */
const packager = '@vscode/vsce@3.9.2';

const { values } = parseArgs({
  options: { out: { type: 'string' }, 'no-build': { type: 'boolean', default: false } },
});
ensureDependencies();
if (!values['no-build']) buildAll();
const args = ['exec', '--yes', `--package=${packager}`, '--', 'vsce', 'package', '--no-dependencies'];
const { status } = spawnSync('npm', values.out === undefined ? args : [...args, '--out', values.out], {
  cwd: root,
  stdio: ['ignore', 'inherit', 'inherit'],
});
process.exitCode = status ?? 1;
