/** Finds the first layer in which two builds of one text differ, and the files in it that do. */
import type { Layer, LayerEntry } from '../contents/layers';

export interface LayerDifference {
  /** Zero-based, from the lowest. */
  readonly layer: number;
  readonly line: number | undefined;
  readonly isBase: boolean;
  readonly files: readonly FileDifference[];
}

export type Times = 'compared' | 'left-out';

export interface FileDifference {
  /** Relative to the root. */
  readonly path: string;
  readonly how: 'content' | 'kind' | 'owner' | 'mode' | 'time' | 'target' | 'only-first' | 'only-second';
}

/**
 * Undefined when all layers hold the same.
 *
 * @param times `left-out` for an engine that cannot rewrite them, which gives every file that a RUN touches the time of its build
 */
export function firstDifference(
  first: readonly Layer[],
  second: readonly Layer[],
  times: Times,
): LayerDifference | undefined {
  const count = Math.max(first.length, second.length);
  for (let layer = 0; layer < count; layer++) {
    const files = fileDifferences(first[layer]?.entries ?? [], second[layer]?.entries ?? [], times);
    if (files.length === 0) continue;
    const { line, isBase = false } = first[layer] ?? second[layer] ?? {};
    return { layer, line, isBase, files };
  }
  return undefined;
}

function fileDifferences(
  first: readonly LayerEntry[],
  second: readonly LayerEntry[],
  times: Times,
): readonly FileDifference[] {
  const others = new Map(second.map((entry) => [entry.path, entry]));
  const found: FileDifference[] = [];
  for (const entry of first) {
    const other = others.get(entry.path);
    others.delete(entry.path);
    const how = other === undefined ? 'only-first' : differenceOf(entry, other, times);
    if (how !== undefined) found.push({ path: entry.path, how });
  }
  for (const path of others.keys()) found.push({ path, how: 'only-second' });
  return found;
}

function differenceOf(one: LayerEntry, other: LayerEntry, times: Times): FileDifference['how'] | undefined {
  if (one.kind !== other.kind) return 'kind';
  if (one.bytes !== other.bytes || one.hash !== other.hash) return 'content';
  if (one.target !== other.target) return 'target';
  if (one.uid !== other.uid || one.gid !== other.gid) return 'owner';
  if (one.mode !== other.mode) return 'mode';
  return times === 'compared' && one.modified !== other.modified ? 'time' : undefined;
}
