/** Writes a line into the ignore file that counts, or the first line of a new one. */
import type { Surroundings } from '../surroundings';

export interface IgnoreFileText {
  /** Relative to the build context's root. */
  readonly path: string;
  readonly text: string;
  /** What the file holds before. */
  readonly replaces?: string;
}

/** Undefined where the ignore file cannot be read. The new lines go to the end, where nothing can overrule them. */
export function withIgnoreLines(
  lines: readonly string[],
  { ignoreFile }: Surroundings,
): IgnoreFileText | undefined {
  switch (ignoreFile.kind) {
    case 'unknown':
      return undefined;
    case 'absent':
      return { path: ignoreFile.path, text: `${lines.join('\n')}\n` };
    case 'present': {
      const { path, text } = ignoreFile;
      const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
      const before = text === '' || text.endsWith('\n') ? text : text + lineEnd;
      return { path, text: before + lines.map((line) => line + lineEnd).join(''), replaces: text };
    }
  }
}
