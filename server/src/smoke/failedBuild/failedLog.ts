/** What a log says about a build that failed, before anybody has looked at the Dockerfile. */

export type Builder = 'buildkit' | 'legacy' | 'buildah' | 'kaniko';

export interface FailedLog {
  /** Undefined for a piece of a log that shows no builder. */
  readonly builder: Builder | undefined;
  /** The step that failed. */
  readonly step: LoggedStep | undefined;
  /** The builder's excerpt of the Dockerfile. */
  readonly frame: LoggedFrame | undefined;
  /** The command that ended with an error, as the message quotes it: `/bin/sh -c npm ci`. */
  readonly command: string | undefined;
  /** The builder's last word, its own prefixes taken off; empty when the log has none. */
  readonly message: string;
  readonly exitCode: number | undefined;
  /** What the failing instruction printed; everything else that is in the log when no step is known. */
  readonly output: readonly string[];
}

export interface LoggedStep {
  /** The instruction as the builder shows it: variables filled in, lines joined, perhaps cut. */
  readonly text: string;
  readonly counted: Counted;
}

/** How the builder numbers what it does. Numbers begin at one, stages at zero. */
export type Counted =
  /** BuildKit: `[linux/amd64 build 3/5]`, the whole name of the step. */
  | { readonly kind: 'buildkit'; readonly name: string }
  /** The legacy builder counts the instructions of the file. */
  | { readonly kind: 'in-file'; readonly number: number }
  /** Buildah counts those of a stage, its FROM among them. */
  | { readonly kind: 'in-stage'; readonly stage: number; readonly number: number }
  | { readonly kind: 'stage-only'; readonly stage: number }
  | { readonly kind: 'not-counted' };

export interface LoggedFrame {
  /** Of the first marked line, zero-based, in the file that was built. */
  readonly line: number;
  /** The marked lines as they were. */
  readonly texts: readonly string[];
}

/** Lines are few enough to be searched for every cause. */
export const MOST_OUTPUT = 3_000;

/** Exit code of a program, wherever a builder tells it. */
export function exitCodeIn(message: string): number | undefined {
  const code = /exit (?:code|status):? (\d{1,3})\b|non-zero code: (\d{1,3})\b/u.exec(message);
  const digits = code?.[1] ?? code?.[2];
  return digits === undefined ? undefined : Number(digits);
}
