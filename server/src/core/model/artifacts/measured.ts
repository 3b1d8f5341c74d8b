/** Takes the file lists that a build of the stages has shown, for as long as they are those of the text. */
import type { StageFacts } from '../facts';
import type { MeasuredStage, Surroundings } from '../surroundings';
import { memoized } from '../../text/memoized';
import { baseName, isWithin } from './effects';
import type { FlowFile, StageTree } from './flowFile';
import { baseMayHold } from './layout';
import { rootOf } from './stageFiles';

/** Undefined when the stage was never built, or not as it is now. */
export function measuredFiles(
  stage: StageFacts,
  { measured }: Surroundings,
): MeasuredStage['files'] | undefined {
  const found = measured.size === 0 ? undefined : measured.get(stage.index);
  return found?.fingerprint === stageFingerprint(stage) ? found.files : undefined;
}

/** As a tree; what is told of the same paths, or of a folder above them, says which line made them. */
export function measuredTree(files: MeasuredStage['files'], told: StageTree): StageTree {
  const tree = new Map<string, FlowFile>();
  for (const [path, form] of files) {
    const known = told.get(path) ?? nearestAbove(path, told);
    tree.set(path, { path, form, certainty: 'measured', made: known?.made, broughtBy: known?.broughtBy });
  }
  return tree;
}

function nearestAbove(path: string, tree: StageTree): FlowFile | undefined {
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
    const found = tree.get(path.slice(0, at));
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * What the last build says of a path: `held`, `absent` with the only other path of the same name, or nothing where the
 * base image may have it, whose files are not in the list.
 */
export function measuredPresence(
  stage: StageFacts,
  path: string,
  surroundings: Surroundings,
): { readonly kind: 'held' } | { readonly kind: 'absent'; readonly meant: string | undefined } | undefined {
  const files = measuredFiles(stage, surroundings);
  if (files === undefined) return undefined;
  const namesakes: string[] = [];
  const name = baseName(path);
  for (const each of files.keys()) {
    if (isWithin(each, path)) return { kind: 'held' };
    if (baseName(each) === name) namesakes.push(each);
  }
  if (baseMayHold(rootOf(stage), path)) return undefined;
  return { kind: 'absent', meant: namesakes.length === 1 ? namesakes[0] : undefined };
}

/** The text of everything that decides what the stage holds, the build context left out. */
export const stageFingerprint = memoized((stage: StageFacts): string => {
  depth += 1;
  try {
    return hash(decidingTexts(stage).join('\n'));
  } finally {
    depth -= 1;
  }
});

/** A longer line of stages, each built from or copying from the one before, is followed no further. */
const DEEPEST = 200;

let depth = 0;

function decidingTexts(stage: StageFacts): readonly string[] {
  const parts = [stage.baseText ?? stage.from.source, ...stage.instructions.map(({ source }) => source)];
  if (depth > DEEPEST) return parts;
  if (stage.parent !== undefined) parts.push(`from:${stageFingerprint(stage.parent)}`);
  for (const edge of stage.edges) {
    const producer = stage.producer(edge);
    if (producer !== undefined) parts.push(`edge:${stageFingerprint(producer)}`);
  }
  return parts;
}

/** FNV-1a over UTF-16 code units, twice with other seeds: texts of one file are told apart by far less. */
function hash(text: string): string {
  let [low, high] = [0x811c9dc5, 0x01000193];
  for (let at = 0; at < text.length; at++) {
    low = Math.imul(low ^ text.charCodeAt(at), 0x01000193);
    high = Math.imul(high ^ text.charCodeAt(at), 0x85ebca6b);
  }
  return (low >>> 0).toString(16).padStart(8, '0') + (high >>> 0).toString(16).padStart(8, '0');
}
