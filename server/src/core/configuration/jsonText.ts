/** Reads JSON with comments, as editors write it: places for every value, and the rest of the file after a mistake. */
import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Entry, Located, Problem, ReadText } from './located';

/** Comments and commas at the end are allowed; nothing else is that JSON does not know. Never throws. */
export function readJson(text: string): ReadText {
  // The parser takes a byte order mark for a symbol; a blank keeps every offset.
  const json = text.startsWith('\ufeff') ? ` ${text.slice(1)}` : text;
  const errors: ParseError[] = [];
  try {
    const tree = parseTree(json, errors, { allowTrailingComma: true, allowEmptyContent: true });
    return {
      value: tree === undefined ? undefined : located(tree),
      problems: firstOfLines(errors, json).map(problemOf),
    };
  } catch {
    // Both the parser and what reads its tree call themselves for every level.
    return { value: undefined, problems: [tooDeep(text)] };
  }
}

/** What follows a mistake in its line is mostly said of the same mistake. */
function firstOfLines(errors: readonly ParseError[], text: string): readonly ParseError[] {
  return errors.filter(({ offset }, index) => {
    const before = errors[index - 1];
    return before === undefined || text.slice(before.offset, offset).includes('\n');
  });
}

function located(node: Node): Located | undefined {
  const span = { start: node.offset, end: node.offset + node.length };
  switch (node.type) {
    case 'object':
      return { kind: 'object', span, entries: (node.children ?? []).flatMap(entryOf) };
    case 'array':
      return {
        kind: 'array',
        span,
        items: (node.children ?? []).flatMap((child) => located(child) ?? []),
      };
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
      return { kind: 'scalar', span, value: scalarOf(node.value) };
    case 'property':
      return undefined;
  }
}

function scalarOf(value: unknown): string | number | boolean | null {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

/** A property without a value has been complained about. */
function entryOf({ children }: Node): readonly Entry[] {
  const [key, child] = children ?? [];
  const value = child === undefined ? undefined : located(child);
  if (key === undefined || value === undefined) return [];
  return [{ key: String(key.value), keySpan: { start: key.offset, end: key.offset + key.length }, value }];
}

function problemOf({ error, offset, length }: ParseError): Problem {
  const message = MESSAGES[printParseErrorCode(error)] ?? 'This is no JSON.';
  return { span: { start: offset, end: offset + length }, message, level: 'error' };
}

const MESSAGES: Readonly<Partial<Record<ReturnType<typeof printParseErrorCode>, string>>> = {
  InvalidSymbol: 'This is no value: a text is written in double quotes.',
  InvalidNumberFormat: 'This is no number.',
  PropertyNameExpected: 'A property begins with its name in double quotes.',
  ValueExpected: 'A value is expected here.',
  ColonExpected: 'A colon and a value must follow the name.',
  CommaExpected: 'A comma is missing in front of this.',
  CloseBraceExpected: 'An object is not closed: "}" is missing.',
  CloseBracketExpected: 'A list is not closed: "]" is missing.',
  EndOfFileExpected: 'The file ends with the value above; remove what follows.',
  InvalidCommentToken: 'This comment cannot stand here.',
  UnexpectedEndOfComment: 'This comment is not closed: "*/" is missing.',
  UnexpectedEndOfString: 'This text is not closed: a double quote is missing.',
  UnexpectedEndOfNumber: 'This number is not finished.',
  InvalidUnicode: 'Four hexadecimal digits follow "\\u".',
  InvalidEscapeCharacter: 'A backslash in a text is written twice, "\\\\".',
  InvalidCharacter: 'A text holds no control characters: a tab is "\\t".',
};

function tooDeep(text: string): Problem {
  return {
    span: { start: 0, end: Math.min(1, text.length) },
    message: 'This is nested too deeply.',
    level: 'error',
  };
}
