/** Every gate is fed what it must refuse, for a gate that never bites is only slow. The directions have a test of their own. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { runNode } from './program';
import { repository, scratchTree } from './scratchTree';

describe('project references', () => {
  /** What the compiler says of a file in a project of the same settings as a part of the house. */
  function compile(part: string, text: string): string {
    const tree = scratchTree({
      'tsconfig.json': JSON.stringify({
        extends: join(repository, part, 'tsconfig.json'),
        compilerOptions: {
          noEmit: true,
          composite: false,
          incremental: false,
          rootDir: '.',
          tsBuildInfoFile: null,
        },
        include: ['probe.ts'],
        references: [],
      }),
      'probe.ts': text,
    });
    return runNode('node_modules/typescript/bin/tsc', ['-p', '.'], tree.path).text;
  }

  it('let a pure part see no host', () => {
    const names = ['process', 'console', 'setTimeout', 'fetch', 'document', 'Buffer', 'require'];
    const text = compile(
      'server/src/core',
      names.map((name) => `export const a_${name}: unknown = ${name};`).join('\n'),
    );
    for (const name of names) assert.match(text, new RegExp(`Cannot find name '${name}'`));
  });

  it('hold the strict settings', () => {
    const text = compile(
      'server/src/smoke',
      'export const first: number = [1][0];\nexport const odd: { a?: 1 } = { a: undefined };\nexport const any = (x) => x;',
    );
    for (const code of ['probe.ts(1', 'TS2322', 'probe.ts(2', 'TS2375', 'TS7006'])
      assert.ok(text.includes(code), text);
  });

  it('refuse a file of a project that is not referenced', () => {
    const tree = scratchTree();
    tree.copy(
      'tsconfig.json',
      'server/src/smoke/tsconfig.json',
      'server/src/core/tsconfig.json',
      'server/src/lsp/tsconfig.json',
    );
    tree.write({
      'server/src/lsp/thing.ts': 'export const thing = 1;',
      'server/src/core/index.ts': 'export const door = 1;',
      'server/src/smoke/probe.ts': "export { thing } from '../lsp/thing';",
    });
    const { code, text } = runNode('node_modules/typescript/bin/tsc', ['-b', 'server/src/smoke'], tree.path);
    assert.notEqual(code, 0);
    assert.match(text, /TS6307/);
  });
});

describe('ESLint', () => {
  /** The rules that a text breaks when it lies at the path, which need not exist; rules that need types are left out. */
  const linter = new ESLint({
    cwd: repository,
    overrideConfig: [{ files: ['**/*.ts'], ...tseslint.configs.disableTypeChecked }],
  });
  async function broken(path: string, text: string): Promise<readonly (string | null)[]> {
    const results = await linter.lintText(text, { filePath: join(repository, path) });
    return results.flatMap(({ messages }) => messages.map(({ ruleId }) => ruleId));
  }

  const pureParts = [
    'server/src/core/model/probe.ts',
    'server/src/smoke/probe.ts',
    'server/src/protocol/probe.ts',
  ];
  for (const path of pureParts) {
    it(`keeps the host out of ${path}`, async () => {
      for (const name of ['process', 'console', 'setTimeout', 'fetch'])
        assert.deepEqual(
          await broken(path, `export const probe: unknown = ${name};\n`),
          ['no-restricted-globals'],
          name,
        );
      for (const name of ['node:fs', 'fs', 'vscode', 'vscode-languageserver'])
        assert.deepEqual(await broken(path, `import '${name}';\n`), ['no-restricted-imports'], name);
    });
  }

  it('keeps clock and chance out of the core', async () => {
    const found = await broken(
      'server/src/core/model/probe.ts',
      'export const a = Date.now() + Math.random();\n',
    );
    assert.deepEqual(found, ['no-restricted-globals', 'no-restricted-properties']);
  });

  it('lets one file spawn processes', async () => {
    const text = "import 'node:child_process';\n";
    assert.deepEqual(await broken('server/src/lsp/probe.ts', text), ['no-restricted-imports']);
    assert.deepEqual(await broken('server/src/node/probe.ts', text), ['no-restricted-imports']);
    assert.deepEqual(await broken('server/src/node/processRunner.ts', text), []);
  });

  it('wants a default export of rules only', async () => {
    const text = 'export default 1;\n';
    assert.deepEqual(await broken('server/src/core/model/probe.ts', text), ['no-restricted-syntax']);
    assert.deepEqual(await broken('client/src/probe.ts', text), ['no-restricted-syntax']);
    assert.deepEqual(await broken('server/src/core/rules/stages/no-probe.ts', text), []);
  });

  it('keeps a rule below 250 lines', async () => {
    const lines = (count: number): string => '// …\n'.repeat(count - 1).concat('export const a = 1;\n');
    assert.deepEqual(await broken('server/src/core/rules/stages/no-probe.ts', lines(250)), []);
    assert.deepEqual(await broken('server/src/core/rules/stages/no-probe.ts', lines(251)), ['max-lines']);
  });

  it('refuses any, enum and a type imported as a value', async () => {
    const path = 'server/src/lsp/probe.ts';
    assert.deepEqual(await broken(path, 'export const a = (b: any): unknown => b;\n'), [
      '@typescript-eslint/no-explicit-any',
    ]);
    assert.deepEqual(await broken(path, 'export enum A {\n  B,\n}\n'), ['no-restricted-syntax']);
    assert.deepEqual(await broken(path, "import { A } from './a';\nexport const b = (a: A): A => a;\n"), [
      '@typescript-eslint/consistent-type-imports',
    ]);
  });

  it('wants every member of a union in a switch', async () => {
    // The rule needs types, and types need a file that is there: its text is replaced.
    const typed = new ESLint({ cwd: repository });
    const text =
      "export const f = (kind: 'a' | 'b'): number => {\n  switch (kind) {\n    case 'a':\n      return 1;\n  }\n  return 2;\n};\n";
    const results = await typed.lintText(text, {
      filePath: join(repository, 'server/src/core/text/span.ts'),
    });
    const found = results.flatMap(({ messages }) => messages.map(({ ruleId }) => ruleId));
    assert.deepEqual(found, ['@typescript-eslint/switch-exhaustiveness-check']);
  });
});

describe('Prettier', () => {
  it('refuses another form', () => {
    const tree = scratchTree({ 'good.ts': "export const a = 'b';\n", 'bad.ts': 'export const a = "b"\n' });
    tree.copy('.prettierrc.json');
    const check = (file: string): number | null =>
      runNode('node_modules/prettier/bin/prettier.cjs', ['--check', file], tree.path).code;
    assert.equal(check('good.ts'), 0);
    assert.equal(check('bad.ts'), 1);
  });
});

describe('knip', () => {
  it('refuses a file, an export and a dependency that nobody uses', () => {
    const tree = scratchTree({
      'package.json': JSON.stringify({ name: 'probe', dependencies: { lodash: '4.17.21' } }),
      'server/src/node/server.ts': "import { used } from '../lsp/a';\nconsole.log(used);\n",
      'server/src/node/cli.ts': 'export {};\n',
      'server/src/lsp/a.ts': 'export const used = 1;\nexport const unusedExport = 2;\n',
      'server/src/lsp/unusedFile.ts': 'export const b = 1;\n',
    });
    tree.copy('knip.json', 'tsconfig.json');
    const { code, text } = runNode('node_modules/knip/bin/knip.js', ['--no-config-hints'], tree.path);
    assert.equal(code, 1);
    for (const name of ['unusedFile.ts', 'unusedExport', 'lodash']) assert.ok(text.includes(name), text);
  });
});

describe('bundles', () => {
  /** What the bundler says of one small entry. */
  function bundle(
    name: string,
    entry: string,
    text: string,
    others: Readonly<Record<string, string>> = {},
  ): { readonly code: number | null; readonly text: string; readonly folder: string } {
    const parts = {
      'server/src/cli/commands/asked.ts': '',
      'server/src/node/cliPrograms.ts': '',
      'server/src/node/engineCommands.ts': '',
      'server/src/lsp/asked.ts': '',
      'server/src/lsp/yaml.ts': '',
      'server/src/node/programs.ts': '',
    };
    const tree = scratchTree({ ...parts, [entry]: text, ...others });
    tree.copy('server/tools/bundle.mjs', 'server/tools/bundleParts.mjs');
    tree.linkPackages();
    const program = join(tree.path, 'server/tools/bundle.mjs');
    return { ...runNode(program, [name], tree.path), folder: join(tree.path, 'dist') };
  }

  it('may use Node on the desktop, and not in a worker', () => {
    const text = "import { sep } from 'node:path';\nconsole.log(sep);\n";
    assert.equal(bundle('server.main.js', 'server/src/node/server.ts', text).code, 0);
    const refused = bundle('web/server.js', 'server/src/browser/server.ts', text);
    assert.equal(refused.code, 1);
    assert.match(refused.text, /web\/server\.js: .*node:path/);
  });

  it('may not leave a package to be found at run time', () => {
    const text = "import 'no-such-package';\n";
    assert.equal(bundle('server.main.js', 'server/src/node/server.ts', text).code, 1);
  });

  it('may not take back into the first file what is loaded later', () => {
    const others = { 'server/src/core/refactor/a.ts': 'export const a = { of: Math.random() };\n' };
    const early = "import { a } from '../core/refactor/a';\nconsole.log(a);\n";
    const refused = bundle('server.main.js', 'server/src/node/server.ts', early, others);
    assert.equal(refused.code, 1);
    assert.match(refused.text, /core\/refactor\/a\.ts came back into what every start loads/);
    const late = "export const late = () => import('../lsp/asked.js');\n";
    const asked = { 'server/src/lsp/asked.ts': "export { a } from '../core/refactor/a';\n" };
    assert.equal(
      bundle('server.main.js', 'server/src/node/server.ts', late, { ...others, ...asked }).code,
      0,
    );
  });

  it('stay programs when they are cut', () => {
    const text = '#!/usr/bin/env node\nconsole.log("runs");\n';
    const { code, folder } = bundle('cli.js', 'server/src/node/cli.ts', text);
    assert.equal(code, 0);
    const file = join(folder, 'cli.js');
    assert.ok(readFileSync(file, 'utf8').startsWith('#!/usr/bin/env node\n'));
    assert.equal(runNode(file, [], folder).text, 'runs\n');
  });

  it('may not have two parts with something in common that the first file has not', () => {
    const { code, text } = bundle('server.main.js', 'server/src/node/server.ts', 'console.log(1);\n', {
      'server/src/core/a.ts': 'export const a = { of: Math.random() };\n',
      'server/src/lsp/asked.ts': "export { a } from '../core/a';\n",
      'server/src/lsp/yaml.ts': "export { a } from '../core/a';\n",
    });
    assert.equal(code, 1);
    assert.match(text, /server\.main\.js: two parts share what is in neither/);
  });

  it('have a budget', () => {
    const text = `console.log(${JSON.stringify('x'.repeat(2_000_000))});\n`;
    const refused = bundle('cli.js', 'server/src/node/cli.ts', text);
    assert.equal(refused.code, 1);
    assert.match(refused.text, /cli\.js has \d+ bytes, which is over the budget/);
  });
});

describe('generated files', () => {
  it('must be what the rules say', () => {
    const tree = scratchTree();
    tree.copy('out/server', 'server/docs', 'server/src', 'package.json', 'README.md');
    tree.linkPackages();
    const generate = (mode: string): { readonly code: number | null; readonly text: string } =>
      runNode(join(tree.path, 'out/server/tools/generate/main.js'), [mode], tree.path);
    assert.equal(generate('--write').code, 0);
    assert.deepEqual(generate('--check'), { code: 0, text: '' });

    const spoiled: Readonly<Record<string, (text: string) => string>> = {
      'server/docs/rules/no-latest-tag.md': (text) => `${text}More.\n`,
      'README.md': (text) => text.replace('[no-latest-tag]', '[no-newest-tag]'),
      'package.json': (text) => text.replace('"no-latest-tag"', '"no-newest-tag"'),
      'server/src/core/rules/index.ts': (text) => `${text}// More.\n`,
      'server/docs/schemas/lint.schema.json': (text) => text.replace('"rule"', '"law"'),
    };
    for (const [path, spoil] of Object.entries(spoiled)) {
      const text = readFileSync(join(tree.path, path), 'utf8');
      tree.write({ [path]: spoil(text) });
      const { code, text: answer } = generate('--check');
      assert.equal(code, 1, path);
      assert.ok(answer.startsWith(`${path} is not up to date`), answer);
      tree.write({ [path]: text });
    }

    tree.write({ 'server/docs/rules/no-such-rule.md': '# Left over\n' });
    assert.match(generate('--check').text, /no-such-rule\.md follows from nothing any more/);
    assert.equal(generate('--write').code, 0);
    assert.equal(generate('--check').code, 0);
  });

  it('include the registry, which is checked before anything is compiled', () => {
    const tree = scratchTree();
    tree.copy('server/src/core/rules', 'server/tools/generate/registry.mjs');
    const check = (): number | null =>
      runNode(join(tree.path, 'server/tools/generate/registry.mjs'), ['--check'], tree.path).code;
    assert.equal(check(), 0);
    tree.write({ 'server/src/core/rules/stages/no-more.ts': 'export default {};\n' });
    assert.equal(check(), 1);
  });
});
