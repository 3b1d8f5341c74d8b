/** Rows of text in 80 columns, with colours where a terminal shows them. */
import { withoutSteering } from './logTail';

export const WIDTH = 80;
export const LABEL_WIDTH = 10;

export type Paint = (text: string, color: Color) => string;
export type Color = 'red' | 'green' | 'yellow' | 'dim' | 'bold';

const CODES: Readonly<Record<Color, string>> = { red: '31', green: '32', yellow: '33', dim: '2', bold: '1' };

export function painter(how: 'colored' | 'plain'): Paint {
  return how === 'colored' ? (text, color) => `\u001B[${CODES[color]}m${text}\u001B[0m` : (text) => text;
}

/** A label and a text beside it, wrapped under itself. No rows for an empty text. */
export function row(label: string, text: string): readonly string[] {
  if (text === '') return [];
  return wrap(text, WIDTH - LABEL_WIDTH).map(
    (line, at) => `${(at === 0 ? label : '').padEnd(LABEL_WIDTH)}${line}`,
  );
}

export function wrap(raw: string, width: number): readonly string[] {
  const text = withoutSteering(raw);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (line.length > width) {
      lines.push(line.slice(0, width));
      line = line.slice(width);
    }
  }
  return line === '' ? lines : [...lines, line];
}

export function fit(raw: string, width: number): string {
  const text = withoutSteering(raw);
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}

export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

export function nameOf(path: string): string {
  return path.split(/[\\/]/u).at(-1) ?? path;
}
