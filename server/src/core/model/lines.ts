/** Which lines belong to which stage; after an edit only the stages around it are put together again. */
import type { Dockerfile } from '../syntax/dockerfile';
import type { Comment, Instruction, Node } from '../syntax/nodes';
import { fromView, type FromView } from '../syntax/views';
import { referencesOf, type Reference } from './references';

export interface Lines {
  readonly dockerfile: Dockerfile;
  /** What stands before the first FROM. */
  readonly preamble: readonly Instruction[];
  readonly stages: readonly StageLines[];
  /** Where each stage's FROM stands among the nodes. */
  readonly starts: readonly number[];
}

/** The lines of one stage. The same object as before the edit when none of them changed. */
export class StageLines {
  readonly view: FromView;
  private knownReferences: readonly WrittenReference[] | undefined;
  private knownTriggers: readonly Instruction[] | undefined;
  private knownMark: Instruction | null | undefined;

  constructor(
    readonly from: Instruction,
    /** Without the FROM. */
    readonly instructions: readonly Instruction[],
    /** The comment line directly above the FROM, those for tools left out. */
    readonly comment: Comment | undefined,
  ) {
    this.view = fromView(from);
  }

  get references(): readonly WrittenReference[] {
    this.knownReferences ??= writtenIn(this.instructions);
    return this.knownReferences;
  }

  /** Its ONBUILD instructions. */
  get triggers(): readonly Instruction[] {
    this.knownTriggers ??= this.instructions.filter((instruction) => instruction.trigger !== undefined);
    return this.knownTriggers;
  }

  get templateMark(): Instruction | undefined {
    if (this.knownMark === undefined)
      this.knownMark = isTemplateMark(this.from)
        ? this.from
        : (this.instructions.find(isTemplateMark) ?? null);
    return this.knownMark ?? undefined;
  }
}

export interface WrittenReference {
  readonly instruction: Instruction;
  readonly reference: Reference;
}

/** Every reference stands in a flag, and most instructions have none. */
function writtenIn(instructions: readonly Instruction[]): readonly WrittenReference[] {
  let found: WrittenReference[] | undefined;
  for (const instruction of instructions) {
    if (instruction.flags.length === 0) continue;
    for (const reference of referencesOf(instruction)) (found ??= []).push({ instruction, reference });
  }
  return found ?? NONE;
}

const NONE: readonly never[] = [];

/** A line that a template engine, not the builder, reads. */
export function isTemplateMark({ keyword, text }: Instruction): boolean {
  if (keyword === 'FROM') return text.includes('{{') || text.includes('<%');
  return keyword.startsWith('<%') || keyword.startsWith('{{') || keyword.startsWith('{%');
}

export function linesOf(dockerfile: Dockerfile, previous?: Lines): Lines {
  const { nodes } = dockerfile;
  const kept = previous === undefined ? undefined : dockerfile.keptOf(previous.dockerfile);
  const known = kept === undefined ? undefined : previous;
  const stages: StageLines[] = [];
  const starts: number[] = [];

  // A stage ends where the next FROM begins, so it is whole only when that FROM was kept as well.
  let first = 0;
  while (known !== undefined && kept !== undefined && (known.starts[first + 1] ?? Infinity) < kept.before) {
    stages.push(known.stages[first] as StageLines);
    starts.push(known.starts[first] as number);
    first++;
  }

  let preamble: Instruction[] = [];
  let from: Instruction | undefined;
  let comment: Comment | undefined;
  let instructions: Instruction[] = [];
  let lastComment: Comment | undefined = first === 0 ? undefined : known?.stages[first]?.comment;
  let candidate = first;
  const moved = nodes.length - (previous?.dockerfile.nodes.length ?? 0);
  const close = (): void => {
    if (from === undefined) preamble = instructions;
    else stages.push(sameOrNew(known?.stages[candidate], from, instructions, comment));
  };
  for (let index = first === 0 ? 0 : (known?.starts[first] ?? 0); index < nodes.length; index++) {
    const node = nodes[index] as Node;
    if (node.kind !== 'instruction') {
      // What is said to a tool may stand between a stage and its description.
      if (node.kind === 'directive') lastComment = undefined;
      else if (!node.isPragma) lastComment = node;
      continue;
    }
    if (node.keyword !== 'FROM') {
      instructions.push(node);
      lastComment = undefined;
      continue;
    }
    if (from !== undefined || first === 0) close();
    if (known !== undefined && kept !== undefined && index >= nodes.length - kept.after) {
      let at = candidate;
      while (at < known.starts.length && (known.starts[at] ?? 0) + moved < index) at++;
      if ((known.starts[at] ?? -1) + moved === index && known.stages[at]?.comment === lastComment) {
        for (; at < known.stages.length; at++) {
          stages.push(known.stages[at] as StageLines);
          starts.push((known.starts[at] as number) + moved);
        }
        return { dockerfile, preamble: first === 0 ? preamble : known.preamble, stages, starts };
      }
      candidate = at;
    }
    starts.push(index);
    from = node;
    comment = lastComment;
    instructions = [];
    lastComment = undefined;
  }
  close();
  return { dockerfile, preamble: first === 0 ? preamble : (known?.preamble ?? preamble), stages, starts };
}

function sameOrNew(
  before: StageLines | undefined,
  from: Instruction,
  instructions: readonly Instruction[],
  comment: Comment | undefined,
): StageLines {
  const isSame =
    before?.from === from &&
    before.comment === comment &&
    before.instructions.length === instructions.length &&
    before.instructions.every((instruction, index) => instruction === instructions[index]);
  return isSame ? before : new StageLines(from, instructions, comment);
}
