/** The contract every rule fulfils: what it is, what it teaches, how it finds, how it mends. */
import type { Comment, Directive, Instruction, Node } from '../syntax/nodes';
import type { Span } from '../text/span';
import type { FileFacts, StageFacts } from '../model/facts';
import type { Role } from '../model/roles';
import type { ParityTool, Surroundings } from '../model/surroundings';
import type { SuppressionComment, SuppressionWord } from './suppressionComment';

export type Level = 'error' | 'warning' | 'information' | 'hint';

/** One level for every role, or a level by role. An `unreachable` stage is judged as a `builder`. */
export type LevelByRole = Level | 'off' | Readonly<Record<Exclude<Role, 'unreachable'>, Level | 'off'>>;

export type Category =
  | 'stages'
  | 'artifacts'
  | 'cache'
  | 'context'
  | 'secrets'
  | 'runtime'
  | 'reproducibility'
  | 'packages'
  | 'shell'
  | 'instructions'
  | 'syntax';

/** A place that survives edits elsewhere: a span relative to a node's own text. */
export interface Anchor {
  /** `null` for a file without any node: the span is then an offset in the file. */
  readonly node: Node | null;
  readonly span: Span;
}

/** What a rule finds: where, which of its messages, and the names that go into it. */
export interface Match {
  readonly at: Anchor;
  readonly message: string;
  /** A rule that stands for a family reports `id/code`: `syntax/unknown-instruction`. */
  readonly code?: string;
  readonly data?: Readonly<Record<string, string>>;
  /** Replaces the level by role where the catalogue grades by more than the role. A configured level still wins. */
  readonly level?: Level;
  /** Codes of other tools for this match, where they are not those of the rule: `[]` when none of them finds it. */
  readonly equivalents?: readonly string[];
  /** Only this tool reports it: it is found under `--parity` and nowhere else. */
  readonly onlyIn?: ParityTool;
  /** Other places that explain the finding. */
  readonly related?: readonly { readonly at: Anchor; readonly message: string }[];
  /** `unnecessary` fades the text in an editor. */
  readonly tag?: 'unnecessary' | 'deprecated';
}

export interface AnchoredEdit {
  readonly at: Anchor;
  readonly newText: string;
}

/** A file beside the Dockerfile or in the build context that a fix writes. */
export interface NewFile {
  /** Relative to the build context's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** What the file holds before: it is written only while that is so. Left out: only while there is no such file. */
  readonly replaces?: string;
}

/** `safe` cannot change what is built; `suggestion` may change its meaning and waits for the user's choice. */
export type Safety = 'safe' | 'suggestion';

export interface Fix {
  /** In the imperative, naming what changes: "Add `ARG VERSION` to stage build". */
  readonly title: string;
  readonly safety: Safety;
  readonly edits: readonly AnchoredEdit[];
  readonly newFiles?: readonly NewFile[];
}

export interface RuleMeta {
  readonly category: Category;
  readonly level: LevelByRole;
  readonly since: string;
  readonly fix: 'none' | 'sometimes' | 'always';
  /** Codes of other tools that find the same: `hadolint/DL3006`, `buildkit/StageNameCasing`. */
  readonly equivalents: readonly string[];
  /** True when it looks into the build context: without one it has nothing to say, which says nothing. */
  readonly readsContext?: true;
  /** True when its matches carry codes, each of which can be configured by itself: `syntax/unknown-instruction`. */
  readonly isFamily?: true;
  /** True for a rule that says why a file is not judged (a template, endless lines); every other rule is silent about those. */
  readonly judgesUnreadable?: true;
  /** Findings about size or hardening are hints at most in stages named like test, dev, lint. */
  readonly concern?: 'size' | 'hardening';
}

export interface RuleDocs {
  /** One line, without a full stop: what the rule asks for. */
  readonly summary: string;
  /** Why it matters, in Markdown, at most 15 lines. */
  readonly lesson: string;
  readonly examples: {
    /** Each gives exactly one finding of this rule. */
    readonly bad: readonly Example[];
    /** None gives a finding of this rule, nor one of level warning or above of any rule. */
    readonly good: readonly Example[];
  };
  readonly whenNotToUse: string;
  /** Addresses of the documentation that supports the rule. */
  readonly references: readonly string[];
}

/** A Dockerfile, or one with surroundings when the rule looks beyond the text. */
export type Example = string | { readonly dockerfile: string; readonly surroundings: Partial<Surroundings> };

/** Where a fix is worked out. It may look at the whole file, whatever the rule's check sees: it runs only when asked for. */
export interface FixPlace {
  readonly file: FileFacts;
  /** The stage of the match; undefined before the first FROM. */
  readonly stage: StageFacts | undefined;
  readonly surroundings: Surroundings;
}

interface RuleBase {
  /** kebab-case; equals the file's name, the page's name and the settings' key. */
  readonly id: string;
  readonly meta: RuleMeta;
  readonly docs: RuleDocs;
  /** Templates by message id; `{name}` is filled from the match's data. */
  readonly messages: Readonly<Record<string, string>>;
  fix?(match: Match, place: FixPlace): readonly Fix[];
}

/** Sees one instruction and nothing else; run again only when the instruction's text changes. */
export interface InstructionRule extends RuleBase {
  readonly scope: 'instruction';
  /** Only instructions of these keywords are handed over; all when left out. */
  readonly keywords?: readonly string[];
  /** Only those that hold one of these words are; see `StageRule.words`. */
  readonly words?: readonly string[];
  check(instruction: Instruction): Iterable<Match>;
}

/** Sees one stage with its facts; run again when the stage, what it is built from or its role changes. */
export interface StageRule extends RuleBase {
  readonly scope: 'stage';
  /** Only stages with one of these instructions are handed over, ONBUILD triggers counted; all when left out. */
  readonly keywords?: readonly string[];
  /**
   * Only stages are handed over in which one of these words stands, in an instruction of the keywords. A word is a run of small
   * letters; the text is searched for it whatever the capitals, between any two characters that are no letters: `apt` is in
   * `apt-get`, `pip` in `PIP3` and in `"p"ip`, and neither is in `pipx`.
   */
  readonly words?: readonly string[];
  /** Only stages that take something from another stage or image are handed over. */
  readonly withEdges?: true;
  check(stage: StageFacts, surroundings: Surroundings): Iterable<Match>;
}

/** Sees the whole file; run after every edit, so it must be cheap. */
export interface FileRule extends RuleBase {
  readonly scope: 'file';
  /** Only stages with one of these are asked for `concerns`; see `StageRule`. */
  readonly keywords?: readonly string[];
  readonly words?: readonly string[];
  /** Which stages `check` is handed; all when left out. Judged by the stage's facts alone, and only when they change. */
  concerns?(stage: StageFacts): boolean;
  check(file: FileFacts, surroundings: Surroundings, stages: readonly StageFacts[]): Iterable<Match>;
}

/** Sees the comments that silence findings, when every other rule has run and it is known what they silenced. */
export interface SuppressionRule extends RuleBase {
  readonly scope: 'suppression';
  check(suppressions: readonly JudgedSuppression[]): Iterable<Match>;
}

export interface JudgedSuppression extends Pick<SuppressionComment, 'tool' | 'reach'> {
  readonly comment: Comment | Directive;
  readonly words: readonly JudgedWord[];
}

export interface JudgedWord {
  readonly word: SuppressionWord;
  /** `undecided` where a rule did not run, or could not see all it needs, so that its silence says nothing. */
  readonly verdict: 'used' | 'unused' | 'unknown' | 'undecided';
  /** The name that an unknown one is most likely meant to be. */
  readonly meant: string | undefined;
}

export type Rule = InstructionRule | StageRule | FileRule | SuppressionRule;

/** Gives a rule file its types, and nothing else. */
export function defineRule<const R extends Rule>(rule: R): R {
  return rule;
}

/** An anchor at a span of an instruction (relative to the instruction's text); the whole instruction when left out. */
export function at(node: Node, where: Span = node.span): Anchor {
  return { node, span: where };
}
