/** Reads what Bake files build. Source: "Bake file reference" (docs.docker.com/build/bake/reference). */
import { located, NOT_WRITTEN, type BuildDefinition, type Written, type WrittenBuild } from './build';
import { readHcl, type HclBlock, type HclValue } from './hcl';
import { parseJsonc } from './jsonc';
import { folderOf } from './paths';
import { asRecord, asText, isRecord } from './values';

export function isBakeName(name: string): boolean {
  return /^docker-bake(?:\.[\w-]+)*\.(?:hcl|json)$/i.test(name);
}

/** A file that cannot be read gives nothing. Paths are relative to its folder, where Bake is run. */
export function readBakeFile(path: string, text: string): BuildDefinition[] {
  const targets = path.toLowerCase().endsWith('.json') ? jsonTargets(text) : hclTargets(text);
  const folder = folderOf(path);
  return [...targets.keys()].flatMap((name) => {
    // Nothing builds what only others inherit from, by custom named `_common`.
    const attributes = name.startsWith('_') ? undefined : inherited(name, targets);
    return attributes === undefined ? [] : (located(path, name, folder, toBuild(attributes)) ?? []);
  });
}

type Attributes = ReadonlyMap<string, HclValue>;

function hclTargets(text: string): ReadonlyMap<string, Attributes> {
  // Defaults may use variables that stand further down, so they are read until nothing new comes out.
  let values = new Map<string, string>();
  let blocks: HclBlock[] = [];
  for (let round = 0; round < 4; round++) {
    const known = values;
    blocks = readHcl(text, (name) => known.get(name));
    const next = new Map<string, string>();
    for (const { type, labels, attributes } of blocks) {
      const fallback = attributes.get('default');
      if (type === 'variable' && fallback?.kind === 'text') next.set(labels[0] ?? '', fallback.text);
    }
    if (next.size === values.size) break;
    values = next;
  }
  return new Map(
    blocks.flatMap(({ type, labels: [name], attributes }) =>
      type === 'target' && name !== undefined ? [[name, attributes] as const] : [],
    ),
  );
}

function jsonTargets(text: string): ReadonlyMap<string, Attributes> {
  const content = asRecord(parseJsonc(text));
  const values = new Map(
    Object.entries(asRecord(content['variable'])).flatMap(([name, variable]) => {
      const fallback = asText(asRecord(variable)['default']);
      return fallback === undefined ? [] : [[name, fallback] as const];
    }),
  );
  return new Map(
    Object.entries(asRecord(content['target'])).map(([name, target]) => {
      const value = ofJson(target, values);
      return [name, value.kind === 'map' ? value.entries : new Map<string, HclValue>()];
    }),
  );
}

function ofJson(value: unknown, values: ReadonlyMap<string, string>): HclValue {
  if (Array.isArray(value)) return { kind: 'list', items: value.map((item) => ofJson(item, values)) };
  if (isRecord(value))
    return {
      kind: 'map',
      entries: new Map(Object.entries(value).map(([name, item]) => [name, ofJson(item, values)])),
    };
  const text = asText(value);
  if (text === undefined) return { kind: 'unknown' };
  let unknown = 0;
  const filled = text.replaceAll(/\$\{([^}]*)\}/g, (_, name: string) => {
    const known = values.get(name.trim());
    if (known === undefined) unknown += 1;
    return known ?? '';
  });
  return unknown === 0 ? { kind: 'text', text: filled } : { kind: 'unknown' };
}

/** Later parents and the target itself win; arguments and named contexts are added up. Undefined in a circle. */
function inherited(
  name: string,
  targets: ReadonlyMap<string, Attributes>,
  open: readonly string[] = [],
): Attributes | undefined {
  const own = targets.get(name);
  if (own === undefined || open.includes(name)) return undefined;
  const merged = new Map<string, HclValue>();
  for (const parent of textsOf(own.get('inherits')))
    mergeInto(merged, inherited(parent, targets, [...open, name]) ?? new Map<string, HclValue>());
  mergeInto(merged, own);
  return merged;
}

function mergeInto(merged: Map<string, HclValue>, attributes: Attributes): void {
  for (const [key, value] of attributes) {
    const before = merged.get(key);
    merged.set(
      key,
      before?.kind === 'map' && value.kind === 'map'
        ? { kind: 'map', entries: new Map([...before.entries, ...value.entries]) }
        : value,
    );
  }
}

function toBuild(attributes: Attributes): WrittenBuild {
  const args = attributes.get('args');
  const contexts = attributes.get('contexts');
  return {
    context: written(attributes.get('context')),
    dockerfile: written(attributes.get('dockerfile')),
    isInline: attributes.has('dockerfile-inline'),
    target: written(attributes.get('target')),
    args: new Map(
      args?.kind === 'map'
        ? [...args.entries].map(([name, value]) => [name, value.kind === 'text' ? value.text : undefined])
        : [],
    ),
    namedContexts: new Map(
      contexts?.kind === 'map' ? [...contexts.entries].map(([name, place]) => [name, written(place)]) : [],
    ),
  };
}

function written(value: HclValue | undefined): Written {
  if (value === undefined) return NOT_WRITTEN;
  return value.kind === 'text' ? value : { kind: 'unknown' };
}

function textsOf(value: HclValue | undefined): readonly string[] {
  return value?.kind === 'list'
    ? value.items.flatMap((item) => (item.kind === 'text' ? [item.text] : []))
    : [];
}
