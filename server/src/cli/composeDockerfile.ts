/** A Dockerfile out of a Compose file (`dockerfile_inline`) for commands that show one: with its lines where they stand there. */
import { LineIndex, type Surroundings } from '../core/index';
import { inlineDockerfiles, type InlinePlace, inlinePlace } from '../project/index';
import { UsageError } from './command';
import type { CliIo } from './io';
import { surroundingsReader } from './surroundings';

export interface ComposeDockerfile {
  /** The services that are built with it. */
  readonly services: readonly string[];
  readonly place: InlinePlace;
  readonly surroundings: Surroundings;
}

/** Throws `UsageError` for a file that cannot be read, is no YAML, or has no Dockerfile in it that can be shown. */
export function composeDockerfiles(path: string, text: string, io: CliIo): readonly ComposeDockerfile[] {
  const found = inlineDockerfiles(io.files.absolute(path), text, io.loadYaml());
  if (found === undefined) throw new UsageError(`${path} cannot be read: it is no YAML`);
  if (found.length === 0) throw new UsageError(`${path} has no Dockerfile in it (dockerfile_inline)`);
  const around = surroundingsReader(io);
  const lines = new LineIndex(text);
  const placed = found.flatMap((inline): readonly ComposeDockerfile[] => {
    const place = inlinePlace(inline, lines);
    const services = inline.builds.map(({ name }) => name);
    return place === undefined
      ? []
      : [{ services, place, surroundings: around.ofInline(path, inline.builds) }];
  });
  if (placed.length === 0)
    throw new UsageError(
      `the Dockerfile in ${path} is no literal block ("dockerfile_inline: |"), so its lines are not those of the file`,
    );
  return placed;
}
