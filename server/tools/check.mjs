/**
 * Runs every gate that needs no test and tells all complaints at once. The very last line is `N passed, N failed`.
 *
 * Usage: node server/tools/check.mjs [GATE…]
 */
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { ensureDependencies, root } from './prepare.mjs';

/** Each gate is a program in Node: its file and its arguments. The order matters: later ones read what earlier ones wrote. */
const gates = [
  { name: 'registry', command: ['server/tools/generate/registry.mjs', '--check'] },
  { name: 'types', command: ['node_modules/typescript/bin/tsc', '-b'] },
  { name: 'generated files', command: ['out/server/tools/generate/main.js', '--check'] },
  { name: 'eslint', command: ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0'] },
  {
    name: 'prettier',
    command: ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
  },
  {
    name: 'directions',
    command: [
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      '--config',
      '.dependency-cruiser.cjs',
      'client/src',
      'server',
      'test',
    ],
  },
  { name: 'unused', command: ['node_modules/knip/bin/knip.js', '--no-config-hints'] },
];

ensureDependencies();
const wanted = process.argv.slice(2);
const chosen = wanted.length === 0 ? gates : gates.filter(({ name }) => wanted.includes(name));
let failed = 0;
for (const { name, command } of chosen) {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', ...command],
    {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${status === 0 ? '✓' : '✗'} ${name} (${seconds} s)`);
  if (status === 0) continue;
  failed++;
  console.log(`${stdout}${stderr}`.trimEnd());
}
console.log(`${chosen.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
