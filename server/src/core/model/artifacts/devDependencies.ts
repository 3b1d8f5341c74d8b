/** Whether a folder of dependencies that a stage holds was installed with what only development needs. */
import { compileOf } from '../commands/compiles';
import { dependencyInstallOf, type DependencyInstall } from '../commands/dependencyInstalls';
import { toolOf } from '../commands/tools';
import type { StageFacts } from '../facts';
import type { ShellCommand } from '../../shell/nodes';
import type { Instruction } from '../../syntax/nodes';
import { cleaned } from '../state';
import { bringersOf, pathOf } from './stageFiles';
import { takenPaths } from './taken';

export interface DevInstall {
  /** The stage that the install stands in. */
  readonly stage: StageFacts;
  readonly instruction: Instruction;
  readonly install: DependencyInstall;
}

/**
 * The install that filled the folder with development dependencies; undefined when there is none, when they were taken out
 * again, when the environment leaves them out, and when it cannot be told.
 */
export function devInstallOf(stage: StageFacts, folder: string): DevInstall | undefined {
  const ecosystem = ecosystemOf(folder);
  if (ecosystem === undefined) return undefined;
  let current = stage;
  let path = folder;
  const name = folder.slice(folder.lastIndexOf('/'));
  // Each turn follows one copy to a stage above, so this ends.
  for (;;) {
    const found = lastInstall(current, ecosystem, path);
    if (found !== 'none') return found;
    const from = current;
    const source = takenPaths(from).findLast(({ edge, source: word }) => {
      const taken = edge.kind === 'copy' ? pathOf(from, edge.instruction, word.value) : undefined;
      return taken?.endsWith(name) === true;
    });
    if (source === undefined) return undefined;
    const next = pathOf(current, source.edge.instruction, source.source.value);
    if (next === undefined) return undefined;
    current = source.producer;
    path = next;
  }
}

/** Something in the stage, or in a stage it is built from, compiles what needs such dependencies. */
export function needsDevDependencies(stage: StageFacts, ecosystem: DependencyInstall['ecosystem']): boolean {
  for (let at: StageFacts | undefined = stage; at !== undefined; at = at.parent)
    for (const { command } of commandsIn(at)) if (compileOf(command)?.ecosystem === ecosystem) return true;
  return false;
}

function ecosystemOf(folder: string): DependencyInstall['ecosystem'] | undefined {
  if (folder.endsWith('/node_modules')) return 'javascript';
  if (folder.endsWith('/vendor/bundle') || folder === '/usr/local/bundle') return 'ruby';
  return /\/(?:\.?venv|virtualenv)$/.test(folder) ? 'python' : undefined;
}

function lastInstall(
  stage: StageFacts,
  ecosystem: DependencyInstall['ecosystem'],
  folder: string,
): DevInstall | 'none' | undefined {
  let found: DevInstall | 'none' | undefined = 'none';
  for (let at: StageFacts | undefined = stage; at !== undefined && found === 'none'; at = at.parent)
    for (const { command, instruction } of commandsIn(at)) {
      if (found !== 'none' && prunes(command)) found = undefined;
      const install = dependencyInstallOf(command);
      if (install?.ecosystem !== ecosystem) continue;
      if (ecosystem === 'javascript' && !worksIn(at, instruction, folder)) return undefined;
      const isDev = installsDev(at, instruction, command, install);
      found = isDev ? { stage: at, instruction, install } : undefined;
    }
  if (found === 'none' || found === undefined) return found;
  // A script that is not known may have taken them out.
  const { instruction } = found;
  const after = found.stage.instructions.indexOf(instruction);
  for (const effect of bringersOf(stage, folder))
    if (
      effect.kind === 'may-hold' &&
      effect.path === '/' &&
      effect.by.keyword === 'RUN' &&
      found.stage.instructions.indexOf(effect.by) > after
    )
      return undefined;
  return found;
}

function worksIn(stage: StageFacts, instruction: Instruction, folder: string): boolean {
  const { workdir } = stage.stateBefore(instruction);
  return workdir !== undefined && cleaned(`${workdir}/node_modules`) === folder;
}

function* commandsIn(
  stage: StageFacts,
): Generator<{ readonly command: ShellCommand; readonly instruction: Instruction }> {
  for (const instruction of stage.instructions)
    if (instruction.keyword === 'RUN')
      for (const command of stage.scriptOf(instruction)?.commands ?? []) yield { command, instruction };
}

function prunes(command: ShellCommand): boolean {
  const tool = toolOf(command);
  const words = tool?.args.map((word) => word.value ?? '') ?? [];
  switch (tool?.name) {
    case 'npm':
    case 'pnpm':
    case 'bun':
      return words.includes('prune') || words.includes('deploy');
    case 'yarn':
      return words.some((word) => /^(?:autoclean|focus|--production|--prod)/.test(word));
    case 'bundle':
      return words.includes('clean');
    case 'modclean':
    case 'node-prune':
      return true;
    case 'rm':
      return words.some((word) => /node_modules|vendor|venv/.test(word));
    default:
      return false;
  }
}

function installsDev(
  stage: StageFacts,
  instruction: Instruction,
  command: ShellCommand,
  install: DependencyInstall,
): boolean {
  if (install.installsDev === false) return false;
  const { env } = stage.stateBefore(instruction);
  const valueOf = (name: string): string | undefined => {
    const assigned = command.assignments.find((each) => each.name === name);
    if (assigned !== undefined) return assigned.value?.value ?? 'unknown';
    return env.has(name) ? (env.get(name) ?? 'unknown') : undefined;
  };
  if (install.ecosystem === 'javascript') {
    const mode = valueOf('NODE_ENV');
    const isLeftOut =
      valueOf('NPM_CONFIG_OMIT') ?? valueOf('npm_config_omit') ?? valueOf('NPM_CONFIG_PRODUCTION');
    if (install.installsDev === true) return true;
    if (command.args.some((word) => /\$/.test(word.text)) || isLeftOut !== undefined) return false;
    return mode === undefined || mode === 'development';
  }
  if (install.ecosystem === 'ruby')
    return (
      install.installsDev === true ||
      (valueOf('BUNDLE_WITHOUT') === undefined &&
        valueOf('BUNDLE_ONLY') === undefined &&
        !stage.instructions.some(
          ({ keyword, source }) => keyword === 'RUN' && /without|BUNDLE_/.test(source),
        ))
    );
  if (
    install.installsDev !== true ||
    valueOf('UV_NO_DEV') !== undefined ||
    valueOf('POETRY_WITHOUT') !== undefined
  )
    return false;
  return install.manager !== 'uv' || valueOf('UV_NO_DEFAULT_GROUPS') === undefined;
}
