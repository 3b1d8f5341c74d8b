/** Where the TypeScript compiler puts its result, by the command line and by tsconfig.json with what it extends. */
import type { ShellWord } from '../../shell/nodes';
import { valueAfter } from '../commands/options';
import { cleanPath } from '../context/ignorePatterns';
import { readJsonValue, textAt, valueAt } from './jsonValue';
import { folderWithin, readFile, type ProjectFolder } from './projectFolder';
import type { ToolOutputs } from './projectOutput';

/** `arguments_`: the words of a `tsc`, or the configuration file that another tool reads. */
export function compiledTypeScript(
  folder: ProjectFolder,
  given: readonly ShellWord[] | string,
  tool: string,
): ToolOutputs {
  if (typeof given === 'string') return compiled(folder, given, tool, 0);
  if (given.some(({ text }) => text === '--noEmit' || text === '--emitDeclarationOnly')) return [];
  const out = valueAfter(given, ['--outDir', '--outFile']);
  if (out !== undefined) return [{ path: out, holds: 'program', tool, saidBy: undefined }];
  const builds = given.find(({ text }) => text === '-b' || text === '--build');
  const named = valueAfter(given, ['-p', '--project', '-b', '--build']);
  const project = named === undefined || named.startsWith('-') ? '.' : named;
  if (builds === undefined && given.some(({ text }) => /\.tsx?$/.test(text))) return undefined;
  return compiled(folder, project, tool, 0);
}

/** Configurations refer to and extend one another; nobody writes a longer row. */
const DEEPEST = 8;

function compiled(folder: ProjectFolder, project: string, tool: string, depth: number): ToolOutputs {
  const name = cleanPath(project.endsWith('.json') ? project : `${project}/tsconfig.json`);
  const configuration = configurationAt(folder, name);
  if (configuration === undefined || depth > DEEPEST) return undefined;
  const references = valueAt(configuration, 'references');
  const files = valueAt(configuration, 'files');
  // A solution: it compiles nothing itself.
  if (Array.isArray(references) && Array.isArray(files) && files.length === 0) {
    const found = references.map((reference) => {
      const path = textAt(reference, 'path');
      return path === undefined
        ? undefined
        : compiled(folder, cleanPath(`${name}/../${path}`), tool, depth + 1);
    });
    return found.some((each) => each === undefined) ? undefined : found.flatMap((each) => each ?? []);
  }
  const emits = optionOf(folder, name, 'noEmit', 0);
  if (emits === undefined) return undefined;
  if (emits.value === true) return [];
  const outDir = optionOf(folder, name, 'outDir', 0);
  if (typeof outDir?.value !== 'string') return undefined;
  const path = cleanPath(`${outDir.file}/../${outDir.value}`);
  return [{ path, holds: 'program', tool, saidBy: outDir.file }];
}

interface Option {
  /** Undefined when no file of the row says anything. */
  readonly value: unknown;
  readonly file: string;
}

/** The nearest file that says it; undefined when a file on the way is not known. */
function optionOf(folder: ProjectFolder, name: string, option: string, depth: number): Option | undefined {
  const configuration = configurationAt(folder, name);
  if (configuration === undefined || depth > DEEPEST) return undefined;
  const value = valueAt(configuration, 'compilerOptions', option);
  if (value !== undefined) return { value, file: name };
  const base = valueAt(configuration, 'extends');
  if (base === undefined) return { value: undefined, file: name };
  if (typeof base !== 'string') return undefined;
  // What a package says of folders is relative to the package, so nobody publishes one.
  if (!base.startsWith('.')) return { value: undefined, file: name };
  const next = cleanPath(`${name}/../${base}`);
  return optionOf(folder, next.endsWith('.json') ? next : `${next}.json`, option, depth + 1);
}

function configurationAt(folder: ProjectFolder, name: string): unknown {
  if (folderWithin(folder, name) === undefined) return undefined;
  const file = readFile(folder, cleanPath(name));
  return file.kind === 'text' ? readJsonValue(file.text) : undefined;
}
