/** What lies around a Dockerfile on a disk: its folder is taken as the build context. */
import { type Surroundings, surroundingsIn } from '../core/index';
import { folderOf, join, nameOf } from './paths';

/** The little of a file system that surroundings are made of. */
export interface ContextReader {
  /** Undefined when the folder cannot be listed. */
  namesIn(folder: string): ReadonlySet<string> | undefined;
  /** Undefined when the file cannot be read. */
  textOf(path: string): string | undefined;
}

/** Folders are listed once and ignore files read once, so many Dockerfiles of one folder cost one look. */
export function surroundingsReader(reader: ContextReader): (dockerfilePath: string) => Surroundings {
  const listings = new Map<string, ReadonlySet<string> | undefined>();
  const texts = new Map<string, string | undefined>();

  const namesIn = (folder: string): ReadonlySet<string> | undefined => {
    if (!listings.has(folder)) listings.set(folder, reader.namesIn(folder));
    return listings.get(folder);
  };
  const textOf = (path: string): string | undefined => {
    if (!texts.has(path)) texts.set(path, reader.textOf(path));
    return texts.get(path);
  };

  return (dockerfilePath) => {
    const context = folderOf(dockerfilePath);
    return surroundingsIn(nameOf(dockerfilePath), namesIn(context), (name) => textOf(join(context, name)));
  };
}
