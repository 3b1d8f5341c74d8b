/** Where Compose files, Bake files and dev containers name a stage or a build argument of a Dockerfile, so that both can be renamed. */
import { type Entry, type Located, readJson, readYaml, type Span, type YamlParser } from '../core/index';
import { isBakeName, readBakeFile } from './bake';
import type { BuildDefinition } from './build';
import { isComposeName, readComposeFiles } from './compose';
import { readDevContainer } from './devContainer';
import type { BuildFile } from './discovery';
import { locateHcl, type LocatedAttribute } from './hcl';
import { nameOf } from './paths';
import { YAML_OPTIONS } from './questions';

export interface Named {
  readonly kind: 'target' | 'argument';
  readonly name: string;
}

export interface Mention {
  readonly file: BuildFile;
  /** The name itself, quotes left out. */
  readonly span: Span;
}

export interface Mentions {
  readonly found: readonly Mention[];
  /** Why not all of them can be written anew, in a sentence; undefined where all can. */
  readonly obstacle: string | undefined;
}

export type YamlReader = YamlParser & { parse(text: string, options: typeof YAML_OPTIONS): unknown };

/**
 * @param dockerfile absolute path
 * @param folders the files of one folder together, as Compose lays them over each other
 */
export function mentionsOf(
  dockerfile: string,
  named: Named,
  folders: readonly (readonly BuildFile[])[],
  yaml: YamlReader,
): Mentions {
  const found = new Map<string, Mention>();
  const others = new Set<string>();
  let obstacle: string | undefined;
  for (const files of folders)
    for (const { definition, file, place } of definitionsOf(files, named, yaml)) {
      const isOurs = definition.dockerfile === dockerfile;
      if (place !== undefined && !isOurs) others.add(keyOf(file, place));
      if (!isOurs || !names(definition, named)) continue;
      const span = place === undefined ? undefined : nameIn(file.text, place, named.name);
      if (place === undefined) continue;
      if (span === undefined)
        obstacle ??= `${nameOf(file.path)} makes the name "${named.name}" of "${definition.name}" out of something else; change it there first.`;
      else found.set(keyOf(file, place), { file, span });
    }
  const shared = [...found].find(([key]) => others.has(key))?.[1];
  if (shared !== undefined)
    obstacle ??= `${nameOf(shared.file.path)} gives the name "${named.name}" to several Dockerfiles at once; give each its own first.`;
  return { found: [...found.values()], obstacle };
}

/** `--target` is compared without regard to capitals, a build argument with. */
function names({ target, args }: BuildDefinition, { kind, name }: Named): boolean {
  return kind === 'target' ? target?.toLowerCase() === name.toLowerCase() : args.has(name);
}

function keyOf({ path }: BuildFile, { start }: Span): string {
  return `${start.toString()} ${path}`;
}

/** The name at the start of what is written, behind a quote; undefined where something else is written. */
function nameIn(text: string, { start, end }: Span, name: string): Span | undefined {
  const written = text.slice(start, end);
  const from = start + (/^["']/.test(written) ? 1 : 0);
  const same = text.slice(from, from + name.length).toLowerCase() === name.toLowerCase();
  const isWhole = /^(?:["'=]|$)/.test(text.slice(from + name.length, end));
  return same && isWhole ? { start: from, end: from + name.length } : undefined;
}

interface Placed {
  readonly definition: BuildDefinition;
  readonly file: BuildFile;
  /** Where this file says it for the definition; undefined where it does not. */
  readonly place: Span | undefined;
}

function definitionsOf(files: readonly BuildFile[], named: Named, yaml: YamlReader): readonly Placed[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const compose = files.filter(({ path }) => isComposeName(nameOf(path)));
  const contents = compose.map((file) => ({ path: file.path, content: parsed(file.text, yaml) }));
  const roots = new Map(compose.map((file) => [file.path, readYaml(file.text, yaml).value]));
  return [
    ...readComposeFiles(contents).flatMap((definition): Placed[] => {
      const file = byPath.get(definition.file);
      const build = at(roots.get(definition.file), 'services', definition.name, 'build');
      return file === undefined ? [] : [{ definition, file, place: placeIn(build, named) }];
    }),
    ...files.filter((file) => !compose.includes(file)).flatMap((file) => placedIn(file, named)),
  ];
}

function parsed(text: string, yaml: YamlReader): unknown {
  try {
    return yaml.parse(text, YAML_OPTIONS);
  } catch {
    return undefined;
  }
}

function placedIn(file: BuildFile, named: Named): readonly Placed[] {
  const { path, text } = file;
  if (!isBakeName(nameOf(path))) {
    const definition = readDevContainer(path, text);
    if (definition === undefined) return [];
    return [{ definition, file, place: placeIn(at(readJson(text).value, 'build'), named) }];
  }
  const blocks = path.toLowerCase().endsWith('.json') ? jsonBlocks(text, named) : hclBlocks(text, named);
  return readBakeFile(path, text).map((definition) => ({
    definition,
    file,
    place: inheritedPlace(definition.name, blocks),
  }));
}

/** `target: x`, `args: {NAME: …}`, or `args: [NAME=…]`. */
function placeIn(build: Located | undefined, { kind, name }: Named): Span | undefined {
  if (kind === 'target') return at(build, 'target')?.span;
  const args = at(build, 'args');
  if (args?.kind === 'array')
    return args.items.find((item) => item.kind === 'scalar' && String(item.value).split('=', 1)[0] === name)
      ?.span;
  return entryOf(args, name)?.keySpan;
}

function at(value: Located | undefined, ...path: readonly string[]): Located | undefined {
  let found = value;
  for (const key of path) found = entryOf(found, key)?.value;
  return found;
}

/** Its own entry, else one that it merges (`<<: *base`). */
function entryOf(value: Located | undefined, key: string): Entry | undefined {
  if (value?.kind !== 'object') return undefined;
  const own = value.entries.find((entry) => entry.key === key);
  if (own !== undefined) return own;
  for (const { key: merge, value: merged } of value.entries) {
    if (merge !== '<<') continue;
    for (const each of merged.kind === 'array' ? merged.items : [merged]) {
      const found = entryOf(each, key);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

interface Block {
  readonly place: Span | undefined;
  readonly parents: readonly string[];
}

function jsonBlocks(text: string, named: Named): ReadonlyMap<string, Block> {
  const targets = at(readJson(text).value, 'target');
  if (targets?.kind !== 'object') return new Map();
  return new Map(
    targets.entries.map(({ key, value }) => {
      const parents = at(value, 'inherits');
      const items = parents?.kind === 'array' ? parents.items : [];
      return [
        key,
        {
          place: placeIn(value, named),
          parents: items.flatMap((item) => (item.kind === 'scalar' ? [String(item.value)] : [])),
        },
      ];
    }),
  );
}

function hclBlocks(text: string, named: Named): ReadonlyMap<string, Block> {
  return new Map(
    locateHcl(text).flatMap(({ type, labels: [label], attributes }) =>
      type === 'target' && label !== undefined
        ? [[label, { place: placeOf(attributes, named), parents: parentsIn(text, attributes) }] as const]
        : [],
    ),
  );
}

function placeOf(attributes: readonly LocatedAttribute[], { kind, name }: Named): Span | undefined {
  if (kind === 'argument')
    return attributes.find((each) => each.name === 'args')?.entries.find((each) => each.name === name)
      ?.nameSpan;
  const target = attributes.find((each) => each.name === 'target');
  // What is no plain text is still said here, and cannot be written anew.
  return target && (target.textSpan ?? { start: target.nameSpan.end, end: target.nameSpan.end });
}

function parentsIn(text: string, attributes: readonly LocatedAttribute[]): readonly string[] {
  const inherits = attributes.find((each) => each.name === 'inherits');
  if (inherits === undefined) return [];
  const list = /^\s*=\s*\[([^\]]*)\]/.exec(text.slice(inherits.nameSpan.end))?.[1] ?? '';
  return [...list.matchAll(/"([^"]*)"/g)].map((match) => match[1] ?? '');
}

/** Of the target itself, else of the last of those that it inherits from which says it. */
function inheritedPlace(
  name: string,
  blocks: ReadonlyMap<string, Block>,
  open: readonly string[] = [],
): Span | undefined {
  const block = blocks.get(name);
  if (block === undefined || open.includes(name)) return undefined;
  if (block.place !== undefined) return block.place;
  for (const parent of block.parents.toReversed()) {
    const found = inheritedPlace(parent, blocks, [...open, name]);
    if (found !== undefined) return found;
  }
  return undefined;
}
