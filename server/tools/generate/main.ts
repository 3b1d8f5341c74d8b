/**
 * Writes, checks or prints the files that follow from the rules.
 *
 * Usage: node out/server/tools/generate/main.js --write | --check | --print [NAME…]
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { configurationSchema, rules } from '../../src/core/index';
import { configurationFileSchema } from './configurationSchema';
import type { Generator } from './generator';
import { outputSchemas } from './outputSchemas';
import { readmeTable } from './readmeTable';
import { rulePages } from './rulePages';
import { ruleSettings } from './settings';

/** This file runs from `out/server/tools/generate`. */
const root = join(__dirname, '../../../..');

type Mode = 'write' | 'check' | 'print';

async function main(args: readonly string[]): Promise<number> {
  const mode = args.map(modeOf).find((found) => found !== undefined);
  const names = args.filter((arg) => !arg.startsWith('--'));
  const all = [
    await ruleRegistry(),
    rulePages(rules),
    readmeTable(rules),
    ruleSettings(rules),
    configurationFileSchema(configurationSchema()),
    outputSchemas(root),
  ];
  const chosen = names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
  if (mode === undefined || chosen.length === 0) {
    console.error(
      `usage: main.js --write | --check | --print [${all.map(({ name }) => `'${name}'`).join(' | ')}]`,
    );
    return 2;
  }
  const complaints = chosen.flatMap((generator) => apply(generator, mode));
  for (const complaint of complaints) console.error(complaint);
  return complaints.length === 0 ? 0 : 1;
}

function modeOf(arg: string): Mode | undefined {
  switch (arg) {
    case '--write':
      return 'write';
    case '--check':
      return 'check';
    case '--print':
      return 'print';
    default:
      return undefined;
  }
}

/** The registry has a generator of its own, plain JavaScript, because compiling needs its output. */
async function ruleRegistry(): Promise<Generator> {
  const { listRuleFiles, registrySource, REGISTRY_PATH } = await import('./registry.mjs');
  return {
    name: 'registry',
    generate: () => new Map([[REGISTRY_PATH, registrySource(listRuleFiles(root))]]),
  };
}

/** Gives what is wrong with the files; nothing in the other modes. */
function apply(generator: Generator, mode: Mode): readonly string[] {
  const wanted = generator.generate(read);
  const stale = filesBelow(generator.folder).filter((path) => !wanted.has(path));
  switch (mode) {
    case 'print':
      for (const text of wanted.values()) process.stdout.write(text);
      return [];
    case 'write':
      for (const path of stale) rmSync(join(root, path));
      for (const [path, text] of wanted) write(path, text);
      return [];
    case 'check':
      return [
        ...[...wanted]
          .filter(([path, text]) => read(path) !== text)
          .map(([path]) => `${path} is not up to date`),
        ...stale.map((path) => `${path} follows from nothing any more`),
      ].map((complaint) => `${complaint}: run npm run generate`);
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return undefined;
  }
}

function write(path: string, text: string): void {
  if (read(path) === text) return;
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function filesBelow(folder: string | undefined): readonly string[] {
  if (folder === undefined) return [];
  try {
    return readdirSync(join(root, folder)).map((name) => `${folder}/${name}`);
  } catch {
    return [];
  }
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
