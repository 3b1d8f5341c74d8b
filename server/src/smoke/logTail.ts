/** Keeps the end of a log of any length in bounded memory. */

/** UTF-16 units that are kept of one line. */
const LINE_LENGTH = 500;

export interface LogTail {
  /** Text in pieces, as it comes: a piece may end in the middle of a line. Gives the lines that it completed. */
  append(text: string): readonly string[];
  /** The last lines, an unfinished one included. */
  lines(): readonly string[];
}

export function logTail(capacity: number): LogTail {
  const kept: string[] = [];
  let open = '';
  return {
    append(text) {
      // A progress bar rewrites its line by carriage returns; each rewrite counts as a line.
      const pieces = `${open}${text}`.split(/\r\n|\n|\r/u);
      open = (pieces.pop() ?? '').slice(-4 * LINE_LENGTH);
      const complete = pieces.map(plainLine).filter((line) => line !== '');
      kept.push(...complete.slice(-capacity));
      if (kept.length > capacity) kept.splice(0, kept.length - capacity);
      return complete;
    },
    lines() {
      const last = plainLine(open);
      return last === '' ? [...kept] : [...kept, last].slice(-capacity);
    },
  };
}

/** A line as a report shows it: nothing that steers a terminal, and not without end. */
export function plainLine(text: string): string {
  const plain = withoutSteering(text).trimEnd();
  return plain.length > LINE_LENGTH ? `${plain.slice(0, LINE_LENGTH)}…` : plain;
}

/** The text without escape sequences, control characters and marks of writing direction. */
export function withoutSteering(text: string): string {
  return (
    text
      // eslint-disable-next-line no-control-regex -- control characters are what is taken out
      .replace(/\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)|[@-Z\\-_])/gu, '')
      .replace(/\t/gu, '  ')
      // eslint-disable-next-line no-control-regex -- the same
      .replace(/[\u0000-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu, '')
  );
}
