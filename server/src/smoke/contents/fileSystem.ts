/** Lays layers on top of each other as an engine does, and tells what is seen at the end and what was written in vain. */
import type { Layer, LayerEntry } from './layers';

/** An entry that the finished image shows. */
export interface ImageEntry {
  readonly entry: LayerEntry;
  /** Index of the layer that wrote it. */
  readonly layer: number;
}

/** A file that lies in a layer and is not seen in the image: every byte of it was shipped in vain. */
export interface HiddenFile {
  readonly path: string;
  readonly bytes: number;
  /** Index of the layer that wrote it. */
  readonly layer: number;
  /** Index of the layer that hides it. */
  readonly hiddenBy: number;
  /**
   * `replaced` by other content, `rewritten` with the same content (only its owner, mode or time changed), or `deleted`.
   * Without hashes, what is written again counts as replaced.
   */
  readonly how: 'replaced' | 'rewritten' | 'deleted';
}

export interface FileSystem {
  /** What is seen, by path, folders among it. */
  readonly seen: ReadonlyMap<string, ImageEntry>;
  /** Each hidden copy once, in the order in which they were hidden. */
  readonly hidden: readonly HiddenFile[];
}

/** Marks of deletion, from the OCI image specification (layer.md, "Whiteouts"). */
const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';

interface Node {
  shown: ImageEntry | undefined;
  children: Map<string, Node> | undefined;
}

export function stackLayers(layers: readonly Layer[]): FileSystem {
  const root: Node = { shown: undefined, children: undefined };
  const hidden: HiddenFile[] = [];
  layers.forEach(({ entries }, layer) => {
    // What a layer deletes is what lies below it, wherever in its archive the mark stands.
    for (const { path } of entries) takeAway(root, path, layer, hidden);
    for (const entry of entries) if (!isMark(entry.path)) put(root, entry, layer, hidden);
  });
  const seen = new Map<string, ImageEntry>();
  collect(root, seen);
  return { seen, hidden };
}

function isMark(path: string): boolean {
  return path.startsWith(WHITEOUT, path.lastIndexOf('/') + 1);
}

function takeAway(root: Node, path: string, layer: number, hidden: HiddenFile[]): void {
  const at = path.lastIndexOf('/') + 1;
  if (!path.startsWith(WHITEOUT, at)) return;
  const folder = at === 0 ? root : find(root, path.slice(0, at - 1));
  if (folder?.children === undefined) return;
  const name = path.slice(at);
  if (name === OPAQUE) {
    for (const child of folder.children.values()) hideAll(child, layer, hidden);
    folder.children = undefined;
    return;
  }
  const gone = name.slice(WHITEOUT.length);
  const child = folder.children.get(gone);
  if (child === undefined) return;
  hideAll(child, layer, hidden);
  folder.children.delete(gone);
}

function find(root: Node, path: string): Node | undefined {
  let node: Node | undefined = root;
  for (const name of path.split('/')) node = node?.children?.get(name);
  return node;
}

function hideAll(node: Node, layer: number, hidden: HiddenFile[]): void {
  hide(node, layer, 'deleted', hidden);
  for (const child of node.children?.values() ?? []) hideAll(child, layer, hidden);
}

function hide(node: Node, layer: number, how: HiddenFile['how'], hidden: HiddenFile[]): void {
  const { shown } = node;
  if (shown?.entry.kind !== 'file' || shown.layer === layer) return;
  hidden.push({
    path: shown.entry.path,
    bytes: shown.entry.bytes,
    layer: shown.layer,
    hiddenBy: layer,
    how,
  });
}

function put(root: Node, entry: LayerEntry, layer: number, hidden: HiddenFile[]): void {
  let node = root;
  for (const name of entry.path.split('/')) {
    node.children ??= new Map();
    let child = node.children.get(name);
    if (child === undefined) {
      child = { shown: undefined, children: undefined };
      node.children.set(name, child);
    }
    node = child;
  }
  hide(node, layer, isSameContent(node.shown?.entry, entry) ? 'rewritten' : 'replaced', hidden);
  if (entry.kind !== 'folder' && node.children !== undefined) {
    for (const child of node.children.values()) hideAll(child, layer, hidden);
    node.children = undefined;
  }
  node.shown = { entry, layer };
}

function isSameContent(before: LayerEntry | undefined, now: LayerEntry): boolean {
  return before?.hash !== undefined && before.hash === now.hash;
}

function collect(node: Node, seen: Map<string, ImageEntry>): void {
  if (node.shown !== undefined) seen.set(node.shown.entry.path, node.shown);
  for (const child of node.children?.values() ?? []) collect(child, seen);
}
