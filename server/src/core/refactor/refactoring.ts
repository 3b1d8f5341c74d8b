/** The contract every refactoring fulfils: where it is offered, what it changes, and why it refuses. */
import type { FileFacts } from '../model/facts';
import type { Surroundings } from '../model/surroundings';
import type { Span } from '../text/span';
import type { TextEdit } from '../text/textEdit';
import type { Refusal } from './refusal';

/** What an editor groups refactorings by, as LSP's code action kinds do. */
export type RefactoringKind = 'extract' | 'inline' | 'move' | 'rewrite';

/** What the user looks at when asking. */
export interface RefactorPlace {
  readonly file: FileFacts;
  readonly surroundings: Surroundings;
  /** Offsets in the file; empty for a caret. */
  readonly selection: Span;
}

export interface Refactoring {
  /** kebab-case; equals the file's name, and the end of the code action's kind. */
  readonly id: string;
  readonly kind: RefactoringKind;
  /**
   * A title in the imperative where the selection is of the right shape, else undefined. Editors ask with every move of the
   * caret, so this looks at the instructions of the selection and their neighbours, and reads no script.
   */
  offer(place: RefactorPlace): string | undefined;
  /** Asked only where `offer` gave a title. */
  work(place: RefactorPlace): Outcome;
}

export type Outcome = Refactored | Refused;

export interface Refactored {
  readonly kind: 'refactored';
  /** Offsets in the file; they do not overlap. */
  readonly edits: readonly TextEdit[];
  /** The name of a stage that the edits bring, for which the user may know a better one. */
  readonly newStage?: string;
  /**
   * Stages by their index before and after whose build must be the very same, layer by layer; it is compared before the
   * edits are handed out. Left out where the refactoring means to change the steps.
   */
  readonly keeps?: readonly KeptStage[];
}

export interface KeptStage {
  readonly before: number;
  readonly after: number;
}

export interface Refused {
  readonly kind: 'refused';
  readonly reason: Refusal;
  /** The place in the file that stands in the way, where there is one. */
  readonly at?: Span;
}

export function refused(reason: Refusal, at?: Span): Refused {
  return { kind: 'refused', reason, ...(at === undefined ? {} : { at }) };
}
