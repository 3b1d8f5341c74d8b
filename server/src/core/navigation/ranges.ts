/** What can be folded, and what a growing selection takes in: word, argument, instruction, stage, file. */
import type { FileFacts } from '../model/facts';
import type { Instruction } from '../syntax/nodes';
import { mountsOf } from '../syntax/views';
import type { Span } from '../text/span';

export interface Fold {
  /** Offsets in the file; the first line stays visible. */
  readonly span: Span;
  readonly kind: 'stage' | 'instruction' | 'comment';
}

/** Stages, instructions of several lines and heredocs, and comments in a row; whether it is one line only is for the caller. */
export function folds({ dockerfile, stages }: FileFacts): readonly Fold[] {
  const { nodes, starts, text } = dockerfile;
  const found: Fold[] = [];
  for (const { from, instructions } of stages) {
    const last = instructions.at(-1) ?? from;
    found.push({
      kind: 'stage',
      span: { start: dockerfile.startOf(from), end: dockerfile.absolute(last, last.span).end },
    });
  }
  let block: { start: number; end: number } | undefined;
  for (const [index, node] of nodes.entries()) {
    const start = starts[index] ?? text.length;
    if (node.kind === 'instruction')
      found.push({
        kind: 'instruction',
        span: { start: start + node.span.start, end: start + node.span.end },
      });
    if (node.kind === 'comment' && block?.end === start) block.end = start + node.text.length;
    else {
      if (block !== undefined) found.push({ kind: 'comment', span: { ...block, end: block.end - 1 } });
      block = node.kind === 'comment' ? { start, end: start + node.text.length } : undefined;
    }
  }
  if (block !== undefined) found.push({ kind: 'comment', span: { ...block, end: block.end - 1 } });
  return found;
}

/** From the smallest piece around the offset to the whole file, each inside the next; offsets in the file. */
export function selectionsAt(file: FileFacts, offset: number): readonly Span[] {
  const { dockerfile } = file;
  const whole = { start: 0, end: dockerfile.text.length };
  const node = dockerfile.nodeAt(offset);
  if (node === undefined) return [whole];
  const stage = file.stageOf(node);
  const pieces: Span[] = [dockerfile.absolute(node, node.span)];
  if (node.kind === 'instruction') {
    const own = file.stageOf(node);
    const script = own?.scriptOf(node);
    const inner = [
      ...node.words.map(({ span }) => span),
      ...flagPieces(node),
      ...(node.body.end > node.body.start ? [node.body] : []),
      ...node.heredocs.map(({ body }) => body),
      ...(script?.commands.flatMap(({ span, words }) => [span, ...words.map((word) => word.span)]) ?? []),
      ...(script?.statements.map(({ span }) => span) ?? []),
    ];
    pieces.push(...inner.map((span) => dockerfile.absolute(node, span)));
  }
  if (stage !== undefined) {
    const last = stage.instructions.at(-1) ?? stage.from;
    pieces.push({
      start: dockerfile.absolute(stage.from, stage.from.span).start,
      end: dockerfile.absolute(last, last.span).end,
    });
  }
  return nested([...pieces, whole], offset);
}

function flagPieces(instruction: Instruction): readonly Span[] {
  return [
    ...instruction.flags.flatMap(({ span, valueSpan }) => [
      span,
      ...(valueSpan === undefined ? [] : [valueSpan]),
    ]),
    ...mountsOf(instruction).flatMap(({ options }) =>
      options.flatMap(({ span, valueSpan }) => [span, ...(valueSpan === undefined ? [] : [valueSpan])]),
    ),
  ];
}

/** Those around the offset, from small to large; one that lies across another is left out. */
function nested(pieces: readonly Span[], offset: number): readonly Span[] {
  const around = pieces
    .filter(({ start, end }) => start <= offset && offset <= end && start < end)
    .sort((a, b) => a.end - a.start - (b.end - b.start));
  const chosen: Span[] = [];
  for (const piece of around) {
    const last = chosen.at(-1);
    const isLarger = last === undefined || piece.end - piece.start > last.end - last.start;
    if (isLarger && (last === undefined || (piece.start <= last.start && piece.end >= last.end)))
      chosen.push(piece);
  }
  return chosen;
}
