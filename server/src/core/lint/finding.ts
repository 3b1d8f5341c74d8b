/** What the linter reports: a match with its rule, its level and its words filled in. */
import type { Span } from '../text/span';
import type { StageFacts } from '../model/facts';
import type { Anchor, Level, Match, NewFile, Rule, Safety } from './rule';
import type { TextEdit } from '../text/textEdit';

export interface Finding {
  /** Rule id; `syntax/…` for findings of the syntax validator. */
  readonly rule: string;
  readonly level: Level;
  readonly message: string;
  readonly at: Anchor;
  readonly related: readonly { readonly at: Anchor; readonly message: string }[];
  readonly tag: 'unnecessary' | 'deprecated' | undefined;
  /** The stage of the anchor's instruction; undefined before the first FROM. */
  readonly stage: StageFacts | undefined;
  readonly source: { readonly rule: Rule; readonly match: Match };
}

/** A fix whose edits are offsets in the analysed text. */
export interface LocatedFix {
  readonly title: string;
  readonly safety: Safety;
  readonly edits: readonly TextEdit[];
  readonly newFiles: readonly NewFile[];
}

/** A finding whose places are offsets in the analysed text. */
export interface LocatedFinding {
  readonly finding: Finding;
  readonly span: Span;
}
