/** Text made fit for a terminal: nothing in it can steer the terminal, colours only where wanted, lines of a given width. */

/**
 * Control characters and the characters that turn the direction of writing, which could hide or repaint what a file says.
 * Tabs and line ends are the caller's to handle.
 */
// eslint-disable-next-line no-control-regex -- control characters are what this is about
const STEERING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** The same text with a visible stand-in for every character that could steer a terminal; the length stays the same. */
export function harmless(text: string): string {
  return text.replace(STEERING, '\ufffd');
}

export type Ink = 'red' | 'yellow' | 'blue' | 'cyan' | 'green' | 'bold' | 'dim';

const CODES: Readonly<Record<Ink, readonly [on: number, off: number]>> = {
  red: [31, 39],
  yellow: [33, 39],
  blue: [34, 39],
  cyan: [36, 39],
  green: [32, 39],
  bold: [1, 22],
  dim: [2, 22],
};

export type Paint = (ink: Ink, text: string) => string;

const colored: Paint = (ink, text) => {
  const [on, off] = CODES[ink];
  return text === '' ? '' : `\u001b[${String(on)}m${text}\u001b[${String(off)}m`;
};

const plain: Paint = (_ink, text) => text;

export function paintFor(terminal: { readonly isColored: boolean }): Paint {
  return terminal.isColored ? colored : plain;
}

/** Breaks at white space so that no line is longer than `width` where words allow; `indent` precedes all lines but the first. */
export function wrap(text: string, width: number, indent = ''): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (word === '') continue;
    const lead = lines.length === 0 ? '' : indent;
    if (line === '') line = lead + word;
    else if (visibleLength(line) + 1 + visibleLength(word) <= width) line += ` ${word}`;
    else {
      lines.push(line);
      line = indent + word;
    }
  }
  lines.push(line);
  return lines;
}

/** Colour codes take no room. */
export function visibleLength(text: string): number {
  // eslint-disable-next-line no-control-regex -- the escape character starts a colour code
  return text.replace(/\u001b\[\d+m/g, '').length;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${String(count)} ${count === 1 ? one : many}`;
}
