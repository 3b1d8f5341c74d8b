/** Quotes, escapes and variables inside one word, as BuildKit's shell lexer reads them (frontend/dockerfile/shell/lex.go). */
import type { Escape, Variable } from './nodes';

/** Called for every variable; its answer goes into the result, and `undefined` makes the whole result unknown. */
type Lookup = (variable: Variable) => string | undefined;

/** True for a word without quotes, escapes and variables, as most are. A pattern would take several times as long. */
export function isPlainWord(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    // A double quote, a dollar, a quote, a backslash, a backtick.
    if (code === 34 || code === 36 || code === 39 || code === 92 || code === 96) return false;
  }
  return true;
}

/** The word with quotes and escapes taken off, and variables left as they are written. */
export function unquoted(text: string, escape: Escape): string {
  if (isPlainWord(text)) return text;
  return walk(text, 0, escape, (variable) => text.slice(variable.span.start, variable.span.end)) ?? text;
}

/** Every variable that BuildKit would expand in the word; spans are moved by `origin`. */
export function variablesIn(text: string, origin: number, escape: Escape): Variable[] {
  if (!text.includes('$')) return [];
  const found: Variable[] = [];
  walk(text, origin, escape, (variable) => {
    found.push(variable);
    return '';
  });
  return found;
}

/** The same in text where quotes mean nothing and a backslash escapes (BuildKit: Lex.SkipProcessQuotes). */
export function variablesInText(text: string, origin: number): Variable[] {
  const found: Variable[] = [];
  let closes: ReadonlyMap<number, number> | undefined;
  let at = text.indexOf('$');
  while (at !== -1) {
    if (text.charAt(at + 1) === '{') closes ??= closingBraces(text);
    const variable = isEscaped(text, at) ? undefined : variableAt(text, at, origin, closes);
    if (variable !== undefined) found.push(variable);
    at = text.indexOf('$', variable === undefined ? at + 1 : variable.span.end - origin);
  }
  return found;
}

/** An odd number of backslashes stands in front of it. */
function isEscaped(text: string, at: number): boolean {
  let start = at;
  while (text[start - 1] === '\\') start--;
  return (at - start) % 2 === 1;
}

/**
 * The word's value with variables filled in; undefined as soon as one that matters is not known.
 * `valueOf` answers a string, `null` for a variable that is certainly unset, undefined when it is not known.
 */
export function expand(
  text: string,
  escape: Escape,
  valueOf: (name: string) => string | null | undefined,
): string | undefined {
  if (isPlainWord(text)) return text;
  return walk(text, 0, escape, (variable) => applied(variable, escape, valueOf));
}

function applied(
  variable: Variable,
  escape: Escape,
  valueOf: (name: string) => string | null | undefined,
): string | undefined {
  const value = valueOf(variable.name);
  const { operator, operand = '' } = variable;
  if (operator === undefined) return value === null ? '' : value;
  if (value === undefined) return undefined;
  const isSet = operator.startsWith(':') ? value !== null && value !== '' : value !== null;
  switch (operator) {
    case ':-':
    case '-':
      return isSet ? (value ?? '') : expand(operand, escape, valueOf);
    case ':+':
    case '+':
      return isSet ? expand(operand, escape, valueOf) : '';
    case ':?':
    case '?':
      return isSet ? (value ?? '') : undefined;
    default:
      // Pattern operators (#, %, /) are valid, but what they give is not worked out.
      return undefined;
  }
}

const NAME = /[A-Za-z_][A-Za-z0-9_]*|[0-9@*#?$!-]/y;

function nameAt(text: string, at: number): string | undefined {
  NAME.lastIndex = at;
  return NAME.exec(text)?.[0];
}

function walk(text: string, origin: number, escape: Escape, lookup: Lookup): string | undefined {
  let result = '';
  let isUnknown = false;
  let quote: string | undefined;
  let closes: ReadonlyMap<number, number> | undefined;
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    if (quote === "'") {
      const end = text.indexOf("'", at);
      if (end === -1) return isUnknown ? undefined : result + text.slice(at);
      result += text.slice(at, end);
      quote = undefined;
      at = end + 1;
    } else if (character === escape && at + 1 < text.length) {
      const next = text.charAt(at + 1);
      // Inside double quotes the escape is only taken off before what it can escape.
      result += quote === '"' && !(next === '"' || next === '$' || next === escape) ? character + next : next;
      at += 2;
    } else if (character === '"' || (character === "'" && quote === undefined)) {
      quote = quote === character ? undefined : character;
      at++;
    } else if (character === '$') {
      if (text.charAt(at + 1) === '{') closes ??= closingBraces(text);
      const variable = variableAt(text, at, origin, closes);
      if (variable === undefined) {
        result += character;
        at++;
        continue;
      }
      const value = lookup(variable);
      if (value === undefined) isUnknown = true;
      else result += value;
      at = variable.span.end - origin;
    } else {
      const end = endOfPlain(text, at + 1, escape);
      result += text.slice(at, end);
      at = end;
    }
  }
  return isUnknown ? undefined : result;
}

/** Up to the next character that may mean something. */
function endOfPlain(text: string, from: number, escape: Escape): number {
  let at = from;
  for (; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === escape || character === '"' || character === "'" || character === '$') break;
  }
  return at;
}

function variableAt(
  text: string,
  at: number,
  origin: number,
  closes: ReadonlyMap<number, number> | undefined,
): Variable | undefined {
  if (text.charAt(at + 1) !== '{') {
    const name = nameAt(text, at + 1);
    if (name === undefined) return undefined;
    const start = origin + at;
    return {
      name,
      nameSpan: { start: start + 1, end: start + 1 + name.length },
      operator: undefined,
      operand: undefined,
      span: { start, end: start + 1 + name.length },
    };
  }
  const name = nameAt(text, at + 2);
  if (name === undefined) return undefined;
  const close = closes?.get(at + 1);
  if (close === undefined) return undefined;
  const modifier = text.slice(at + 2 + name.length, close);
  const operator = modifier === '' ? undefined : /^(?::[-+?]|[-+?]|##?|%%?|\/\/?|.)/.exec(modifier)?.[0];
  const start = origin + at;
  return {
    name,
    nameSpan: { start: start + 2, end: start + 2 + name.length },
    operator,
    operand: operator === undefined ? undefined : modifier.slice(operator.length),
    span: { start, end: origin + close + 1 },
  };
}

/** Where each `{` that follows a `$` is closed, in one go: the search for each of many open ones would read to the end. */
function closingBraces(text: string): ReadonlyMap<number, number> {
  const closes = new Map<number, number>();
  const open: number[] = [];
  for (let at = 1; at < text.length; at++) {
    if (text[at] === '{' && text[at - 1] === '$') open.push(at);
    if (text[at] !== '}') continue;
    const start = open.pop();
    if (start !== undefined) closes.set(start, at);
  }
  return closes;
}
