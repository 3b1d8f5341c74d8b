/** What a selection touches, and how new text is written so that it looks like the rest of the file. */
import type { FileFacts, StageFacts } from '../model/facts';
import type { Instruction, Node } from '../syntax/nodes';
import type { Span } from '../text/span';
import type { TextEdit } from '../text/textEdit';
import type { RefactorPlace } from './refactoring';

/** The instructions of the selection in the order of the file: for a caret the one on whose lines it stands. */
export function instructionsAt({ file: { dockerfile }, selection }: RefactorPlace): readonly Instruction[] {
  const { nodes, starts, text } = dockerfile;
  if (selection.start === selection.end) {
    // The empty line at the end of a file belongs to nothing.
    const isBehind = selection.start === text.length && text.endsWith('\n');
    const node = isBehind ? undefined : dockerfile.nodeAt(selection.start);
    return node?.kind === 'instruction' ? [node] : [];
  }
  const found: Instruction[] = [];
  const first = firstEndingBehind(nodes, starts, selection.start);
  for (let at = first; at < nodes.length; at++) {
    const node = nodes[at];
    const start = starts[at] ?? text.length;
    if (node === undefined || start >= selection.end) break;
    if (node.kind !== 'instruction') continue;
    if (start + node.span.start < selection.end && start + node.span.end > selection.start) found.push(node);
  }
  return found;
}

function firstEndingBehind(nodes: readonly Node[], starts: readonly number[], offset: number): number {
  let low = 0;
  let high = nodes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) + (nodes[middle]?.text.length ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The only instruction of the selection. */
export function instructionAt(place: RefactorPlace): Instruction | undefined {
  const found = instructionsAt(place);
  return found.length === 1 ? found[0] : undefined;
}

/** The stage whose FROM is the only instruction of the selection. */
export function stageOfFromAt(place: RefactorPlace): StageFacts | undefined {
  const instruction = instructionAt(place);
  return instruction?.keyword === 'FROM' ? place.file.stageOf(instruction) : undefined;
}

export function lineEndOf({ dockerfile: { text } }: FileFacts): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** An edit whose span is relative to the node's text. */
export function editOf(file: FileFacts, node: Node, span: Span, newText: string): TextEdit {
  return { span: file.dockerfile.absolute(node, span), newText };
}

/** The nodes between two others of the file, both left out. */
export function nodesBetween({ dockerfile }: FileFacts, first: Node, last: Node): readonly Node[] {
  return dockerfile.nodes.slice(dockerfile.indexOf(first) + 1, dockerfile.indexOf(last));
}

/** The instruction's keyword with the flags behind it, as written: `RUN --mount=type=cache,target=/x`. */
export function headOf({ text, keywordSpan, flags, body, comments }: Instruction): string {
  if (!comments.some(({ start }) => start < body.start))
    return text.slice(keywordSpan.start, body.start).trimEnd();
  return [
    text.slice(keywordSpan.start, keywordSpan.end),
    ...flags.map(({ span }) => text.slice(span.start, span.end)),
  ].join(' ');
}
