/** What a lesson may ask: the facts of the file, the lines of its instructions, the rules and what they found here. */
import type { Finding } from '../lint/finding';
import type { Rule } from '../lint/rule';
import type { FileFacts, StageFacts, StageState } from '../model/facts';
import type { Surroundings } from '../model/surroundings';
import type { Instruction } from '../syntax/nodes';
import type { Span } from '../text/span';

export interface LessonContext {
  readonly facts: FileFacts;
  readonly surroundings: Surroundings;
  /** By id or by the id of a family (`syntax/…`). */
  ruleOf(id: string): Rule | undefined;
  /** Counted from 1, as people count lines. */
  lineOf(instruction: Instruction): number;
  findingsAt(): readonly FindingHere[];
  readonly messages: FindingMessages;
}

/** Whether whoever shows the lesson shows the messages of findings too. */
export type FindingMessages = 'shown' | 'missing';

export interface FindingHere {
  readonly finding: Finding;
  /** Relative to the node's text. */
  readonly span: Span;
}

/** An instruction where it stands. */
export interface Place {
  readonly context: LessonContext;
  /** What is explained; behind ONBUILD the trigger. */
  readonly instruction: Instruction;
  /** What the facts know it by: the whole ONBUILD for a trigger, else the instruction itself. */
  readonly written: Instruction;
  /** Undefined in the global scope. */
  readonly stage: StageFacts | undefined;
  /** Undefined in the global scope. */
  readonly state: StageState | undefined;
}

export function placeOf(context: LessonContext, written: Instruction): Place {
  const stage = context.facts.stageOf(written);
  return {
    context,
    instruction: written,
    written,
    stage,
    state: stage?.from === written ? undefined : stage?.stateBefore(written),
  };
}

/** What one line teaches; each text is one or a few sentences of Markdown without line ends. */
export interface LineLesson {
  /** What it does here. */
  readonly does: string;
  /** Whether its result reaches the image that is shipped. */
  readonly result?: string | undefined;
  /** What makes it run again. */
  readonly cache?: string | undefined;
  /** Who takes what it makes. */
  readonly usedBy?: string | undefined;
  /** What it does not give, where people expect more of it. */
  readonly limit?: string | undefined;
  readonly practice?: string | undefined;
}
