/** Moves a stage above one that needs it, where that changes the order and nothing else. */
import type { Comment } from '../syntax/nodes';
import type { FileFacts, Resolution, StageFacts } from './facts';
import { numberedReferences } from './stageNumbers';
import type { PlacedEdit } from './placedEdit';

/** Why a stage stays where it is. */
export type Unmoved = 'is-shipped' | 'has-namesake' | 'needs-later' | 'numbered';

/**
 * Edits that put the lines of `later`, the comments directly above its FROM included, in front of `stage` and its comments.
 * The last stage is what is shipped, a number would mean another stage, and a stage that itself needs `stage` or one
 * between the two cannot come before it.
 */
export function movedAbove(
  file: FileFacts,
  later: StageFacts,
  stage: StageFacts,
): readonly PlacedEdit[] | Unmoved {
  if (later.index === file.stages.length - 1 || later.role === 'final') return 'is-shipped';
  if (numberedReferences(file).length > 0) return 'numbered';
  if (later.hasNamesake) return 'has-namesake';
  const needed = [later.base, ...later.edges.map(({ to }) => to)];
  if (!needed.every(isCertain)) return 'needs-later';
  if (needed.some((to) => to.kind === 'stage' && to.index >= stage.index)) return 'needs-later';
  const { dockerfile } = file;
  const last = later.instructions.at(-1) ?? later.from;
  const first = commentsAbove(file, later)[0] ?? later.from;
  const start = dockerfile.startOf(first);
  const end = dockerfile.startOf(last) + last.text.length;
  const blank = /^(?:[ \t]*\r?\n)*/.exec(dockerfile.text.slice(end))?.[0].length ?? 0;
  const lineEnd = dockerfile.text.includes('\r\n') ? '\r\n' : '\n';
  const block = dockerfile.text.slice(start, end).trimEnd() + lineEnd + lineEnd;
  return [
    { at: { node: commentsAbove(file, stage)[0] ?? stage.from, span: { start: 0, end: 0 } }, newText: block },
    { at: { node: first, span: { start: 0, end: end + blank - start } }, newText: '' },
  ];
}

/** The comment lines that touch the FROM, without a blank line between; in the order of the file. */
export function commentsAbove({ dockerfile }: FileFacts, { from }: StageFacts): readonly Comment[] {
  const found: Comment[] = [];
  let start = dockerfile.startOf(from);
  for (let at = dockerfile.indexOf(from) - 1; at >= 0; at--) {
    const node = dockerfile.nodes[at];
    if (node?.kind !== 'comment' || dockerfile.startOf(node) + node.text.length !== start) break;
    start = dockerfile.startOf(node);
    found.unshift(node);
  }
  return found;
}

function isCertain({ kind }: Resolution): boolean {
  return kind !== 'unknown' && kind !== 'forward' && kind !== 'self';
}
