/** Tells that a project's build writes to another folder than the one that is taken, by what the project's own files say. */
import type { ShellCommand } from '../../shell/nodes';
import { Slot } from '../../text/memoized';
import { toolOf } from '../commands/tools';
import { kindAt, type BuildContext } from '../context/buildContext';
import { readIgnorePatterns } from '../context/ignorePatterns';
import type { StageFacts } from '../facts';
import { buildOutputs, type ProjectOutput } from '../javascript/buildOutputs';
import type { Surroundings } from '../surroundings';
import { contextPathsOf } from './contextPlaces';
import { isWithin } from './effects';
import { effectsIn } from './stageFiles';

export interface BuiltElsewhere {
  /** Absolute, in the stage: the one folder that the build writes. */
  readonly meant: string;
  readonly tool: string;
  /** The file that says so; undefined where it is what the tool does by itself. */
  readonly saidBy: string | undefined;
}

/**
 * For a path that the stage may hold: undefined unless every program that ran in the project is known with all its outputs,
 * the path is none of them, and the build context does not bring it either.
 */
export function builtElsewhere(
  stage: StageFacts,
  path: string,
  surroundings: Surroundings,
): BuiltElsewhere | undefined {
  const { context } = surroundings;
  if (context === undefined || !OUTPUT.test(path)) return undefined;
  const builds = buildsOf(stage, surroundings, context);
  const [first, ...others] = builds ?? [];
  if (first === undefined || others.some(({ path: other }) => other !== first.path)) return undefined;
  const { folder } = first;
  if (path === folder || !isWithin(path, folder)) return undefined;
  if (isWithin(path, first.path) || isWithin(first.path, path)) return undefined;
  for (const effect of effectsIn(stage))
    if (effect.kind === 'holds' && (isWithin(effect.path, path) || isWithin(path, effect.path)))
      if (effect.command !== undefined) return undefined;
  if (isBrought(stage, path, surroundings, context)) return undefined;
  return { meant: first.path, tool: first.output.tool, saidBy: first.output.saidBy };
}

/** Names that people give to outputs; of other paths, such as `node_modules`, an install or a person may be the reason. */
const OUTPUT = /\/(?:dist|build|out|www|site|_site|\.next|\.output|browser)(?:\/|$)/;

interface Build {
  /** Where the command stood. */
  readonly folder: string;
  /** Absolute. */
  readonly path: string;
  readonly output: ProjectOutput;
}

const BUILDS = new Slot<{
  readonly surroundings: Surroundings;
  readonly builds: readonly Build[] | undefined;
}>();

function buildsOf(
  stage: StageFacts,
  surroundings: Surroundings,
  context: BuildContext,
): readonly Build[] | undefined {
  const known = BUILDS.get(stage);
  if (known?.surroundings === surroundings) return known.builds;
  const builds = workOut(stage, context);
  BUILDS.set(stage, { surroundings, builds });
  return builds;
}

/** Undefined as soon as a program may write what is not known. */
function workOut(stage: StageFacts, context: BuildContext): readonly Build[] | undefined {
  const builds: Build[] = [];
  for (const effect of effectsIn(stage)) {
    if (effect.kind !== 'ran') continue;
    if (isSystem(effect.command)) continue;
    const { folder } = effect;
    if (folder === undefined) return undefined;
    const project = contextPathsOf(stage, folder).find(
      (each) => kindAt(context, each === '' ? 'package.json' : `${each}/package.json`) === 'file',
    );
    if (project === undefined) return undefined;
    const { outputs, isComplete } = buildOutputs([effect.command], { context, path: project });
    if (!isComplete) return undefined;
    for (const output of outputs)
      builds.push({ folder, path: `${folder === '/' ? '' : folder}/${output.path}`, output });
  }
  return builds;
}

function isSystem(command: ShellCommand): boolean {
  return /^(?:corepack|gem|pecl|git|tar|unzip|rustup|gpg|locale-gen)$/.test(toolOf(command)?.name ?? '');
}

/** True unless the context certainly does not bring the path, or leaves it out. */
function isBrought(
  stage: StageFacts,
  path: string,
  { ignoreFile }: Surroundings,
  context: BuildContext,
): boolean {
  const ignored = readIgnorePatterns(ignoreFile.kind === 'present' ? ignoreFile.text : '');
  return contextPathsOf(stage, path).some(
    (each) => kindAt(context, each) !== 'missing' && !(ignored.ignores(each) && !ignored.hasExceptions),
  );
}
