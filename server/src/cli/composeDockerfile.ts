/** A Dockerfile out of a Compose file (`dockerfile_inline`) for commands that show one: with its lines where they stand there. */
import { analyze, LineIndex, type Surroundings } from '../core/index';
import { type InlineDockerfile, inlineDockerfiles } from '../project/index';
import { UsageError } from './command';
import type { CliIo } from './io';
import { surroundingsReader } from './surroundings';

export interface ComposeDockerfile {
  /** The services that are built with it. */
  readonly services: readonly string[];
  /**
   * The Dockerfile below as many empty lines as stand above it in the Compose file, so that its lines have the numbers that
   * they have there. Parser directives count only at the very top, and stay there.
   */
  readonly text: string;
  /** Zero-based, of the Compose file, both included. */
  readonly firstLine: number;
  readonly lastLine: number;
  /** How far a line of the Compose file is indented more than that of the Dockerfile. */
  readonly indentation: number;
  readonly surroundings: Surroundings;
}

/** Throws `UsageError` for a file that cannot be read, is no YAML, or has no Dockerfile in it that can be shown. */
export function composeDockerfiles(path: string, text: string, io: CliIo): readonly ComposeDockerfile[] {
  const found = inlineDockerfiles(io.files.absolute(path), text, io.loadYaml());
  if (found === undefined) throw new UsageError(`${path} cannot be read: it is no YAML`);
  if (found.length === 0) throw new UsageError(`${path} has no Dockerfile in it (dockerfile_inline)`);
  const around = surroundingsReader(io);
  const lines = new LineIndex(text);
  const placed = found.flatMap((inline) => {
    const place = placeOf(inline, lines);
    return place === undefined ? [] : [{ ...place, surroundings: around.ofInline(path, inline.builds) }];
  });
  if (placed.length === 0)
    throw new UsageError(
      `the Dockerfile in ${path} is no literal block ("dockerfile_inline: |"), so its lines are not those of the file`,
    );
  return placed;
}

function placeOf(
  { text, builds, block }: InlineDockerfile,
  lines: LineIndex,
): Omit<ComposeDockerfile, 'surroundings'> | undefined {
  if (block === undefined) return undefined;
  const first = lines.positionAt(block.outerOf(0));
  const { directivesEnd } = analyze(text).dockerfile;
  const padding = '\n'.repeat(first.line);
  return {
    services: builds.map(({ name }) => name),
    text: text.slice(0, directivesEnd) + padding + text.slice(directivesEnd),
    firstLine: first.line,
    lastLine: first.line + text.replace(/\n+$/, '').split('\n').length - 1,
    indentation: first.character,
  };
}
