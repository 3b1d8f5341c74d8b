/** Where the build of a JavaScript project puts its result, as its scripts and the configuration of its tools say. */
import type { ShellCommand } from '../../shell/nodes';
import { cleanPath } from '../context/ignorePatterns';
import { outputsByTool } from './outputsByTool';
import { startedTools, type StartedTool } from './packageScripts';
import type { ProjectFolder } from './projectFolder';
import type { ProjectOutput } from './projectOutput';

export type { ProjectOutput } from './projectOutput';

export interface ProjectOutputs {
  readonly outputs: readonly ProjectOutput[];
  /** False when more may be written than this, by a script or a program that is not known. */
  readonly isComplete: boolean;
}

/**
 * What commands such as `npm run build` write when they run in the folder. Asks the context for package.json and for the
 * configuration of the tools that are started; what it does not know yet makes the answer incomplete.
 */
export function buildOutputs(commands: readonly ShellCommand[], folder: ProjectFolder): ProjectOutputs {
  const started = startedTools(commands, folder);
  const outputs = new Map<string, ProjectOutput>();
  let { isComplete } = started;
  for (const each of started.tools) {
    const found = outputsOf(each, folder);
    if (found === undefined) isComplete = false;
    else for (const output of found) outputs.set(output.path, output);
  }
  // `cp public/* dist/`: what goes into an output belongs to it.
  const isWritten = (path: string): boolean =>
    [...outputs.keys()].some((output) => path === output || path.startsWith(`${output}/`));
  const copies = started.tools.filter(({ tool }) => COPIERS.test(tool.name));
  if (copies.some(({ tool }) => !isWritten(cleanPath(tool.args.at(-1)?.value ?? '..')))) isComplete = false;
  return { outputs: [...outputs.values()], isComplete };
}

const COPIERS = /^(?:cp|copyfiles|cpx2?|ncp|cpy|rsync|mv)$/;

/** What leaves nothing that is shipped: it cleans, checks, or writes below node_modules. */
const SILENT =
  /^(?:rm|rimraf|del|del-cli|mkdir|mkdirp|shx|echo|true|test|exit|set|export|prettier|eslint|biome|oxlint|stylelint|jest|vitest|husky|husky-run|is-ci|patch-package|npm-check|only-allow|prisma|sleep|cat|ls|chmod|svelte-check|svelte-kit|astro-check|vue-tsc-check|ngcc|sort-package-json|typedoc|npm|yarn|pnpm|bun)$/;

function outputsOf(started: StartedTool, root: ProjectFolder): readonly ProjectOutput[] | undefined {
  const { tool, folder } = started;
  if (SILENT.test(tool.name) || COPIERS.test(tool.name)) return [];
  const found = outputsByTool.get(tool.name)?.(started);
  if (found === undefined) return undefined;
  const inner = root.path === '' ? folder.path : folder.path.slice(root.path.length + 1);
  if (folder.path !== root.path && !folder.path.startsWith(root.path === '' ? '' : `${root.path}/`))
    return undefined;
  return found.flatMap((output) => {
    const path = cleanPath(inner === '' ? output.path : `${inner}/${output.path}`);
    // A result that lies among the sources, or outside, is none that could be taken alone.
    if (path === '' || path === '.' || path.startsWith('..')) return [];
    const saidBy = output.saidBy === undefined || inner === '' ? output.saidBy : `${inner}/${output.saidBy}`;
    return [{ ...output, path, saidBy }];
  });
}
