/**
 * Reads the scripts that most RUN instructions hold, lists of simple commands, without the shell parser: it is made for
 * every shell program there is, and costs more than all rules together. Whatever could be read in two ways is left to it, and
 * a test holds the two to one another over the corpus.
 */
import type { Span } from '../text/span';
import type { ShellAssignment, ShellVariable, ShellWord } from './nodes';
import { tailOfWord } from './words';

/** A simple command without redirects. */
export interface PlainCommand {
  /** Before the program: `A=b` of `A=b program`. */
  readonly assignments: readonly ShellAssignment[];
  /** Never empty. */
  readonly words: readonly ShellWord[];
  /** `;` for a line end, too; undefined for the first. */
  readonly connector: '&&' | '||' | ';' | '|' | undefined;
}

export interface PlainScript {
  readonly commands: readonly PlainCommand[];
  readonly variables: readonly ShellVariable[];
  readonly assigned: ReadonlySet<string>;
}

/** Undefined for what has to be left to the parser. Spans count from `origin`. */
export function readPlainScript(text: string, origin: number): PlainScript | undefined {
  return new Reader(text, origin).read();
}

/** Kinds of characters; what has none of these makes a script one for the parser. */
const WORD = 1;
const BLANK = 2;
const GLOB = 3;
const QUOTE = 4;
const DOLLAR = 5;
const OPERATOR = 6;
const LINE_END = 7;
const BACKSLASH = 8;
const HASH = 9;
const TILDE = 10;

const KINDS = new Uint8Array(128);
for (const character of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-')
  KINDS[character.charCodeAt(0)] = WORD;
for (const [characters, kind] of [
  [' \t', BLANK],
  ['*?', GLOB],
  ['"\'', QUOTE],
  ['$', DOLLAR],
  ['&|;', OPERATOR],
  ['\n', LINE_END],
  ['\\', BACKSLASH],
  ['#', HASH],
  ['~', TILDE],
] as const)
  for (const character of characters) KINDS[character.charCodeAt(0)] = kind;

/** Words that begin or end something larger when they stand first, and commands whose arguments name variables. */
const PARSED = new Set([
  ...[
    'if',
    'then',
    'elif',
    'else',
    'fi',
    'for',
    'while',
    'until',
    'do',
    'done',
    'case',
    'esac',
    'select',
    'in',
  ],
  ...[
    'function',
    'time',
    'coproc',
    'export',
    'declare',
    'typeset',
    'local',
    'readonly',
    'env',
    'read',
    'mapfile',
  ],
  ...['readarray', 'getopts', 'let', 'printf'],
]);

const NONE: readonly never[] = [];

class Reader {
  private at = 0;
  private readonly commands: PlainCommand[] = [];
  private readonly variables: ShellVariable[] = [];
  private readonly assigned = new Set<string>();
  private words: ShellWord[] = [];
  private assignments: readonly ShellAssignment[] = NONE;
  private connector: PlainCommand['connector'];

  constructor(
    private readonly text: string,
    private readonly origin: number,
  ) {}

  read(): PlainScript | undefined {
    const { text } = this;
    for (;;) {
      this.skipBlanks();
      if (this.at >= text.length) break;
      const kind = this.kindAt(this.at);
      if (kind === OPERATOR || kind === LINE_END) {
        if (!this.readOperator()) return undefined;
      } else if (!this.readWord()) return undefined;
    }
    if (this.words.length > 0) this.endCommand();
    else if (this.assignments.length > 0) return undefined;
    // A list that ends with an operator waits for more.
    else if (this.connector !== undefined && this.connector !== ';') return undefined;
    return { commands: this.commands, variables: this.variables, assigned: this.assigned };
  }

  private kindAt(at: number): number {
    return KINDS[this.text.charCodeAt(at)] ?? 0;
  }

  /** Blanks and continuations between words. */
  private skipBlanks(): void {
    for (;;) {
      const kind = this.kindAt(this.at);
      if (kind === BLANK) this.at++;
      else if (kind === BACKSLASH && this.text.charCodeAt(this.at + 1) === 10) this.at += 2;
      else return;
    }
  }

  /** `&&`, `||`, `|`, `;` or a line end; false for anything else, and for an operator without a command before it. */
  private readOperator(): boolean {
    const { text, at } = this;
    const first = text.charAt(at);
    const isDouble = text.charAt(at + 1) === first && first !== '\n';
    if (this.words.length === 0) {
      // Lines may be empty, and a line may end behind an operator.
      if (first !== '\n' || this.assignments.length > 0) return false;
      this.at = at + 1;
      return true;
    }
    if (first === '&' && !isDouble) return false;
    if (first === ';' && isDouble) return false;
    if (first === '|' && text.charAt(at + 1) === '&') return false;
    this.endCommand();
    this.at = at + (isDouble ? 2 : 1);
    if (first === '&') this.connector = '&&';
    else if (first === '|') this.connector = isDouble ? '||' : '|';
    else this.connector = ';';
    return true;
  }

  private endCommand(): void {
    const connector = this.commands.length === 0 ? undefined : this.connector;
    this.commands.push({ assignments: this.assignments, words: this.words, connector });
    this.words = [];
    this.assignments = NONE;
    this.connector = undefined;
  }

  /** False where the word, or what its place makes of it, needs the parser. */
  private readWord(): boolean {
    const { text } = this;
    const start = this.at;
    let literal: string | undefined = '';
    let isQuoted = false;
    let from = start;
    let at = start;
    if (this.kindAt(at) === HASH) return false;
    if (this.kindAt(at) === TILDE) {
      literal = undefined;
      at++;
    }
    for (; at < text.length;) {
      const kind = this.kindAt(at);
      if (kind === WORD || (kind === HASH && at > start)) {
        at++;
        continue;
      }
      if (kind === BLANK || kind === OPERATOR || kind === LINE_END) break;
      if (kind === BACKSLASH) {
        // A continuation ends a word only where a blank follows; every other backslash changes what it stands before.
        if (text.charCodeAt(at + 1) !== 10) return false;
        const next = this.kindAt(at + 2);
        if (next !== BLANK && at + 2 < text.length) return false;
        break;
      }
      if (literal !== undefined) literal += text.slice(from, at);
      if (kind === GLOB) {
        literal = undefined;
        at++;
      } else if (kind === DOLLAR) {
        at = this.readVariable(at);
        if (at === -1) return false;
        literal = undefined;
      } else if (kind === QUOTE) {
        const end = this.readQuoted(at);
        if (end === -1) return false;
        isQuoted = true;
        if (literal !== undefined)
          literal = this.isExpanded(at, end) ? undefined : literal + text.slice(at + 1, end - 1);
        at = end;
      } else return false;
      from = at;
    }
    if (at === start) return false;
    const written = text.slice(start, at);
    if (literal !== undefined) literal = from === start ? written : literal + text.slice(from, at);
    this.at = at;
    const word = new PlainWord(written, literal, start + this.origin, isQuoted);
    if (this.words.length === 0) {
      if (PARSED.has(written)) return false;
      if (written.includes('=')) return this.addAssignment(word);
    }
    this.words.push(word);
    return true;
  }

  /** False for an array, for `A+=b`, and for a value that a tilde opens. */
  private addAssignment(word: PlainWord): boolean {
    const name = /^([A-Za-z_]\w*)=(?!~)/.exec(word.text)?.[1];
    if (name === undefined) return false;
    const value = tailOfWord(word, `${name}=`);
    this.assignments = [...this.assignments, { name, value, span: word.span }];
    this.assigned.add(name);
    return true;
  }

  /** `$NAME` or `${NAME}`: the offset behind it, or -1. */
  private readVariable(at: number): number {
    const { text } = this;
    const isBraced = text.charAt(at + 1) === '{';
    const start = at + (isBraced ? 2 : 1);
    let end = start;
    while (isNameCode(text.charCodeAt(end), end > start)) end++;
    if (end === start || (isBraced && text.charAt(end) !== '}')) return -1;
    const behind = isBraced ? end + 1 : end;
    this.variables.push({
      name: text.slice(start, end),
      operator: undefined,
      span: { start: at + this.origin, end: behind + this.origin },
    });
    return behind;
  }

  /** The offset behind the closing quote, or -1; variables inside double quotes are noted. */
  private readQuoted(start: number): number {
    const { text } = this;
    const quote = text.charCodeAt(start);
    for (let at = start + 1; at < text.length;) {
      const code = text.charCodeAt(at);
      if (code === quote) return at + 1;
      // A line end, an escape or a command inside: the parser knows what becomes of it.
      if (code === 10 || code === 92) return -1;
      if (quote === 34 && code === 96) return -1;
      if (quote === 34 && code === 36) {
        at = this.readVariable(at);
        if (at === -1) return -1;
      } else at++;
    }
    return -1;
  }

  private isExpanded(start: number, end: number): boolean {
    return this.text.charCodeAt(start) === 34 && this.text.slice(start, end).includes('$');
  }
}

function isNameCode(code: number, isLater: boolean): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    code === 95 ||
    (isLater && code >= 48 && code <= 57)
  );
}

class PlainWord implements ShellWord {
  constructor(
    readonly text: string,
    readonly value: string | undefined,
    private readonly start: number,
    readonly isQuoted: boolean,
  ) {}

  get span(): Span {
    return { start: this.start, end: this.start + this.text.length };
  }
}
