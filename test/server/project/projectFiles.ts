/** A project in memory: what is found for a Dockerfile among files of these texts. */
import { parse } from 'yaml';
import { type EntryKind, type FoundBuild, searchBuild, YAML_OPTIONS } from '../../../server/src/project';

export interface Asked {
  readonly roots?: readonly string[];
  readonly context?: string;
}

/** Files by absolute path; undefined for one that cannot be read. */
export function found(
  dockerfile: string,
  files: Readonly<Record<string, string | undefined>>,
  { roots = ['/work'], context }: Asked = {},
): FoundBuild {
  return searchBuild(
    dockerfile,
    { roots, context },
    {
      entriesIn: (folder) => entriesIn(folder, Object.keys(files)),
      textOf: (path) => files[path],
      statOf: (path) => ({ bytes: files[path]?.length ?? 0, isExecutable: undefined }),
      parseYaml(text) {
        const content: unknown = parse(text, YAML_OPTIONS);
        return content;
      },
    },
  );
}

function entriesIn(folder: string, paths: readonly string[]): ReadonlyMap<string, EntryKind> | undefined {
  const start = folder === '/' ? '/' : `${folder}/`;
  const below = paths.filter((path) => path.startsWith(start)).map((path) => path.slice(start.length));
  if (below.length === 0) return undefined;
  return new Map(
    below.map((path) => [path.split('/', 1)[0] ?? '', path.includes('/') ? 'folder' : 'file'] as const),
  );
}
