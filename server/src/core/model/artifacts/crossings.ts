/** What crosses each edge of the build graph: which paths, from which lines, and how sure that is. */
import type { Instruction } from '../../syntax/nodes';
import { copyView, mountsOf, optionOf } from '../../syntax/views';
import { compileOf } from '../commands/compiles';
import type { StageFacts } from '../facts';
import { cleaned } from '../state';
import type { Surroundings } from '../surroundings';
import { below } from './copyEffects';
import { destinationOf, pathOf } from './copyPaths';
import { isWithin } from './effects';
import type { FlowFile, Origin, StageTree } from './flowFile';
import { lostFolderOf } from './mounts';
import { isPattern, pathMatcher } from './pathPatterns';
import { bringersOf, isAbsent } from './stageFiles';
import { takenPaths, type TakenPath } from './taken';
import { treeOf } from './stageTree';

export interface Crossing {
  readonly taken: TakenPath;
  /** Absolute, in the stage that it comes from, patterns kept; undefined when a variable in it is not known. */
  readonly path: string | undefined;
  /** Absolute, in the stage that takes; for a mount its target. Undefined when not known. */
  readonly to: string | undefined;
  /**
   * `measured`: a build has shown it. `certain` and `likely`: see FlowFile. `unknown`: some line may make it.
   * `missing`: nothing can have made it. `mounted`: it was written below a mount, which is gone.
   */
  readonly certainty: 'measured' | 'certain' | 'likely' | 'unknown' | 'missing' | 'mounted';
  /** The lines that made it; where it is unknown, those that may have. In the order of the file. */
  readonly made: readonly Origin[];
  /** What is known to lie at the path and below it in the stage that it comes from. */
  readonly files: readonly FlowFile[];
}

/** Of the stages of this file only; what comes from images and named contexts is not known. */
export function crossingsInto(stage: StageFacts, surroundings: Surroundings): readonly Crossing[] {
  return takenPaths(stage).map((taken) => crossingOf(stage, taken, surroundings));
}

export function crossingOf(stage: StageFacts, taken: TakenPath, surroundings: Surroundings): Crossing {
  const { edge, producer, source } = taken;
  const path = pathOf(stage, edge.instruction, source.value);
  if (path === undefined) return { taken, path, to: undefined, certainty: 'unknown', made: [], files: [] };
  const tree = treeOf(producer, surroundings);
  const files = filesAt(tree, path);
  const to = edge.kind === 'copy' ? landingOf(stage, taken, files, path) : mountTarget(stage, taken);
  if (files.length > 0) {
    const sure =
      files.find(({ certainty }) => certainty === 'measured') ??
      files.find(({ certainty }) => certainty === 'certain');
    return {
      taken,
      path,
      to,
      certainty: sure?.certainty ?? 'likely',
      made: distinct(files.flatMap(({ made }) => made ?? [])),
      files,
    };
  }
  const fixed = isPattern(path)
    ? path.slice(0, Math.max(1, path.lastIndexOf('/', path.search(/[*?[]/))))
    : path;
  if (isAbsent(producer, fixed)) {
    const lost = lostFolderOf(producer, fixed);
    return { taken, path, to, certainty: lost === undefined ? 'missing' : 'mounted', made: [], files };
  }
  return { taken, path, to, certainty: 'unknown', made: mayHaveMade(producer, fixed, tree), files };
}

function filesAt(tree: StageTree, path: string): readonly FlowFile[] {
  if (!isPattern(path)) return [...tree.values()].filter((file) => isWithin(file.path, path));
  const matches = pathMatcher(path);
  const roots = [...tree.keys()].filter((each) => each === path || matches(each));
  return [...tree.values()].filter((file) => roots.some((root) => isWithin(file.path, root)));
}

function distinct(origins: readonly Origin[]): readonly Origin[] {
  const seen = new Map<Instruction, Origin>();
  for (const origin of origins) if (!seen.has(origin.instruction)) seen.set(origin.instruction, origin);
  return [...seen.values()].sort(
    (a, b) =>
      a.stage.index - b.stage.index ||
      a.stage.instructions.indexOf(a.instruction) - b.stage.instructions.indexOf(b.instruction),
  );
}

/** Of the lines that may have made the path: the one whose usual output it lies in, else those that build, else those that run. */
function mayHaveMade(producer: StageFacts, path: string, tree: StageTree): readonly Origin[] {
  for (let folder = path; folder.lastIndexOf('/') > 0;) {
    folder = folder.slice(0, folder.lastIndexOf('/'));
    const around = tree.get(folder);
    if (around?.certainty === 'likely' && around.made !== undefined) return [around.made];
  }
  const found: Origin[] = [];
  for (const { by, kind } of bringersOf(producer, path)) {
    const stage = stageWith(producer, by);
    if (stage !== undefined && kind !== 'may-hold-system')
      found.push({ stage, instruction: by, command: undefined });
  }
  const runs = found.filter(({ instruction }) => instruction.keyword === 'RUN');
  const builds = runs.filter(({ stage, instruction }) =>
    stage.scriptOf(instruction)?.commands.some((command) => compileOf(command) !== undefined),
  );
  return distinct(builds.length > 0 ? builds : runs.length > 0 ? runs : found);
}

function stageWith(stage: StageFacts, instruction: Instruction): StageFacts | undefined {
  for (let at: StageFacts | undefined = stage; at !== undefined; at = at.parent)
    if (at.instructions.includes(instruction)) return at;
  return undefined;
}

/** A file goes into a folder under its own name; the content of a folder goes there without it. */
function landingOf(
  stage: StageFacts,
  { edge, source }: TakenPath,
  files: readonly FlowFile[],
  path: string,
): string | undefined {
  const to = destinationOf(stage, edge.instruction);
  if (to === undefined) return undefined;
  const name = /([^/]+)\/?$/.exec(source.value)?.[1];
  const own = files.find((file) => file.path === path);
  const isFile = own?.form === 'file' || (own === undefined && files.length === 0 && /\.\w{1,5}$/.test(path));
  const isFolder = to.isFolder || copyView(edge.instruction).sources.length > 1;
  return isFile && isFolder && name !== undefined && !isPattern(name) ? below(to.path, name) : to.path;
}

function mountTarget(stage: StageFacts, { edge, source }: TakenPath): string | undefined {
  for (const mount of mountsOf(edge.instruction)) {
    if (source.span.start < mount.flag.span.start || source.span.end > mount.flag.span.end) continue;
    const target = optionOf(mount, 'target', 'dst', 'destination')?.value;
    const { workdir } = stage.stateBefore(edge.instruction);
    if (target === undefined || target.includes('$')) return undefined;
    if (target.startsWith('/')) return cleaned(target);
    return workdir === undefined ? undefined : cleaned(`${workdir}/${target}`);
  }
  return undefined;
}
