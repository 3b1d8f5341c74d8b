/** What the rest of the core sees of a shell script: a flat list of commands, each with exact spans. */
import type { Remembering } from '../text/memoized';
import type { Span } from '../text/span';

/** Which language the body of a shell-form instruction is written in; only POSIX-like shells are parsed. */
export type ShellLanguage = 'posix' | 'powershell' | 'cmd' | 'unknown';

/** A parsed script. Every span is an offset into the text that was handed to the parser. */
export interface ShellScript {
  /** The items of the script's own top-level list, in source order: what stands between `&&`, `||`, `;`, `&` and line ends. */
  readonly statements: readonly ShellStatement[];
  /** Source order; commands inside subshells, loops, conditions, functions, `$(…)` and `sh -c '…'` included. */
  readonly commands: readonly ShellCommand[];
  /** Names that the script gives a value itself: assignments, `export`, `read`, `for`, `local`, `${X:=…}`, `getopts`. */
  readonly assigned: ReadonlySet<string>;
  /** Variables read anywhere in the script, heredoc bodies with expansion included. */
  readonly variables: readonly ShellVariable[];
  readonly errors: readonly { readonly span: Span; readonly message: string }[];
}

/** One item of the top-level list: a simple command, a pipeline or a compound (`if … fi`) with all that is inside it. */
export interface ShellStatement {
  /** Without the separators around it. */
  readonly span: Span;
  /** Operator between this item and the one before; a line end counts as `;`; undefined for the first. */
  readonly connector: '&&' | '||' | ';' | '&' | undefined;
  /** The commands inside, nested ones included. Empty for an item without any, as a function whose body is empty. */
  readonly commands: readonly ShellCommand[];
}

export interface ShellVariable {
  readonly name: string;
  /** Covers `$NAME` or the whole `${NAME…}`. */
  readonly span: Span;
  /** `:-`, `-`, `:=`, `=`, `:+`, `+`, `:?`, `?` when the expansion has a word of that operator; else undefined. */
  readonly operator: string | undefined;
}

export interface ShellCommand extends Remembering {
  /**
   * Base name of the program once wrappers (`sudo`, `env A=b`, `exec`, `command`, `time`, `nice`, `gosu U`, `xargs` …: see
   * wrappers.ts) are taken off; undefined when it is not literal, or when there is no program (`A=b`, `> file`).
   * `[[` and `((` stand for the two shell tests, without arguments.
   */
  readonly name: string | undefined;
  /** The program's word and its arguments, wrappers taken off. */
  readonly words: readonly ShellWord[];
  /** Words after the program's name. */
  readonly args: readonly ShellWord[];
  /** Wrapper programs that were taken off, outermost first: `['sudo', 'env']`. */
  readonly wrappers: readonly string[];
  /** Before the program: the shell's own (`A=b cmd`) and those of `env A=b cmd`, in source order. */
  readonly assignments: readonly ShellAssignment[];
  /** A compound's redirects (`{ a; b; } > file`) are with the first command inside it. */
  readonly redirects: readonly ShellRedirect[];
  /** The whole simple command: assignments, wrappers, words and its own redirects, heredoc bodies left out. */
  readonly span: Span;
  /**
   * Operator that joins this command to the one before it in its list or pipeline; a line end counts as `;`. Undefined for
   * the first of a list, except in `( … )` and `{ …; }`, whose first command has the operator before the group.
   */
  readonly connector: ShellConnector | undefined;
  /**
   * Where it stands; `condition` is an if/while test, `branch` a body run only sometimes, `subshell` also the body of
   * `sh -c`. Of several places around a command the one that says least about whether it runs wins:
   * function, branch, loop, substitution, condition, subshell, top.
   */
  readonly place: ShellPlace;
}

export type ShellConnector = '&&' | '||' | ';' | '|' | '|&' | '&';

export type ShellPlace = 'top' | 'subshell' | 'condition' | 'branch' | 'loop' | 'function' | 'substitution';

export interface ShellAssignment {
  readonly name: string;
  /** Undefined for an array. */
  readonly value: ShellWord | undefined;
  readonly span: Span;
}

export interface ShellWord {
  /** As written, quotes and all; in an exec form the value. */
  readonly text: string;
  /**
   * The value after quote removal, continuations taken out, when nothing is expanded; undefined when the word has an
   * expansion, a glob, braces (`{a,b}`) or a leading `~`.
   */
  readonly value: string | undefined;
  readonly span: Span;
  /** True when any part of it is quoted; also for every word of an exec form. */
  readonly isQuoted: boolean;
}

export interface ShellRedirect {
  /** Without a descriptor before it: `>`, `>>`, `<`, `>&`, `&>`, `<<`, `<<-`, `<<<` … */
  readonly operator: string;
  /** `2` of `2>file`; undefined when none is written. */
  readonly descriptor: number | undefined;
  /** For a heredoc: its closing word as the operator names it. */
  readonly target: ShellWord | undefined;
  readonly span: Span;
  /** For a heredoc: the body's span, the last line end included. */
  readonly body: Span | undefined;
}
