/** What can be written at a place, one entry each: the vocabulary of completion. */
import type { Rule } from '../lint/rule';
import type { FileFacts, StageFacts, StageState } from '../model/facts';
import type { Surroundings } from '../model/surroundings';
import type { Instruction } from '../syntax/nodes';
import type { Span } from '../text/span';

export type CompletionKind =
  'instruction' | 'stage' | 'image' | 'flag' | 'value' | 'file' | 'folder' | 'variable' | 'user' | 'rule';

export interface Completion {
  /** What is shown, and what the typed text is compared with. */
  readonly label: string;
  readonly kind: CompletionKind;
  /** One line on what it is. */
  readonly detail: string;
  readonly insert: string;
  /** The same with tab stops, for an editor that knows snippets; undefined where there is nothing to fill in. */
  readonly snippet?: string;
  /** Entries of a lower rank come first; equal ones by their label. */
  readonly rank: number;
}

export interface Completions {
  /** What the typed text is, which the chosen entry replaces; relative to the node's text, or to the offset without a node. */
  readonly replaces: Span;
  readonly items: readonly Completion[];
}

export interface CompletionContext {
  readonly facts: FileFacts;
  readonly surroundings: Surroundings;
  readonly rules: readonly Rule[];
  /** Ids of the rules that found something in the next instruction. */
  readonly rulesBelow: () => ReadonlySet<string>;
  /** Counted from 1, as people count lines. */
  readonly lineOf: (instruction: Instruction) => number;
}

/** An instruction with the pointer in it. */
export interface CompletionPlace {
  readonly context: CompletionContext;
  readonly instruction: Instruction;
  /** What the facts know it by: the whole ONBUILD for a trigger, else the instruction itself. */
  readonly written: Instruction;
  /** Undefined in the global scope. */
  readonly stage: StageFacts | undefined;
  /** Undefined in the global scope and on a FROM. */
  readonly state: StageState | undefined;
  /** Relative to the node's text. */
  readonly offset: number;
  /** The word up to the pointer; empty behind white space. */
  readonly typed: string;
  /** Where the word begins; equals `offset` behind white space. */
  readonly start: number;
}
