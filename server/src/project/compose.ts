/** Reads what Compose files build. Source: the Compose specification, "Compose Build Specification". */
import { located, NOT_WRITTEN, type BuildDefinition, type Written, type WrittenBuild } from './build';
import { folderOf } from './paths';
import { asRecord, asText, asTexts, isRecord } from './values';

export interface ComposeFile {
  /** Absolute. */
  readonly path: string;
  /** What its YAML says; undefined for none. */
  readonly content: unknown;
}

/** `compose.yaml` and its kin; what else is named like them is laid over it: `compose.override.yaml`, `docker-compose.dev.yml`. */
export function isComposeName(name: string): boolean {
  return /^(?:docker-)?compose(?:[.-][\w.-]+)?\.ya?ml$/i.test(name);
}

/** The files of one folder. One that is no YAML, or has no services, gives nothing. */
export function readComposeFiles(files: readonly ComposeFile[]): BuildDefinition[] {
  const projects = files.map(({ path, content }) => ({ path, services: servicesOf(content) }));
  const main = projects.find(({ path }) => /\/(?:docker-)?compose\.ya?ml$/i.test(path));
  return projects.flatMap(({ path, services }) =>
    Object.entries(services).flatMap(([name, service]) => {
      const own = buildOf(service);
      if (own === undefined) return [];
      // An override that says neither where nor what changes the build of the main file.
      const beneath = main === undefined || path === main.path ? undefined : buildOf(main.services[name]);
      return located(path, name, folderOf(path), toBuild({ ...beneath, ...own })) ?? [];
    }),
  );
}

function servicesOf(content: unknown): Readonly<Record<string, unknown>> {
  return asRecord(asRecord(content)['services']);
}

function buildOf(service: unknown): Readonly<Record<string, unknown>> | undefined {
  const build = asRecord(service)['build'];
  if (typeof build === 'string') return { context: build };
  return isRecord(build) ? build : undefined;
}

function toBuild(build: Readonly<Record<string, unknown>>): WrittenBuild {
  return {
    context: interpolated(build['context']),
    dockerfile: interpolated(build['dockerfile']),
    isInline: typeof build['dockerfile_inline'] === 'string',
    target: interpolated(build['target']),
    args: argumentsOf(build['args']),
    namedContexts: contextsOf(build['additional_contexts']),
  };
}

/** A map, or a list of `NAME=value`; a bare NAME takes its value from the environment. */
function argumentsOf(args: unknown): ReadonlyMap<string, string | undefined> {
  return new Map(
    pairsOf(args).map(([name, value]) => {
      const written = interpolated(value);
      return [name, written.kind === 'text' ? written.text : undefined];
    }),
  );
}

/** A map, or a list of `name=place`. */
function contextsOf(contexts: unknown): ReadonlyMap<string, Written> {
  return new Map(pairsOf(contexts).map(([name, place]) => [name, interpolated(place)]));
}

function pairsOf(value: unknown): readonly (readonly [string, unknown])[] {
  if (isRecord(value)) return Object.entries(value);
  return asTexts(value).map((each) => {
    const equals = each.indexOf('=');
    return equals === -1 ? [each, null] : [each.slice(0, equals), each.slice(equals + 1)];
  });
}

/** `${NAME:-default}` is its default, as nobody knows the environment of the build; `$$` is a dollar. */
function interpolated(value: unknown): Written {
  if (value === undefined) return NOT_WRITTEN;
  const text = asText(value);
  if (text === undefined) return { kind: 'unknown' };
  if (!text.includes('$')) return { kind: 'text', text };
  let unknown = 0;
  const filled = text.replaceAll(
    /\$(?:(\$)|\{\w+:?-([^{}$]*)\}|\{\w+[^}]*\}|[A-Za-z_]\w*)/g,
    (_, dollar: string | undefined, fallback: string | undefined) => {
      if (dollar !== undefined) return '$';
      if (fallback === undefined) unknown += 1;
      return fallback ?? '';
    },
  );
  return unknown === 0 ? { kind: 'text', text: filled } : { kind: 'unknown' };
}
