/**
 * Reads as much of HCL as Bake files need: blocks, literals, lists, maps and `${variable}` in strings. Whatever else a value is
 * made of (functions, conditions, loops) is unknown, and what stands around it is read on.
 * Source: HCL Native Syntax Specification; there is no library for it that is small and free of a WebAssembly build.
 */

import type { Span } from '../core/index';

export type HclValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly HclValue[] }
  | { readonly kind: 'map'; readonly entries: ReadonlyMap<string, HclValue> }
  | { readonly kind: 'unknown' };

export interface HclBlock {
  /** `target`, `variable`, `group`, `function`. */
  readonly type: string;
  readonly labels: readonly string[];
  readonly attributes: ReadonlyMap<string, HclValue>;
}

/** Of the variables in values, `variableOf` knows the text, or undefined for those that only the build can tell. */
export function readHcl(text: string, variableOf: (name: string) => string | undefined): HclBlock[] {
  const reader = new Reader(tokensOf(text), variableOf);
  return reader.blocks();
}

interface Token {
  readonly kind: 'name' | 'text' | 'number' | 'sign' | 'line' | 'unknown';
  readonly text: string;
  /** Offset in the file. */
  readonly start: number;
}

const TOKEN =
  /[ \t\r]+|#[^\n]*|\/\/[^\n]*|\/\*[^]*?\*\/|(?<line>\n)|<<-?(?<heredoc>\w+)\n[^]*?\n[ \t]*\k<heredoc>(?=\n|$)|(?<text>"(?:[^"\\$]|\\.|\$\{(?:[^{}"]|"(?:[^"\\]|\\.)*")*\}|\$(?!\{))*")|(?<name>[A-Za-z_][\w.-]*)|(?<number>-?\d+(?:\.\d+)?)|(?<sign>=>|==|!=|<=|>=|&&|\|\||[^])/y;

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null && match[0] !== ''; match = TOKEN.exec(text)) {
    const { groups = {}, index: start } = match;
    if (groups['line'] !== undefined) tokens.push({ kind: 'line', text: '\n', start });
    else if (groups['heredoc'] !== undefined) tokens.push({ kind: 'unknown', text: '', start });
    else if (groups['text'] !== undefined) tokens.push({ kind: 'text', text: groups['text'], start });
    else if (groups['name'] !== undefined) tokens.push({ kind: 'name', text: groups['name'], start });
    else if (groups['number'] !== undefined) tokens.push({ kind: 'number', text: groups['number'], start });
    else if (groups['sign'] !== undefined) tokens.push({ kind: 'sign', text: groups['sign'], start });
  }
  return tokens;
}

const UNKNOWN: HclValue = { kind: 'unknown' };

class Reader {
  private at = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly variableOf: (name: string) => string | undefined,
  ) {}

  blocks(): HclBlock[] {
    const blocks: HclBlock[] = [];
    while (this.at < this.tokens.length) {
      const type = this.next();
      if (type?.kind !== 'name') continue;
      const labels: string[] = [];
      for (let token = this.peek(); token?.kind === 'text' || token?.kind === 'name'; token = this.peek()) {
        labels.push(unquoted(token.text));
        this.at += 1;
      }
      if (this.takes('{')) blocks.push({ type: type.text, labels, attributes: this.attributes() });
      // An attribute of the file itself.
      else if (this.takes('=')) this.value();
    }
    return blocks;
  }

  /** Up to the closing brace; blocks inside are passed over. */
  private attributes(): Map<string, HclValue> {
    const attributes = new Map<string, HclValue>();
    while (this.at < this.tokens.length && !this.takes('}')) {
      const name = this.next();
      if (name === undefined || name.kind === 'line' || name.text === ',') continue;
      while (this.peek()?.kind === 'text' && name.kind === 'name') this.at += 1;
      if (this.takes('{')) this.attributes();
      else if (this.takes('=') || this.takes(':')) attributes.set(unquoted(name.text), this.value());
    }
    return attributes;
  }

  /** One value. What is joined to it by an operator makes it unknown, and is passed over up to its end. */
  private value(): HclValue {
    this.passLines();
    const start = this.simpleValue();
    return this.passRest() ? UNKNOWN : start;
  }

  private simpleValue(): HclValue {
    const token = this.next();
    if (token === undefined) return UNKNOWN;
    switch (token.kind) {
      case 'text':
        return this.template(token.text);
      case 'number':
        return { kind: 'text', text: token.text };
      case 'name':
        if (token.text === 'true' || token.text === 'false') return { kind: 'text', text: token.text };
        return this.ofVariable(token.text);
      case 'sign':
        if (token.text === '[') return this.list();
        if (token.text === '{') return { kind: 'map', entries: this.attributes() };
        this.at -= 1;
        return UNKNOWN;
      case 'line':
      case 'unknown':
        return UNKNOWN;
    }
  }

  private list(): HclValue {
    const items: HclValue[] = [];
    this.passLines();
    while (this.at < this.tokens.length && !this.takes(']')) {
      // `[for x in y : …]` makes a list that only Bake works out.
      if (this.peek()?.text === 'for') {
        this.passUntil(']');
        return UNKNOWN;
      }
      items.push(this.value());
      this.passLines();
      this.takes(',');
      this.passLines();
    }
    return { kind: 'list', items };
  }

  /** True when something followed on the same line: an operator, a call, an index. */
  private passRest(): boolean {
    let hasRest = false;
    let depth = 0;
    for (let token = this.peek(); token !== undefined; token = this.peek()) {
      const isEnd = token.kind === 'line' || token.text === ',' || token.text === '}' || token.text === ']';
      if (depth === 0 && isEnd) return hasRest;
      if (/^[([{]$/.test(token.text)) depth += 1;
      else if (/^[)\]}]$/.test(token.text)) depth -= 1;
      hasRest = true;
      this.at += 1;
    }
    return hasRest;
  }

  private passUntil(closing: string): void {
    let depth = 0;
    for (let token = this.next(); token !== undefined; token = this.next()) {
      if (depth === 0 && token.text === closing) return;
      if (/^[([{]$/.test(token.text)) depth += 1;
      else if (/^[)\]}]$/.test(token.text)) depth -= 1;
    }
  }

  private passLines(): void {
    while (this.peek()?.kind === 'line') this.at += 1;
  }

  private ofVariable(name: string): HclValue {
    const text = this.variableOf(name);
    return text === undefined ? UNKNOWN : { kind: 'text', text };
  }

  /** `"app:${TAG}"`: anything but a plain variable inside the braces is unknown. */
  private template(quoted: string): HclValue {
    let unknown = 0;
    const text = unquoted(quoted).replaceAll(/\$\$\{|\$\{([^}]*)\}/g, (whole, inside: string | undefined) => {
      if (inside === undefined) return whole.slice(1);
      const value = /^\s*[\w.-]+\s*$/.test(inside) ? this.variableOf(inside.trim()) : undefined;
      if (value === undefined) unknown += 1;
      return value ?? '';
    });
    return unknown === 0 ? { kind: 'text', text } : UNKNOWN;
  }

  private peek(): Token | undefined {
    return this.tokens[this.at];
  }

  private next(): Token | undefined {
    const token = this.tokens[this.at];
    this.at += 1;
    return token;
  }

  private takes(sign: string): boolean {
    const token = this.tokens[this.at];
    if (token?.kind !== 'sign' || token.text !== sign) return false;
    this.at += 1;
    return true;
  }
}

function unquoted(text: string): string {
  if (!text.startsWith('"')) return text;
  return text.slice(1, -1).replaceAll(/\\(.)/g, (_, character: string) => ESCAPES[character] ?? character);
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

/** A block of the file with the places of its attributes: each value that is one text, and each map of them. */
export interface LocatedBlock {
  readonly type: string;
  readonly labels: readonly string[];
  readonly attributes: readonly LocatedAttribute[];
}

export interface LocatedAttribute {
  readonly name: string;
  /** Quotes included where there are any. */
  readonly nameSpan: Span;
  /** With its quotes, where the value is one literal text and nothing else; else undefined. */
  readonly textSpan: Span | undefined;
  /** Of a map; empty for anything else. */
  readonly entries: readonly LocatedAttribute[];
}

/** The same blocks as `readHcl` gives, for who wants to change the file. */
export function locateHcl(text: string): readonly LocatedBlock[] {
  const tokens = tokensOf(text);
  const blocks: LocatedBlock[] = [];
  let at = 0;
  while (at < tokens.length) {
    const type = tokens[at++];
    if (type?.kind !== 'name') continue;
    const labels: string[] = [];
    for (let token = tokens[at]; token?.kind === 'text' || token?.kind === 'name'; token = tokens[at]) {
      labels.push(unquoted(token.text));
      at += 1;
    }
    if (tokens[at]?.text !== '{') continue;
    const [attributes, end] = attributesAt(tokens, at + 1);
    blocks.push({ type: type.text, labels, attributes });
    at = end;
  }
  return blocks;
}

/** With the index behind the closing brace. */
function attributesAt(
  tokens: readonly Token[],
  from: number,
): readonly [attributes: readonly LocatedAttribute[], end: number] {
  const found: LocatedAttribute[] = [];
  let at = from;
  while (at < tokens.length && tokens[at]?.text !== '}') {
    const name = tokens[at++];
    if (name === undefined || (name.kind !== 'name' && name.kind !== 'text')) continue;
    if (!/^[=:]$/.test(tokens[at]?.text ?? '')) continue;
    at += 1;
    const value = tokens[at];
    const isMap = value?.text === '{';
    const [entries, behind] = isMap ? attributesAt(tokens, at + 1) : [[], at + 1];
    const end = endOfValue(tokens, isMap ? behind : at);
    const isOneText = value?.kind === 'text' && end === at + 1;
    found.push({
      name: unquoted(name.text),
      nameSpan: spanOf(name),
      textSpan: isOneText ? spanOf(value) : undefined,
      entries,
    });
    at = end;
  }
  return [found, at + 1];
}

function endOfValue(tokens: readonly Token[], from: number): number {
  let depth = 0;
  for (let at = from; at < tokens.length; at++) {
    const { kind, text = '' } = tokens[at] ?? {};
    if (depth === 0 && (kind === 'line' || text === ',' || text === '}')) return at;
    if (kind !== 'sign') continue;
    if (/^[([{]$/.test(text)) depth += 1;
    else if (/^[)\]}]$/.test(text)) depth -= 1;
  }
  return tokens.length;
}

function spanOf({ start, text }: Token): Span {
  return { start, end: start + text.length };
}
