/** The form of an entry in the table of causes. */
import type { Evidence } from '../evidence';

export interface Cause {
  /** Stable: it stands in JSON, and tests name it. */
  readonly id: string;
  /** Looked for in the builder's own last word. Patterns must be linear in the length of a line. */
  readonly message?: readonly RegExp[];
  /** Looked for in each line that the failing instruction printed. */
  readonly output?: readonly RegExp[];
  /** The last such line is what ended the command, where the first one may have been harmless; `first` when left out. */
  readonly takes?: 'first' | 'last';
  /** Only after one of these, where the exit code is known. Alone, without patterns, they are enough. */
  readonly exitCodes?: readonly number[];
  /** Programs that say this: they tell the instruction when the log does not. */
  readonly programs?: readonly string[];
  /** Undefined when a closer look shows that it is something else. */
  tell(hit: Hit, evidence: Evidence): Telling | undefined;
}

export interface Hit {
  /** The line or the message; empty when only the exit code speaks. */
  readonly line: string;
  /** The groups of the pattern that matched, by name. */
  readonly groups: Readonly<Record<string, string | undefined>>;
}

export interface Telling {
  /** One sentence: what happened. */
  readonly happened: string;
  /** One or two sentences: what to do. */
  readonly remedy: string;
  /** The rules that look for this before anything is built, the likeliest first. */
  readonly rules?: readonly string[];
}

/** For a cause that is told in the same words whatever the instruction. */
export function said(happened: string, remedy: string, ...rules: readonly string[]): () => Telling {
  return () => ({ happened, remedy, rules });
}
