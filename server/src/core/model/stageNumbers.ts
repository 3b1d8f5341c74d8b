/** Where a file refers to stages by their number, for what moves, adds or takes away stages. */
import type { Instruction } from '../syntax/nodes';
import type { Span } from '../text/span';
import type { FileFacts } from './facts';
import type { Surroundings } from './surroundings';

export interface NumberedReference {
  readonly instruction: Instruction;
  readonly span: Span;
  /** Of the stage that it means. */
  readonly index: number;
}

/** `COPY --from=0`, below ONBUILD too; one that means no stage is not among them. In the order of the file. */
export function numberedReferences(file: FileFacts): readonly NumberedReference[] {
  const found = new Map<number, NumberedReference>();
  for (const { edges } of file.stages)
    for (const { instruction, reference, to } of edges) {
      if (!('index' in to) || !/^\d+$/.test(reference.value)) continue;
      // An ONBUILD line is an edge of every child.
      const at = file.dockerfile.absolute(instruction, reference.span).start;
      found.set(at, { instruction, span: reference.span, index: to.index });
    }
  return [...found.entries()].sort(([a], [b]) => a - b).map(([, each]) => each);
}

/** True when something outside of the stages chooses one by its number. */
export function isTargetByNumber({ dockerfile }: FileFacts, { target, targets }: Surroundings): boolean {
  const isNumber = (name: string | undefined): boolean => name !== undefined && /^\d+$/.test(name);
  return (
    isNumber(target) ||
    targets.some(isNumber) ||
    dockerfile.pragmas.some(({ content }) => /^stagewright\s+target=\d+(?:\s|$)/.test(content))
  );
}
