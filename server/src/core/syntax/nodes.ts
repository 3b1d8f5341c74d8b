/**
 * The parts of a Dockerfile as the rest of the core sees them: immutable, and with spans relative to the node's own text,
 * so that a node whose text did not change is the same object after an edit elsewhere.
 */
import type { Remembering } from '../text/memoized';
import type { Span } from '../text/span';

export type Node = Directive | Comment | Instruction;

/** One or more whole lines of the file, the last line end included. Blank lines belong to no node. */
interface NodeText extends Remembering {
  readonly text: string;
  /** From the first character that is not white space to the last one; relative to `text`. */
  readonly span: Span;
}

/** `# name=value` in the block at the top of the file; the names are `syntax`, `escape` and `check`. */
export interface Directive extends NodeText {
  readonly kind: 'directive';
  /** Lower case, as BuildKit compares it. */
  readonly name: string;
  readonly nameSpan: Span;
  readonly value: string;
  readonly valueSpan: Span;
}

/** One comment line outside an instruction. */
export interface Comment extends NodeText {
  readonly kind: 'comment';
  /** The text behind `#`, trimmed. */
  readonly content: string;
  readonly contentSpan: Span;
  /** True when it speaks to a tool rather than to a person: `stagewright …`, `hadolint …`, `check=…`. */
  readonly isPragma: boolean;
}

export interface Instruction extends NodeText {
  readonly kind: 'instruction';
  /** Upper case, whatever the spelling: `RUN`. An unknown word is kept, upper-cased. */
  readonly keyword: string;
  readonly keywordSpan: Span;
  /** `--name=value` words between the keyword and the arguments. */
  readonly flags: readonly Flag[];
  /** Everything after the flags on the logical line, heredoc bodies left out; empty at its place when there is nothing. */
  readonly body: Span;
  /**
   * `text` with the same length in which comment lines inside continuations are blanked, and every continuation is a
   * backslash directly followed by a line feed: an offset in `source` is an offset in `text`.
   */
  readonly source: string;
  /** The words of the body, split at white space with quotes respected. */
  readonly words: readonly Word[];
  /** The JSON array of the body where the instruction allows one and it is well-formed; else undefined. */
  readonly exec: readonly Word[] | undefined;
  readonly heredocs: readonly Heredoc[];
  /** Comment lines inside the instruction's continuations. */
  readonly comments: readonly Span[];
  /** The instruction behind ONBUILD. Its spans are relative to the same text as this instruction's. */
  readonly trigger: Instruction | undefined;
  /** The character that continues a line and escapes in words, by the file's `# escape` directive. */
  readonly escape: Escape;
}

export type Escape = '\\' | '`';

export interface Word {
  /** As written, continuations taken out. */
  readonly text: string;
  /** Outer quotes and escapes taken off; variables are left as written. */
  readonly value: string;
  readonly span: Span;
}

export interface Flag {
  /** Lower case, without the dashes: `from`. */
  readonly name: string;
  readonly nameSpan: Span;
  /** Undefined for a flag without `=`. */
  readonly value: string | undefined;
  /** Undefined exactly when `value` is. */
  readonly valueSpan: Span | undefined;
  readonly span: Span;
}

/** `type=cache` of `--mount=type=cache,target=/x`. */
export interface MountOption {
  readonly name: string;
  readonly nameSpan: Span;
  readonly value: string | undefined;
  readonly valueSpan: Span | undefined;
  readonly span: Span;
}

export interface Mount {
  readonly flag: Flag;
  /** `bind` when no type is given, as in BuildKit. */
  readonly type: string;
  readonly options: readonly MountOption[];
}

export interface Heredoc {
  readonly name: string;
  /** `<<EOF`, dash and quotes included. */
  readonly marker: Span;
  /** The lines between, the last line end included; reaches the end of the text when it is not closed. */
  readonly body: Span;
  /** The line of the closing word, without its line end; undefined when the heredoc is not closed. */
  readonly terminator: Span | undefined;
  /** False for `<<'EOF'`: nothing in the body is expanded. */
  readonly isExpanded: boolean;
  /** True for `<<-EOF`. */
  readonly stripsTabs: boolean;
}

/** A `NAME=value` (ARG, ENV, LABEL), or a bare name. */
export interface Pair {
  readonly name: string;
  readonly nameSpan: Span;
  /** Unquoted; undefined when there is no value. */
  readonly value: string | undefined;
  readonly valueSpan: Span | undefined;
  readonly span: Span;
}

/** `$NAME` or `${NAME:-word}` in a word of an instruction that BuildKit expands. */
export interface Variable {
  readonly name: string;
  readonly nameSpan: Span;
  /** `:-`, `-`, `:+`, `+`, `:?`, `?`, `#`, `##`, `%`, `%%`, `/`, `//`; undefined for a plain one. */
  readonly operator: string | undefined;
  readonly operand: string | undefined;
  readonly span: Span;
}
