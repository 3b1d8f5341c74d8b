/** The scaffold is how a contributor's first ten minutes begin: what it writes compiles and has the house's form. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { runNode } from './program';
import { scratchTree, type ScratchTree } from './scratchTree';

const RULE = 'server/src/core/rules/packages/no-probe.ts';
const TEST = 'test/server/core/rules/packages/no-probe.test.ts';

/** What of the repository the scaffold and the compiler read. */
function house(): ScratchTree {
  const tree = scratchTree();
  tree.copy(
    'package.json',
    '.prettierrc.json',
    'tsconfig.json',
    'server/src/core',
    'server/tools',
    'test/harness/checkRule.ts',
  );
  tree.linkPackages();
  return tree;
}

function newRule(
  tree: ScratchTree,
  ...args: readonly string[]
): { readonly code: number | null; readonly text: string } {
  return runNode(join(tree.path, 'server/tools/newRule.mjs'), args, tree.path);
}

describe('npm run new:rule', () => {
  it('writes a rule, its test and the registry', () => {
    const tree = house();
    const { code, text } = newRule(tree, 'packages', 'no-probe');
    assert.equal(code, 0, text);
    assert.ok(text.includes(RULE) && text.includes(TEST));
    assert.match(
      readFileSync(join(tree.path, 'server/src/core/rules/index.ts'), 'utf8'),
      /'\.\/packages\/no-probe'/,
    );

    tree.write({
      'tsconfig.probe.json': JSON.stringify({
        extends: './tsconfig.json',
        compilerOptions: { composite: false, noEmit: true, types: ['node'] },
        files: ['server/src/core/rules/index.ts', TEST],
        references: [],
      }),
    });
    const compiled = runNode('node_modules/typescript/bin/tsc', ['-p', 'tsconfig.probe.json'], tree.path);
    assert.equal(compiled.text, '');
    const formatted = runNode('node_modules/prettier/bin/prettier.cjs', ['--check', RULE, TEST], tree.path);
    assert.equal(formatted.code, 0, formatted.text);
  });

  it('refuses what it cannot start, and writes nothing', () => {
    const tree = house();
    const before = readFileSync(join(tree.path, 'server/src/core/rules/index.ts'), 'utf8');
    for (const args of [
      [],
      ['packages'],
      ['nowhere', 'no-probe'],
      ['packages', 'NoProbe'],
      ['stages', 'no-latest-tag'],
    ])
      assert.equal(newRule(tree, ...args).code, 2, args.join(' '));
    assert.equal(readFileSync(join(tree.path, 'server/src/core/rules/index.ts'), 'utf8'), before);
  });
});
