/** A Dockerfile of a Compose file with its lines where they stand there, and the way of its offsets into that file and back. */
import { analyze, LineIndex, type Position, type Span } from '../core/index';
import type { InlineDockerfile } from './inlineDockerfiles';

export interface InlinePlace {
  /**
   * Below as many empty lines as stand above it, so that whoever names a line names that of the Compose file. Parser
   * directives count only at the very top, and stay there.
   */
  readonly text: string;
  /** Zero-based, of the Compose file, both included. */
  readonly firstLine: number;
  readonly lastLine: number;
  /** From offsets in `text` to those in the Compose file. */
  outerOf(span: Span): Span;
  /** From a position in the Compose file to one in `text`; undefined outside of the Dockerfile. */
  innerOf(position: Position): Position | undefined;
}

/** Undefined for a scalar in quotes or a folded one, whose lines are not the Dockerfile's. */
export function inlinePlace({ text, block }: InlineDockerfile, outer: LineIndex): InlinePlace | undefined {
  if (block === undefined) return undefined;
  const firstLine = outer.lineAt(block.outerOf(0));
  const { directivesEnd } = analyze(text).dockerfile;
  const padded = text.slice(0, directivesEnd) + '\n'.repeat(firstLine) + text.slice(directivesEnd);
  const lastLine = firstLine + text.replace(/\n+$/, '').split('\n').length - 1;
  const lines = new LineIndex(text);
  const outerOffset = (offset: number): number =>
    block.outerOf(
      offset <= directivesEnd ? offset : Math.max(directivesEnd, Math.min(offset - firstLine, text.length)),
    );
  return {
    text: padded,
    firstLine,
    lastLine,
    outerOf: ({ start, end }) => ({ start: outerOffset(start), end: outerOffset(end) }),
    innerOf({ line, character }) {
      if (line < firstLine || line > lastLine) return undefined;
      const start = lines.startOfLine(line - firstLine);
      const indentation = outer.positionAt(block.outerOf(start)).character;
      const isDirective = start < directivesEnd;
      return { line: isDirective ? line - firstLine : line, character: Math.max(0, character - indentation) };
    },
  };
}
