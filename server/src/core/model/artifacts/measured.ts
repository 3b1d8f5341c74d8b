/** Takes the file lists that a build of the stages has shown, for as long as they are those of the text. */
import type { StageFacts } from '../facts';
import type { Surroundings } from '../surroundings';
import { memoized } from '../../text/memoized';
import type { FlowFile, StageTree } from './flowFile';

/** Undefined when the stage was never built, or not as it is now. */
export function measuredFiles(stage: StageFacts, surroundings: Surroundings): StageTree | undefined {
  const measured = surroundings.measured.get(stage.index);
  if (measured?.fingerprint !== stageFingerprint(stage)) return undefined;
  const tree = new Map<string, FlowFile>();
  for (const [path, form] of measured.files)
    tree.set(path, { path, form, certainty: 'measured', made: undefined, broughtBy: undefined });
  return tree;
}

/** The text of everything that decides what the stage holds, the build context left out. */
export const stageFingerprint = memoized((stage: StageFacts): string => {
  const parts = [stage.baseText ?? stage.from.source, ...stage.instructions.map(({ source }) => source)];
  if (stage.parent !== undefined) parts.push(`from:${stageFingerprint(stage.parent)}`);
  for (const edge of stage.edges) {
    const producer = stage.producer(edge);
    if (producer !== undefined) parts.push(`edge:${stageFingerprint(producer)}`);
  }
  return hash(parts.join('\n'));
});

/** FNV-1a over UTF-16 code units, twice with other seeds: texts of one file are told apart by far less. */
function hash(text: string): string {
  let [low, high] = [0x811c9dc5, 0x01000193];
  for (let at = 0; at < text.length; at++) {
    low = Math.imul(low ^ text.charCodeAt(at), 0x01000193);
    high = Math.imul(high ^ text.charCodeAt(at), 0x85ebca6b);
  }
  return (low >>> 0).toString(16).padStart(8, '0') + (high >>> 0).toString(16).padStart(8, '0');
}
