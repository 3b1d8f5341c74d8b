/**
 * The files that a stage holds at its end, as far as they can be told, each with the line that made it. Made for those who
 * ask now and then (a hover, a completion, the graph); rules ask stageFiles.ts, which looks at single paths.
 */
import type { Instruction } from '../../syntax/nodes';
import { Slot } from '../../text/memoized';
import type { StageFacts } from '../facts';
import type { Surroundings } from '../surroundings';
import { copiedFiles } from './copiedFiles';
import { below } from './copyEffects';
import { baseName, isWithin, type Effect } from './effects';
import type { FlowFile, Origin, StageTree } from './flowFile';
import { effectsAt } from './stageFiles';
import { measuredFiles, measuredTree } from './measured';
import { usualOutputs } from './usualOutputs';

/** What lies in the base image is not among them. */
export function treeOf(stage: StageFacts, surroundings: Surroundings): StageTree {
  const known = TREE.get(stage);
  if (known?.surroundings === surroundings) return known.tree;
  const told = toldTree(stage, surroundings);
  const files = measuredFiles(stage, surroundings);
  const tree = files === undefined ? told : measuredTree(files, told);
  TREE.set(stage, { surroundings, tree });
  return tree;
}

const TREE = new Slot<{ readonly surroundings: Surroundings; readonly tree: StageTree }>();

/** Files that a tree holds at most: more would be no help to a person. */
const MOST_FILES = 4_000;

/** A longer line of stages, each built from or copying from the one before, is followed no further. */
const DEEPEST = 200;

let depth = 0;

function toldTree(stage: StageFacts, surroundings: Surroundings): StageTree {
  if (depth >= DEEPEST) return new Map();
  depth += 1;
  try {
    return followedTree(stage, surroundings);
  } finally {
    depth -= 1;
  }
}

function followedTree(stage: StageFacts, surroundings: Surroundings): StageTree {
  const tree = new Map(stage.parent === undefined ? [] : treeOf(stage.parent, surroundings));
  for (const instruction of stage.instructions) {
    if (instruction.keyword === 'COPY' || instruction.keyword === 'ADD') {
      for (const file of copiedFiles({ stage, instruction, tree, surroundings, treeOf })) put(tree, file);
    } else
      for (const effect of effectsAt(stage, instruction))
        apply(effect, instruction, stage, tree, surroundings);
  }
  return tree;
}

function put(tree: Map<string, FlowFile>, file: FlowFile): void {
  const before = tree.get(file.path);
  if (file.path === '/' || (before === undefined && tree.size >= MOST_FILES)) return;
  // What arrives in a folder that is there leaves it the folder that it was; a file goes in under its own name.
  if (before?.form === 'directory' && before.certainty === 'certain') return;
  tree.set(file.path, file);
}

function isFolder(path: string, tree: StageTree): boolean {
  if (tree.get(path)?.form === 'directory') return true;
  for (const each of tree.keys()) if (each !== path && isWithin(each, path)) return true;
  return false;
}

/** What lies in a folder comes along with it. */
function copyBelow(source: string, to: string, made: Origin, tree: Map<string, FlowFile>): void {
  if (source === '/' || isWithin(to, source)) return;
  for (const file of [...tree.values()])
    if (file.path !== source && isWithin(file.path, source))
      put(tree, { ...file, path: to + file.path.slice(source.length), made, broughtBy: undefined });
}

function apply(
  effect: Effect,
  instruction: Instruction,
  stage: StageFacts,
  tree: Map<string, FlowFile>,
  surroundings: Surroundings,
): void {
  switch (effect.kind) {
    case 'holds': {
      const made = { stage, instruction, command: effect.command };
      const source = effect.copyOf === undefined ? undefined : tree.get(effect.copyOf);
      const form = source?.form ?? effect.form;
      // A folder that is there takes in what is copied to it.
      const path =
        effect.copyOf !== undefined && isFolder(effect.path, tree)
          ? below(effect.path, baseName(effect.copyOf))
          : effect.path;
      put(tree, { path, form, certainty: 'certain', made, broughtBy: undefined });
      if (effect.copyOf !== undefined) copyBelow(effect.copyOf, path, made, tree);
      return;
    }
    case 'removes':
      for (const [path, file] of tree)
        if (isWithin(path, effect.path)) {
          if (effect.isCertain) tree.delete(path);
          else tree.set(path, { ...file, certainty: 'likely' });
        }
      return;
    case 'ran':
      for (const { path, form } of usualOutputs(stage, effect, surroundings.context))
        if (tree.get(path)?.certainty !== 'certain')
          put(tree, {
            path,
            form,
            certainty: 'likely',
            made: { stage, instruction, command: effect.command },
            broughtBy: undefined,
          });
      return;
    default:
  }
}
