/** Layers as tests write them down. */
import { stackLayers } from '../../../../server/src/smoke/contents/fileSystem';
import type { ExaminedImage } from '../../../../server/src/smoke/contents/examiner';
import type { Layer, LayerEntry } from '../../../../server/src/smoke/contents/layers';

export function file(path: string, bytes: number, rest: Partial<LayerEntry> = {}): LayerEntry {
  return {
    path,
    kind: 'file',
    bytes,
    mode: 0o644,
    uid: 0,
    gid: 0,
    modified: 0,
    target: undefined,
    hash: `hash of ${bytes} bytes`,
    ...rest,
  };
}

export function folder(path: string): LayerEntry {
  return { ...file(path, 0), kind: 'folder', hash: undefined };
}

export function gone(path: string): LayerEntry {
  const at = path.lastIndexOf('/') + 1;
  return file(`${path.slice(0, at)}.wh.${path.slice(at)}`, 0);
}

/** One layer a list, made by lines 0, 1, … of which the first is the base image's. */
export function imageOf(...lists: readonly (readonly LayerEntry[])[]): ExaminedImage {
  const layers = lists.map((entries, at): Layer => ({ entries, line: at, isBase: at === 0 }));
  return { layers, names: layers.map((_, at) => `layer-${at}`), fileSystem: stackLayers(layers) };
}
