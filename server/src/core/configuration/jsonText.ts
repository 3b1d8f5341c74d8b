/** Reads JSON with comments, as editors write it: places for every value, and the rest of the file after a mistake. */
import type { Entry, Located, Problem, ReadText } from './located';

/** Comments and commas at the end are allowed; nothing else is that JSON does not know. Never throws. */
export function readJson(text: string): ReadText {
  const reader = new Reader(text);
  return { value: reader.readFile(), problems: reader.problems };
}

/** Nobody nests deeper, and no stack ends before it. */
const DEEPEST = 200;

class Reader {
  readonly problems: Problem[] = [];
  private at: number;

  constructor(private readonly text: string) {
    this.at = text.startsWith('\ufeff') ? 1 : 0;
  }

  readFile(): Located | undefined {
    this.skip();
    if (this.at >= this.text.length) return undefined;
    const value = this.readValue(0);
    this.skip();
    if (value !== undefined && this.at < this.text.length)
      this.complain(this.at, this.text.length, 'The file ends with the value above; remove what follows.');
    return value;
  }

  /** Undefined, and something said, where there is no value; whoever asked goes on behind it. */
  private readValue(depth: number): Located | undefined {
    const start = this.at;
    const character = this.text[start];
    if (depth > DEEPEST) {
      this.complain(start, start + 1, 'This is nested too deeply.');
      this.at = this.text.length;
      return undefined;
    }
    if (character === '{') return this.readObject(depth);
    if (character === '[') return this.readArray(depth);
    if (character === '"') {
      const value = this.readString();
      return { kind: 'scalar', span: { start, end: this.at }, value };
    }
    return this.readWord();
  }

  private readObject(depth: number): Located {
    const start = this.at++;
    const entries: Entry[] = [];
    this.readItems('}', 'property', () => {
      const entry = this.readEntry(depth);
      if (entry !== undefined) entries.push(entry);
    });
    return { kind: 'object', span: { start, end: this.at }, entries };
  }

  private readEntry(depth: number): Entry | undefined {
    const start = this.at;
    if (this.text[start] !== '"') {
      this.skipWord();
      this.complain(start, this.at, 'A property begins with its name in double quotes.');
      this.skip();
      if (this.text[this.at] !== ':') return undefined;
      this.at++;
      this.skip();
      this.readValue(depth + 1);
      return undefined;
    }
    const key = this.readString();
    const keySpan = { start, end: this.at };
    this.skip();
    if (this.text[this.at] !== ':') {
      this.complain(start, keySpan.end, 'A colon and a value must follow this name.');
      return undefined;
    }
    this.at++;
    this.skip();
    if (this.at >= this.text.length || ',}]'.includes(this.text[this.at] ?? '')) {
      this.complain(start, keySpan.end, 'This property has no value.');
      return undefined;
    }
    const value = this.readValue(depth + 1);
    return value === undefined ? undefined : { key, keySpan, value };
  }

  private readArray(depth: number): Located {
    const start = this.at++;
    const items: Located[] = [];
    this.readItems(']', 'value', () => {
      const item = this.readValue(depth + 1);
      if (item !== undefined) items.push(item);
    });
    return { kind: 'array', span: { start, end: this.at }, items };
  }

  private readItems(end: '}' | ']', what: string, readItem: () => void): void {
    const open = this.at - 1;
    for (;;) {
      this.skip();
      if (this.at >= this.text.length) {
        this.complain(open, open + 1, `This is not closed: "${end}" is missing.`);
        return;
      }
      if (this.text[this.at] === end) {
        this.at++;
        return;
      }
      const before = this.at;
      readItem();
      // A character that nothing takes up must not hold everything up.
      if (this.at === before) this.complain(before, ++this.at, `A ${what} is expected here.`);
      this.skip();
      const next = this.text[this.at];
      if (next === ',') this.at++;
      else if (next !== end && next !== undefined)
        this.complain(this.at, this.at + 1, `A comma or "${end}" is missing in front of this.`);
    }
  }

  private readString(): string {
    const start = this.at;
    let end = start + 1;
    while (end < this.text.length && this.text[end] !== '"' && this.text[end] !== '\n')
      end += this.text[end] === '\\' ? 2 : 1;
    const isClosed = this.text[end] === '"';
    this.at = Math.min(isClosed ? end + 1 : end, this.text.length);
    const written = this.text.slice(start, this.at);
    if (!isClosed) {
      this.complain(start, this.at, 'This text is not closed: a double quote is missing.');
      return written.slice(1).trimEnd();
    }
    return this.unescaped(written, start);
  }

  private unescaped(written: string, start: number): string {
    try {
      return String(JSON.parse(written));
    } catch {
      this.complain(start, this.at, 'A backslash in a text is written twice, "\\\\".');
      return written.slice(1, -1);
    }
  }

  /** `true`, `false`, `null` or a number; or something that is none of them. */
  private readWord(): Located | undefined {
    const start = this.at;
    this.skipWord();
    const span = { start, end: this.at };
    const word = this.text.slice(start, this.at);
    if (word === 'true' || word === 'false') return { kind: 'scalar', span, value: word === 'true' };
    if (word === 'null') return { kind: 'scalar', span, value: null };
    if (/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(word))
      return { kind: 'scalar', span, value: Number(word) };
    if (word !== '') this.complain(start, this.at, 'A text is written in double quotes.');
    return undefined;
  }

  private skipWord(): void {
    while (this.at < this.text.length && !/[\s,:[\]{}"]/.test(this.text[this.at] ?? '')) this.at++;
  }

  /** Moves behind white space and comments. */
  private skip(): void {
    for (;;) {
      while (this.at < this.text.length && ' \t\r\n'.includes(this.text[this.at] ?? '')) this.at++;
      if (this.text.startsWith('//', this.at)) this.at = endOr(this.text, this.text.indexOf('\n', this.at));
      else if (this.text.startsWith('/*', this.at)) {
        const end = this.text.indexOf('*/', this.at + 2);
        if (end === -1) this.complain(this.at, this.at + 2, 'This comment is not closed: "*/" is missing.');
        this.at = end === -1 ? this.text.length : end + 2;
      } else return;
    }
  }

  private complain(start: number, end: number, message: string): void {
    this.problems.push({ span: { start, end }, message, level: 'error' });
  }
}

function endOr(text: string, found: number): number {
  return found === -1 ? text.length : found;
}
