/**
 * Writes the rule registry from the folder of rules, so that adding a rule is adding a file.
 * Plain JavaScript without dependencies, because the TypeScript build needs its output first.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv, exit } from 'node:process';
import { fileURLToPath } from 'node:url';

/** The registry's place below the repository's root, with forward slashes. */
export const REGISTRY_PATH = 'server/src/core/rules/index.ts';

/**
 * The rule files below the folder of rules as `category/id`, sorted by category and id.
 *
 * @param {string} root the repository's root
 * @returns {string[]}
 */
export function listRuleFiles(root) {
  const folder = join(root, 'server/src/core/rules');
  const files = [];
  for (const category of readdirSync(folder, { withFileTypes: true })) {
    if (!category.isDirectory()) continue;
    for (const file of readdirSync(join(folder, category.name))) {
      if (file.endsWith('.ts')) files.push(`${category.name}/${file.slice(0, -'.ts'.length)}`);
    }
  }
  return files.sort();
}

/**
 * The registry's source.
 *
 * @param {readonly string[]} ruleFiles `category/id` of every rule file
 * @returns {string}
 * @throws {Error} when two categories hold a rule of one id
 */
export function registrySource(ruleFiles) {
  const rules = ruleFiles.map((path) => ({ path, name: variableOf(path) }));
  const names = new Set(rules.map((rule) => rule.name));
  if (names.size < rules.length)
    throw new Error('Two rule files share an id: ids are unique across categories.');
  return [
    '/** All rules, written by server/tools/generate/registry.mjs from this folder: the folder is the registry. */',
    "import type { Rule } from '../lint/rule';",
    ...rules.map(({ name, path }) => `import ${name} from './${path}';`),
    '',
    '/** Every rule, sorted by category and id. */',
    rules.length === 0
      ? 'export const rules: readonly Rule[] = [];'
      : `export const rules: readonly Rule[] = [\n${rules.map(({ name }) => `  ${name},\n`).join('')}];`,
    '',
    'export const ruleById: ReadonlyMap<string, Rule> = new Map(rules.map((rule) => [rule.id, rule]));',
    '',
  ].join('\n');
}

/** @param {string} path */
function variableOf(path) {
  const id = path.slice(path.indexOf('/') + 1);
  return id.replace(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase());
}

/** @param {string} path */
function readOrEmpty(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const file = join(root, REGISTRY_PATH);
  const wanted = registrySource(listRuleFiles(root));
  if (argv[2] === '--print') {
    console.log(wanted);
  } else if (argv[2] === '--check') {
    if (readOrEmpty(file) !== wanted) {
      console.error(
        `${REGISTRY_PATH} is not what the folder says: run node server/tools/generate/registry.mjs`,
      );
      exit(1);
    }
  } else if (readOrEmpty(file) !== wanted) {
    writeFileSync(file, wanted);
  }
}
