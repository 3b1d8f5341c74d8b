/** The explanation of a failed build, in the form its JSON has. Lines are zero-based. */
import type { Level, Range } from '../../core/index';
import type { Builder } from './failedLog';

export interface FailedBuildExplanation {
  /** Undefined for a piece of a log that shows no builder. */
  readonly builder: Builder | undefined;
  /** The instruction as the log shows it. */
  readonly logged: string | undefined;
  readonly instruction: ExplainedInstruction | undefined;
  readonly exitCode: number | undefined;
  /** The builder's own last word; empty when the log has none. */
  readonly message: string;
  readonly cause: ExplainedCause | undefined;
  /** The last lines that the failing instruction printed. */
  readonly log: readonly string[];
  /** What should be known about this answer: a log of another version of the file, a log that was cut. */
  readonly notes: readonly string[];
}

export interface ExplainedInstruction {
  readonly line: number;
  readonly range: Range;
  readonly keyword: string;
  /** Its first line. */
  readonly text: string;
  readonly stage: { readonly index: number; readonly name: string | undefined } | undefined;
  /** `likely` when other instructions could be meant, or its text has changed since. */
  readonly certainty: 'certain' | 'likely';
}

export interface ExplainedCause {
  /** From the table of causes. */
  readonly id: string;
  /** What happened. */
  readonly happened: string;
  /** What to do. */
  readonly remedy: string;
  /** The line of the log that says so; undefined when it is the exit code alone. */
  readonly line: string | undefined;
  readonly rule: ExplainedRule | undefined;
}

/** The rule that looks for such a mistake before anything is built. */
export interface ExplainedRule {
  readonly id: string;
  /**
   * `reported` in the Dockerfile as it is, at this instruction; `silenced` by a comment there; `off` in the configuration;
   * `unseen` when it needs what is not known here: the build context, or the version of the file that was built.
   */
  readonly state: 'reported' | 'silenced' | 'off' | 'unseen';
  /** Of the finding; undefined when there is none. */
  readonly level: Level | undefined;
  readonly message: string | undefined;
}
