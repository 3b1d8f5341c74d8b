/** Which paths of the project a stage makes itself, after it has taken the project from the build context. */
import type { Instruction } from '../../syntax/nodes';
import { memoized } from '../../text/memoized';
import { compileOf, type Compile } from '../commands/compiles';
import { toolOf } from '../commands/tools';
import { broadSource, contextSources } from '../contextCopies';
import type { StageFacts } from '../facts';
import { destinationOf, heldIn } from './stageFiles';
import { withoutEndSlashes } from '../paths';

export interface Built {
  readonly stage: StageFacts;
  /** Absolute, in the stage. */
  readonly path: string;
}

interface ProjectBuild {
  readonly instruction: Instruction;
  readonly compile: Compile;
  /** Absolute: where the build runs. */
  readonly folder: string;
}

interface Project {
  /** Where the context's root lies in the stage. */
  readonly root: string;
  readonly builds: readonly ProjectBuild[];
  /** Sources of narrower copies from the context, as written: these the context has. */
  readonly brought: readonly string[];
}

/**
 * What the stage builds at a path of the context's root (`dist`, `target/app.jar`): the path by a certain output of a
 * command, or by the folder in which its tool always puts the result. Undefined when the stage does not build it, when the
 * context brings it to the stage, and when a stage takes it from there already.
 */
export function builtFromContext(stage: StageFacts, relative: string): Built | undefined {
  const project = projectOf(stage);
  if (
    project === undefined ||
    project.brought.some((source) => relative === source || relative.startsWith(`${source}/`))
  )
    return undefined;
  const path = project.root === '/' ? `/${relative}` : `${project.root}/${relative}`;
  for (const held of heldIn(stage))
    if (held.path === path && held.command !== undefined && compileOf(held.command) !== undefined)
      return { stage, path };
  // Other stages that take from it show that the output in question is another one.
  if (stage.consumers.some(({ kind }) => kind !== 'from')) return undefined;
  const isUsual = project.builds.some(({ compile, folder }) => {
    const start = folder === project.root ? '' : `${folder.slice(project.root.length).replace(/^\//, '')}/`;
    return relative.startsWith(start) && isUsualOutput(compile, relative.slice(start.length));
  });
  return isUsual ? { stage, path } : undefined;
}

const projectOf = memoized((stage: StageFacts): Project | undefined => {
  let root: string | undefined;
  const brought: string[] = [];
  const builds: ProjectBuild[] = [];
  for (const instruction of stage.instructions) {
    if (instruction.keyword === 'COPY' || instruction.keyword === 'ADD') {
      if (broadSource(instruction) !== undefined) root ??= destinationOf(stage, instruction)?.path;
      for (const source of contextSources(instruction)) {
        const name = withoutEndSlashes(source.value.replace(/^\.?\/+/, ''));
        if (name !== '' && name !== '.' && name !== '*') brought.push(name);
      }
    } else if (instruction.keyword === 'RUN' && root !== undefined) {
      const folder = stage.stateBefore(instruction).workdir;
      if (folder === undefined || (folder !== root && !folder.startsWith(root === '/' ? '/' : `${root}/`)))
        continue;
      for (const command of stage.scriptOf(instruction)?.commands ?? []) {
        const compile = compileOf(command);
        if (compile !== undefined && toolOf(command)?.name !== 'make')
          builds.push({ instruction, compile, folder });
      }
    }
  }
  return root === undefined || builds.length === 0 ? undefined : { root, builds, brought };
});

/** Where the tool puts its result when nobody tells it otherwise, below the folder it runs in. */
export function isUsualOutput({ ecosystem, tool }: Compile, path: string): boolean {
  switch (ecosystem) {
    case 'javascript':
      return /^(?:dist|build|out|\.next|\.output)(?:$|\/)/.test(path);
    case 'java':
      return tool === 'gradle'
        ? /^build\/(?:libs|install|distributions)(?:$|\/)/.test(path)
        : tool === 'mvn' && /^(?:[\w-]+\/)?target\/[^/]+\.(?:jar|war)$/.test(path);
    case 'rust':
      return /^target\/(?:[\w-]+\/)?release\/[\w-]+$/.test(path);
    case 'dotnet':
      return /^bin\/(?:Release|Debug)\//.test(path);
    default:
      return false;
  }
}
