/** Turns the parser's words into the core's, with values worked out only when somebody asks for them. */
import type { Assignment, Word, WordPart } from 'unbash';
import { span, type Span } from '../text/span';
import type { ShellWord } from './nodes';

/** Where a parsed piece of script lies in the text whose offsets the spans count. */
export interface Region {
  /** Offset of the piece's first character. */
  readonly origin: number;
  /**
   * Set when positions inside the piece cannot be mapped, because escapes were taken out before it was parsed (backticks in
   * backticks): everything inside then has this span.
   */
  readonly frozen: Span | undefined;
  /** True when an outer shell has expanded the piece already: its variables and substitutions are the outer shell's. */
  readonly isExpandedOutside: boolean;
}

export function spanIn(region: Region, start: number, end: number): Span {
  return region.frozen ?? { start: start + region.origin, end: end + region.origin };
}

export function wordOf(node: Word, region: Region): ShellWord {
  return new ParsedWord(node, region);
}

/** An `A=b` among the arguments of `export`, `declare` and the like, as the word that it also is. */
export function wordOfAssignment(node: Assignment, region: Region): ShellWord {
  const value = node.value.type === 'Word' ? wordOf(node.value, region) : undefined;
  const prefix = `${node.name}${node.append === true ? '+' : ''}=`;
  const literal = node.index === undefined ? value?.value : undefined;
  return {
    text: node.text,
    value: literal === undefined ? undefined : prefix + literal,
    span: spanIn(region, node.pos, node.end),
    isQuoted: value?.isQuoted ?? false,
  };
}

/** A word that needs no parsing: of an exec form, or a piece of another word. */
export function literalWord(value: string, place: Span, isQuoted: boolean): ShellWord {
  return { text: value, value, span: place, isQuoted };
}

const plainText = /^[\w@%+=:,./-]+$/;
const leadingContinuations = /^(?:\\\n)+/;
const trailingContinuations = /(?:\\\n)+$/;

class ParsedWord implements ShellWord {
  readonly text: string;
  readonly span: Span;
  private literal: string | undefined;
  private isRead = false;

  constructor(
    private readonly node: Word,
    region: Region,
  ) {
    const { text, start, end } = withoutContinuations(node);
    this.text = text;
    this.span = spanIn(region, start, end);
  }

  get value(): string | undefined {
    if (!this.isRead) {
      this.isRead = true;
      this.literal = plainText.test(this.text) ? this.text : literalValue(this.node, this.text);
    }
    return this.literal;
  }

  get isQuoted(): boolean {
    return /['"]/.test(this.text) && (this.node.parts?.some(isQuotedPart) ?? false);
  }
}

/** The parser counts continuations that touch a word as parts of it; an editor's squiggle should not cover them. */
export function withoutContinuations({
  text,
  pos,
  end,
}: {
  readonly text: string;
  readonly pos: number;
  readonly end: number;
}): { readonly text: string; readonly start: number; readonly end: number } {
  if (!text.includes('\\\n')) return { text, start: pos, end };
  const head = leadingContinuations.exec(text)?.[0].length ?? 0;
  const tail = trailingContinuations.exec(text.slice(head))?.[0].length ?? 0;
  return { text: text.slice(head, text.length - tail), start: pos + head, end: end - tail };
}

function literalValue(node: Word, text: string): string | undefined {
  if (text.startsWith('~')) return undefined;
  if (node.parts !== undefined && !node.parts.every(isLiteralPart)) return undefined;
  // A continuation inside single quotes is gone before the shell sees the text: the Dockerfile's parser took it out.
  return node.value.replaceAll('\\\n', '');
}

function isLiteralPart(part: WordPart): boolean {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return true;
    case 'DoubleQuoted':
    case 'LocaleString':
      return part.parts.every((child) => child.type === 'Literal');
    case 'Glob':
    case 'ExtendedGlob':
    case 'BraceExpansion':
    case 'SimpleExpansion':
    case 'ParameterExpansion':
    case 'CommandExpansion':
    case 'ArithmeticExpansion':
    case 'ProcessSubstitution':
      return false;
  }
}

function isQuotedPart(part: WordPart): boolean {
  return (
    part.type === 'SingleQuoted' ||
    part.type === 'DoubleQuoted' ||
    part.type === 'AnsiCQuoted' ||
    part.type === 'LocaleString'
  );
}

/** A script that stands in one word as it would stand alone; undefined when quoting keeps the two apart. */
export interface WordBody {
  readonly text: string;
  /** Offset of its first character. */
  readonly origin: number;
  readonly isExpandedOutside: boolean;
}

export function bodyOfWord(word: ShellWord): WordBody | undefined {
  const { text } = word;
  if (text.length !== word.span.end - word.span.start) return bodyOfExecWord(word);
  const inner = text.slice(1, -1);
  const origin = word.span.start + 1;
  if (text.length >= 2 && text.startsWith("'") && text.indexOf("'", 1) === text.length - 1) {
    return { text: inner, origin, isExpandedOutside: false };
  }
  if (text.length >= 2 && text.startsWith('"') && text.endsWith('"')) {
    // Any other backslash would shift what follows; a quote or backtick inside starts something the outer shell reads.
    if (/["`]|\\(?!\n)/.test(inner)) return undefined;
    return { text: inner, origin, isExpandedOutside: true };
  }
  if (word.value === text) return { text, origin: word.span.start, isExpandedOutside: false };
  return undefined;
}

/** The word of an exec form whose JSON string, quotes included, holds no escape. */
function bodyOfExecWord(word: ShellWord): WordBody | undefined {
  if (word.span.end - word.span.start !== word.text.length + 2) return undefined;
  return { text: word.text, origin: word.span.start + 1, isExpandedOutside: false };
}

/** The tail of a word behind `NAME=`, for the assignments that `env` takes as plain arguments. */
export function tailOfWord(word: ShellWord, prefix: string): ShellWord {
  const isAsWritten = word.text.startsWith(prefix);
  return {
    text: isAsWritten ? word.text.slice(prefix.length) : word.text,
    value: word.value?.slice(prefix.length),
    span: isAsWritten ? span(word.span.start + prefix.length, word.span.end) : word.span,
    isQuoted: word.isQuoted,
  };
}
