/** Turns the lines of one instruction into a node; the keyword comes from dockerfile-ast, the exact spans of its parts from here. */
import { DockerfileParser } from 'dockerfile-ast';
import type { Span } from '../text/span';
import { exec as execWords } from './execForm';
import type { Escape, Flag, Heredoc, Instruction, Word } from './nodes';
import {
  continuationAt,
  endOfLine,
  endOfWord,
  firstInLine,
  heredocEnd,
  heredocMarkers,
  isBlank,
  isJoin,
  joinedSource,
  startOfWord,
} from './slices';
import { unquoted } from './words';

/** Behind this size dockerfile-ast's reading character by character costs more than it tells. In UTF-16 units. */
const LARGE = 65_536;

const ALLOWS_EXEC_FORM = new Set(['RUN', 'CMD', 'ENTRYPOINT', 'SHELL', 'COPY', 'ADD', 'VOLUME']);

/** Reads the instruction that starts at `offset` of `text`; `text` is whole lines. Never throws. */
export function parseInstruction(text: string, escape: Escape): Instruction {
  return new ParsedInstruction(text, escape, keywordSpanOf(text, escape), undefined);
}

/** What is not asked is not worked out: most keystrokes only look at a few of these parts. */
class ParsedInstruction implements Instruction {
  readonly kind = 'instruction';
  readonly memory: unknown[] = [];
  readonly keyword: string;
  readonly span: Span;
  readonly source: string;
  readonly flags: readonly Flag[];
  readonly body: Span;
  private cachedWords: readonly Word[] | undefined;
  private cachedExec: readonly Word[] | null | undefined;
  private cachedHeredocs: readonly Heredoc[] | undefined;
  private cachedTrigger: Instruction | null | undefined;
  private cachedComments: readonly Span[] | undefined;

  constructor(
    readonly text: string,
    readonly escape: Escape,
    readonly keywordSpan: Span,
    parent: Instruction | undefined,
  ) {
    this.source = parent?.source ?? joinedSource(text, escape);
    this.keyword = keywordOf(wordText(this.source, keywordSpan.start, keywordSpan.end));
    let end = text.length;
    while (end > keywordSpan.end && isBlank(text.charCodeAt(end - 1))) end--;
    this.span = { start: keywordSpan.start, end };
    const logicalEnd = endOfLogicalLine(this.source);
    const { flags, bodyStart } = readFlags(this.source, keywordSpan.end, logicalEnd, escape);
    this.flags = flags;
    this.body = trimmed(this.source, bodyStart, logicalEnd);
  }

  get words(): readonly Word[] {
    this.cachedWords ??= readWords(this);
    return this.cachedWords;
  }

  get exec(): readonly Word[] | undefined {
    if (this.cachedExec === undefined)
      this.cachedExec = ALLOWS_EXEC_FORM.has(this.keyword)
        ? (execWords(this.source, this.body) ?? null)
        : null;
    return this.cachedExec ?? undefined;
  }

  get heredocs(): readonly Heredoc[] {
    this.cachedHeredocs ??= this.source.includes('<<') ? readHeredocs(this) : [];
    return this.cachedHeredocs;
  }

  get comments(): readonly Span[] {
    this.cachedComments ??= readComments(this.text, this.escape);
    return this.cachedComments;
  }

  get trigger(): Instruction | undefined {
    if (this.cachedTrigger === undefined) {
      const [word] = this.keyword === 'ONBUILD' ? this.words : [];
      this.cachedTrigger = word ? new ParsedInstruction(this.text, this.escape, word.span, this) : null;
    }
    return this.cachedTrigger ?? undefined;
  }
}

/** Without a generator: every instruction is read so. */
function readWords({ source, escape, body }: ParsedInstruction): readonly Word[] {
  const words: Word[] = [];
  for (let at = startOfWord(source, body.start, body.end); at < body.end;) {
    const end = endOfWord(source, at, body.end, escape);
    words.push(toWord(source, at, end, escape));
    at = startOfWord(source, end, body.end);
  }
  return words;
}

function keywordSpanOf(text: string, escape: Escape): Span {
  const start = firstInLine(text, 0, text.length);
  let end = start;
  while (end < text.length && isLetter(text.charCodeAt(end))) end++;
  if (end > start && (end === text.length || isBlank(text.charCodeAt(end)))) return { start, end };
  return unusualKeywordSpan(text, start, escape);
}

/**
 * The keyword as one and the same string wherever it stands: every rule compares it, and two equal strings that are not the
 * same one are compared letter by letter.
 */
function keywordOf(written: string): string {
  const known = KEYWORDS.get(written);
  if (known !== undefined) return known;
  const keyword = written.toUpperCase();
  return KEYWORDS.get(keyword) ?? keyword;
}

const KEYWORDS = sameStrings(
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR',
);

/** Likewise; the name in lower case. */
function flagNameOf(written: string): string {
  const known = FLAG_NAMES.get(written);
  if (known !== undefined) return known;
  const name = written.toLowerCase();
  return FLAG_NAMES.get(name) ?? name;
}

const FLAG_NAMES = sameStrings(
  'checksum chmod chown exclude from interval keep-git-dir link mount network parents platform retries security start-interval start-period timeout unpack',
);

function sameStrings(words: string): ReadonlyMap<string, string> {
  return new Map(words.split(' ').map((word) => [word, word]));
}

function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

/** A first word with anything but letters (half-typed text, a continuation inside it) is read as dockerfile-ast reads it. */
function unusualKeywordSpan(text: string, start: number, escape: Escape): Span {
  if (text.length <= LARGE) {
    try {
      const directive = escape === '\\' ? '' : '# escape=`\n';
      const [first] = DockerfileParser.parse(directive + text).getInstructions();
      const range = first?.getInstructionRange();
      if (
        range !== undefined &&
        range.start.line === range.end.line &&
        range.end.character > range.start.character
      )
        return { start, end: start + range.end.character - range.start.character };
    } catch {
      // dockerfile-ast has inputs it cannot read; the keyword is then simply the first word.
    }
  }
  let end = start;
  while (end < text.length && !isBlank(text.charCodeAt(end)) && text[end] !== escape) end++;
  return { start, end: Math.max(end, Math.min(start + 1, text.length)) };
}

function endOfLogicalLine(source: string): number {
  let lineStart = 0;
  while (lineStart < source.length) {
    const lineEnd = endOfLine(source, lineStart);
    if (!(source[lineEnd - 1] === '\n' && source[lineEnd - 2] === '\\')) return lineEnd;
    lineStart = lineEnd;
  }
  return source.length;
}

const NONE: readonly never[] = [];

function readFlags(
  source: string,
  from: number,
  to: number,
  escape: Escape,
): { readonly flags: readonly Flag[]; readonly bodyStart: number } {
  let flags: Flag[] | undefined;
  let bodyStart = from;
  for (let start = startOfWord(source, from, to); start < to && source.startsWith('--', start);) {
    const end = endOfWord(source, start, to, escape);
    if (end === start + 2) break;
    (flags ??= []).push(toFlag(source, start, end, escape));
    bodyStart = end;
    start = startOfWord(source, end, to);
  }
  return { flags: flags ?? NONE, bodyStart };
}

function toFlag(source: string, start: number, end: number, escape: Escape): Flag {
  const equals = source.indexOf('=', start);
  const span = { start, end };
  if (equals === -1 || equals >= end) {
    return {
      name: flagNameOf(source.slice(start + 2, end)),
      nameSpan: { start: start + 2, end },
      value: undefined,
      valueSpan: undefined,
      span,
    };
  }
  return {
    name: flagNameOf(source.slice(start + 2, equals)),
    nameSpan: { start: start + 2, end: equals },
    value: unquoted(wordText(source, equals + 1, end), escape),
    valueSpan: { start: equals + 1, end },
    span,
  };
}

/** A word of a joined source, joins taken out. */
export function wordText(source: string, start: number, end: number): string {
  const text = source.slice(start, end);
  if (!text.includes('\n')) return text;
  let result = '';
  for (let at = start; at < end; at++) {
    if (isJoin(source, at)) at++;
    else result += source.charAt(at);
  }
  return result;
}

export function toWord(source: string, start: number, end: number, escape: Escape): Word {
  const text = wordText(source, start, end);
  return { text, value: unquoted(text, escape), span: { start, end } };
}

function trimmed(source: string, from: number, to: number): Span {
  let start = from;
  let end = to;
  while (start < end && (isBlank(source.charCodeAt(start)) || isJoin(source, start))) start++;
  while (
    end > start &&
    (isBlank(source.charCodeAt(end - 1)) || (end - 2 >= start && isJoin(source, end - 1)))
  )
    end--;
  // A continuation that the file ends with joins to nothing.
  while (end - 2 >= start && isJoin(source, end - 2)) end -= 2;
  return { start, end };
}

function readHeredocs(instruction: ParsedInstruction): Heredoc[] {
  const { source, text, escape } = instruction;
  if (instruction.exec !== undefined) return [];
  let bodyStart = endOfLogicalLine(source);
  return heredocMarkers(source.slice(0, bodyStart), escape).map((marker) => {
    const { terminatorStart, end } = heredocEnd(text, bodyStart, marker);
    const body = { start: bodyStart, end: terminatorStart === -1 ? end : terminatorStart };
    bodyStart = end;
    return {
      name: marker.name,
      marker: { start: marker.start, end: marker.end },
      body,
      terminator: terminatorStart === -1 ? undefined : trimmed(text, terminatorStart, end),
      isExpanded: marker.isExpanded,
      stripsTabs: marker.stripsTabs,
    };
  });
}

function readComments(text: string, escape: Escape): Span[] {
  const found: Span[] = [];
  let lineStart = 0;
  let isContinued = false;
  while (lineStart < text.length) {
    const lineEnd = endOfLine(text, lineStart);
    const first = firstInLine(text, lineStart, lineEnd);
    if (isContinued && text[first] === '#') found.push(trimmed(text, first, lineEnd));
    else if (!(isContinued && first === lineEnd)) {
      if (continuationAt(text, lineStart, lineEnd, escape) === -1) return found;
      isContinued = true;
    }
    lineStart = lineEnd;
  }
  return found;
}
