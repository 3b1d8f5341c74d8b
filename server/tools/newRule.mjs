/**
 * Starts a rule: its file with the contract filled in as far as a machine can, its test, and the registry.
 *
 * Usage: npm run new:rule -- CATEGORY ID
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { listRuleFiles, REGISTRY_PATH, registrySource } from './generate/registry.mjs';
import { root } from './prepare.mjs';

const categories = [
  'stages',
  'artifacts',
  'cache',
  'context',
  'secrets',
  'runtime',
  'reproducibility',
  'packages',
  'shell',
  'instructions',
  'syntax',
];

function main([category, id, ...rest]) {
  if (category === undefined || id === undefined || rest.length > 0)
    return refuse('usage: npm run new:rule -- CATEGORY ID');
  if (!categories.includes(category))
    return refuse(`no such category: ${category} (${categories.join(', ')})`);
  if (!/^(no|require|prefer|consistent|valid|unused|unknown)(-[a-z0-9]+)+$/.test(id))
    return refuse(`${id} should be in kebab-case and begin with no-, require- or prefer-`);
  const taken = listRuleFiles(root).find((path) => path.endsWith(`/${id}`));
  if (taken !== undefined) return refuse(`there is server/src/core/rules/${taken}.ts`);

  const rule = `server/src/core/rules/${category}/${id}.ts`;
  const test = `test/server/core/rules/${category}/${id}.test.ts`;
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  write(rule, ruleSource(category, id, version));
  write(test, testSource(id));
  writeFileSync(join(root, REGISTRY_PATH), registrySource(listRuleFiles(root)));
  console.log(`${rule}
${test}
${REGISTRY_PATH}

Next:
  1. Write the bad and the good Dockerfiles in the rule, then the lesson: they are the page and the hover.
  2. Write check(), then fix() if there is one to give.
  3. Write the tests: « and » stand around what must be reported.
  4. npm run generate      the rule's page, README, settings
  5. npm test -- unit      the contract of all rules and your tests
  6. npm run check         types, style, directions`);
}

function ruleSource(category, id, since) {
  return `/** Finds … */
import { at, defineRule, type Match } from '../../lint/rule';

export default defineRule({
  id: '${id}',
  scope: 'stage',
  meta: {
    category: '${category}',
    level: { final: 'warning', base: 'warning', target: 'information', builder: 'off' },
    since: '${since}',
    fix: 'none',
    equivalents: [],
  },
  docs: {
    summary: 'What the rule asks for, in one line',
    lesson: \`Why it matters: what becomes of the line, and what it costs. At most 15 lines.\`,
    examples: {
      bad: ['FROM alpine:3.20\\nRUN true\\nUSER nobody\\n'],
      good: ['FROM alpine:3.20\\nUSER nobody\\n'],
    },
    whenNotToUse: 'When …',
    references: [],
  },
  messages: {
    found: 'What is wrong with {what}, and what to do.',
  },
  check(stage) {
    const found: Match[] = [];
    for (const instruction of stage.instructions) {
      if (instruction.keyword !== 'RUN') continue;
      found.push({ at: at(instruction), message: 'found', data: { what: instruction.keyword } });
    }
    return found;
  },
});
`;
}

function testSource(id) {
  return `import { describe, it } from 'node:test';
import { checkRule } from '../../../../harness/checkRule';

const RULE = '${id}';

describe(RULE, () => {
  it('reports …', () => {
    checkRule(RULE, 'FROM alpine:3.20\\n«RUN true»\\n', { level: 'warning' });
  });

  it('is silent in a builder', () => {
    checkRule(RULE, 'FROM alpine:3.20 AS build\\nRUN true\\nFROM scratch\\nCOPY --from=build /x /x\\n');
  });
});
`;
}

function write(path, text) {
  const file = join(root, path);
  if (existsSync(file)) throw new Error(`there is ${path}`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function refuse(reason) {
  console.error(reason);
  process.exitCode = 2;
}

main(process.argv.slice(2));
