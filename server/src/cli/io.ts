/** Everything the command line needs of the world around it, so that its code imports no Node module. */
import type { ShellcheckRun, YamlParser } from '../core/index';
import type { FolderReader } from '../project/index';

/** What was read from a file or standard input. */
export type FileContent =
  | {
      readonly kind: 'text';
      readonly text: string;
      /** False when bytes could not be decoded: writing the text back would change them. */
      readonly isUtf8: boolean;
    }
  /** `reason` is a phrase: "permission denied". */
  | { readonly kind: 'unreadable'; readonly reason: string };

export interface FolderEntry {
  readonly name: string;
  /** A link to a file, or a broken link, is a `file`; a link to a folder is `other`, so that a search never runs in circles. */
  readonly kind: 'file' | 'folder' | 'other';
}

/** Paths have forward slashes and are relative to the current folder or absolute. */
export interface CliFiles {
  read(path: string): FileContent;
  /** The last `bytes` of a file of any size, such as a log; UTF-16 with its mark, as PowerShell writes it, is read too. */
  readEnd(path: string, bytes: number): FileContent;
  /** Links are followed; what is neither file nor folder (a pipe, say) counts as a file when it exists. */
  kindOf(path: string): 'file' | 'folder' | 'missing';
  /** Undefined when the folder cannot be read. In no order. */
  list(folder: string): readonly FolderEntry[] | undefined;
  /** Writes `after` when the file still holds `before`: at once or not at all, mode kept. Returns why it could not. */
  replace(path: string, before: string, after: string): string | undefined;
  /** Makes or replaces a file of our own, a baseline. Returns why it could not. */
  write(path: string, text: string): string | undefined;
  absolute(path: string): string;
  /** Absolute, and without links where they can be followed. */
  real(path: string): string;
}

/** How a run of git ended. */
export type GitOutcome =
  | {
      readonly kind: 'ended';
      readonly exitCode: number;
      /** The last line of its error output. */
      readonly complaint: string;
    }
  /** `reason` is a phrase: "it is not installed". */
  | { readonly kind: 'failed'; readonly reason: string };

/** How text is shown. */
export interface Terminal {
  readonly isColored: boolean;
  /** Undefined when the output is no terminal: then messages stay on one line. */
  readonly columns: number | undefined;
}

/** One argument as it was typed; made by a tokenizer of the runtime. */
export type ArgumentToken =
  | { readonly kind: 'positional'; readonly value: string }
  | {
      readonly kind: 'option';
      /** Without dashes. */
      readonly name: string;
      /** As typed: `--format`, `-f`. */
      readonly rawName: string;
      readonly value: string | undefined;
      /** True for `--format=json`. */
      readonly isInline: boolean;
    };

export interface OptionShape {
  readonly type: 'boolean' | 'string';
  readonly short?: string;
}

export interface LiveLines {
  /** How many characters fit into one line. */
  columns(): number;
  /** In place of those before; none takes them away. */
  show(lines: readonly string[]): void;
}

export interface CliIo {
  readonly terminal: Terminal;
  readonly files: CliFiles;
  /** The YAML parser, which is loaded when it is first needed. */
  loadYaml(): YamlParser;
  readonly context: FolderReader;
  print(text: string): void;
  printError(text: string): void;
  readStandardInput(): Promise<FileContent>;
  tokenize(args: readonly string[], options: Readonly<Record<string, OptionShape>>): readonly ArgumentToken[];
  /** Shows one line on the terminal in place of the one before, and takes it away for an empty text; undefined without one. */
  readonly statusLine: ((text: string) => void) | undefined;
  /** The last lines of the terminal, kept for what is going on; undefined without one. */
  readonly liveLines?: LiveLines | undefined;
  /** Runs git in a folder; `onLine` is given its output without line ends. Never rejects. */
  git(folder: string, args: readonly string[], onLine: (line: string) => void): Promise<GitOutcome>;
  /** The value of an environment variable. */
  environment(name: string): string | undefined;
  /** The path of a program on PATH. */
  findProgram(name: string): string | undefined;
  /** Runs a program with the arguments and, behind them, paths of files named `0`, `1`, … that hold the texts. Never rejects. */
  runOnTexts(program: string, args: readonly string[], texts: readonly string[]): Promise<ShellcheckRun>;
  /** Milliseconds of a clock that only goes forward. */
  now(): number;
  version(): string;
}
