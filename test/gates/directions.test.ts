import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { runNode } from './program';
import { repository, scratchTree } from './scratchTree';

const CONFIGURATION = join(repository, '.dependency-cruiser.cjs');

/** A house in small that keeps every direction. The packages are empty stand-ins of the same name. */
const sound = {
  'package.json': JSON.stringify({
    dependencies: {
      execa: '*',
      unbash: '*',
      yaml: '*',
      'dockerfile-ast': '*',
      'vscode-languageserver': '*',
      'vscode-languageclient': '*',
    },
    devDependencies: { esbuild: '*' },
  }),
  'tsconfig.json': readFileSync(join(repository, 'tsconfig.json'), 'utf8'),
  ...Object.fromEntries(
    [
      'execa',
      'unbash',
      'yaml',
      'dockerfile-ast',
      'vscode-languageserver',
      'vscode-languageclient',
      'esbuild',
      'lodash',
    ].flatMap((name) => [
      [`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' })],
      [`node_modules/${name}/index.js`, ''],
    ]),
  ),
  'server/src/core/text/span.ts': 'export const span = 1;',
  'server/src/core/syntax/nodes.ts':
    "import { span } from '../text/span'; import 'dockerfile-ast'; export const node = span;",
  'server/src/core/shell/parse.ts':
    "import { span } from '../text/span'; import 'unbash'; export const parse = span;",
  'server/src/core/model/facts.ts':
    "import { node } from '../syntax/nodes'; import { parse } from '../shell/parse'; export const facts = node + parse;",
  'server/src/core/lint/rule.ts': "import { facts } from '../model/facts'; export const rule = facts;",
  'server/src/core/rules/stages/no-one.ts': "import { rule } from '../../lint/rule'; export default rule;",
  'server/src/core/rules/stages/no-two.ts': "import { rule } from '../../lint/rule'; export default rule;",
  'server/src/core/rules/index.ts':
    "import one from './stages/no-one'; import two from './stages/no-two'; export const rules = [one, two];",
  'server/src/core/refactor/convert.ts': "import { rule } from '../lint/rule'; export const convert = rule;",
  'server/src/core/configuration/yamlText.ts':
    "import { rule } from '../lint/rule'; import 'yaml'; export const read = rule;",
  'server/src/core/lesson/hover.ts': "import { facts } from '../model/facts'; export const hover = facts;",
  'server/src/core/analysis.ts': "import { rules } from './rules/index'; export const analyze = rules;",
  'server/src/core/index.ts':
    "export { analyze } from './analysis'; export { hover } from './lesson/hover'; export { read } from './configuration/yamlText'; export { convert } from './refactor/convert';",
  'server/src/smoke/run.ts': "import { hover } from '../core/index'; export const run = hover;",
  'server/src/protocol/messages.ts': 'export const message = 1;',
  'server/src/lsp/features.ts':
    "import { hover } from '../core/index'; import { run } from '../smoke/run'; import { message } from '../protocol/messages'; import 'vscode-languageserver'; export const features = [hover, run, message];",
  'server/src/cli/main.ts':
    "import { hover } from '../core/index'; import { run } from '../smoke/run'; export const main = [hover, run];",
  'server/src/node/server.ts':
    "import { features } from '../lsp/features'; import { runner } from './processRunner'; console.log(features, runner);",
  'server/src/node/cli.ts': "import { main } from '../cli/main'; console.log(main);",
  'server/src/node/processRunner.ts': "import 'execa'; import 'node:child_process'; export const runner = 1;",
  'server/src/browser/server.ts': "import { features } from '../lsp/features'; console.log(features);",
  'client/src/languageClient.ts':
    "import { message } from '../../server/src/protocol/messages'; import 'vscode-languageclient'; export const client = message;",
  'client/src/node/extension.ts': "import { client } from '../languageClient'; console.log(client);",
  'client/src/browser/extension.ts': "import { client } from '../languageClient'; console.log(client);",
  'server/tools/generate.ts': "import { hover } from '../src/core/index'; console.log(hover);",
  'test/core.test.ts': "import { hover } from '../server/src/core/index'; console.log(hover);",
};

/** By rule of the gate: a file that breaks it, and others that it needs. The first file is the one that is reported. */
const violations: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'text-imports-only-what-is-below': { 'server/src/core/text/a.ts': "import '../syntax/nodes';" },
  'syntax-imports-only-what-is-below': { 'server/src/core/syntax/b.ts': "import '../shell/parse';" },
  'shell-imports-only-what-is-below': {
    'server/src/core/shell/c.ts':
      "import type { node } from '../syntax/nodes'; export type Node = typeof node;",
  },
  'model-imports-only-what-is-below': { 'server/src/core/model/d.ts': "import '../lint/rule';" },
  'lint-imports-only-what-is-below': { 'server/src/core/lint/e.ts': "import '../rules/stages/no-one';" },
  'rules-imports-only-what-is-below': {
    'server/src/core/rules/stages/no-f.ts': "import '../../lesson/hover';",
  },
  'refactor-imports-only-what-is-below': {
    'server/src/core/refactor/g.ts': "import '../rules/stages/no-one';",
  },
  'completion-imports-only-what-is-below': {
    'server/src/core/completion/ap.ts': "import '../rules/stages/no-one';",
  },
  'navigation-imports-only-what-is-below': {
    'server/src/core/navigation/n.ts': "import '../rules/stages/no-one';",
  },
  'lesson-imports-only-what-is-below': { 'server/src/core/lesson/h.ts': "import '../rules/stages/no-one';" },
  'core-imports-only-what-is-below': { 'server/src/core/i.ts': "import '../smoke/run';" },
  'project-imports-only-what-is-below': {
    'server/src/project/ao.ts': "import '../core/lint/rule';",
  },
  'protocol-imports-only-what-is-below': {
    'server/src/protocol/j.ts':
      "import type { hover } from '../core/index'; export type Hover = typeof hover;",
  },
  'smoke-imports-only-what-is-below': { 'server/src/smoke/k.ts': "import '../core/model/facts';" },
  'lsp-imports-only-what-is-below': { 'server/src/lsp/l.ts': "import '../node/processRunner';" },
  'cli-imports-only-what-is-below': { 'server/src/cli/m.ts': "import '../protocol/messages';" },
  'node-imports-only-what-is-below': { 'server/src/node/n.ts': "import '../core/lint/rule';" },
  'browser-imports-only-what-is-below': { 'server/src/browser/o.ts': "import '../node/processRunner';" },
  'client-imports-only-what-is-below': {
    'client/src/p.ts':
      "import type { hover } from '../../server/src/core/index'; export type Hover = typeof hover;",
  },
  'tools-imports-only-what-is-below': { 'server/tools/q.ts': "import '../src/core/lint/rule';" },
  'nobody-in-the-core-imports-its-facade': { 'server/src/core/lint/r.ts': "import '../analysis';" },
  'rules-do-not-import-rules': { 'server/src/core/rules/stages/no-s.ts': "import './no-one';" },
  'only-the-facade-imports-the-registry': { 'server/src/core/lesson/t.ts': "import '../rules/index';" },
  'client-shares-no-runtime': { 'client/src/u.ts': "import './node/extension';" },
  'client-roots-are-apart': { 'client/src/browser/v.ts': "import '../node/extension';" },
  'only-syntax-knows-dockerfile-ast': {
    'server/src/core/model/w.ts': "import type {} from 'dockerfile-ast';",
  },
  'configuration-imports-only-what-is-below': {
    'server/src/core/configuration/al.ts': "import '../rules/stages/no-one';",
  },
  'only-few-places-know-yaml': { 'server/src/core/configuration/am.ts': "import 'yaml';" },
  'only-shell-knows-unbash': { 'server/src/core/model/x.ts': "import 'unbash';" },
  'only-the-rim-knows-lsp': { 'server/src/core/model/y.ts': "import 'vscode-languageserver';" },
  'only-the-client-knows-the-language-client': { 'server/src/lsp/z.ts': "import 'vscode-languageclient';" },
  'only-the-process-runner-knows-execa': { 'server/src/node/aa.ts': "import 'execa';" },
  'syntax-knows-only-the-types-of-lsp': { 'server/src/core/syntax/ab.ts': "import 'vscode-languageserver';" },
  'only-the-process-runner-spawns': { 'server/src/node/ac.ts': "import 'node:child_process';" },
  'only-node-roots-import-node': { 'server/src/lsp/ad.ts': "import 'node:path';" },
  'pure-parts-import-no-editor': { 'server/src/smoke/ae.ts': "import type {} from 'vscode';" },
  'the-core-imports-its-parsers-only': { 'server/src/core/model/af.ts': "import 'lodash';" },
  'smoke-and-protocol-import-no-package': { 'server/src/smoke/ag.ts': "import 'execa';" },
  'nobody-imports-tests': { 'server/tools/ah.ts': "import '../../test/core.test';" },
  'names-say-something': {
    'server/src/lsp/ai.ts': "import './utils';",
    'server/src/lsp/utils.ts': 'export const a = 1;',
  },
  'no-cycles': {
    'server/src/lsp/aj.ts': "import type { B } from './ak'; export type A = B;",
    'server/src/lsp/ak.ts': "import type { A } from './aj'; export type B = A | 1;",
  },
  'no-orphans': { 'server/src/lsp/al.ts': 'export const alone = 1;' },
  'shipped-code-uses-dependencies': { 'server/src/lsp/am.ts': "import 'esbuild';" },
  'everything-resolves': { 'server/src/lsp/an.ts': "import './missing';" },
};

describe('directions', () => {
  it('are kept by the house in small', () => {
    assert.deepEqual(judge(sound), []);
  });

  it('have a violation here for every rule of the gate', () => {
    const { forbidden } = createRequire(__filename)(CONFIGURATION) as {
      forbidden: readonly { name: string }[];
    };
    assert.deepEqual(Object.keys(violations).sort(), forbidden.map(({ name }) => name).sort());
  });

  // All at once, since each is a file of its own and starting the gate is what takes time.
  const complaints = judge(
    Object.fromEntries([sound, ...Object.values(violations)].flatMap((files) => Object.entries(files))),
  );
  for (const [rule, files] of Object.entries(violations))
    it(`bite: ${rule}`, () => {
      assert.ok(complaints.includes(`${rule}: ${Object.keys(files)[0] ?? ''}`));
    });
});

/** What the gate says of the tree, as `rule: file`. */
function judge(files: Readonly<Record<string, string>>): readonly string[] {
  const tree = scratchTree(files);
  const args = ['--config', CONFIGURATION, '--output-type', 'json', 'client', 'server', 'test'];
  const { text } = runNode('node_modules/dependency-cruiser/bin/dependency-cruise.mjs', args, tree.path);
  const report = JSON.parse(text) as { summary: { violations: readonly Violation[] } };
  return report.summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`);
}

interface Violation {
  readonly rule: { readonly name: string };
  readonly from: string;
}
