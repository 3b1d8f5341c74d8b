/** How an entry of the catalogue puts an image's facts together: a system below, the publisher's additions above. */
import type { BaseImage } from '../baseImage';

/** Facts of one layer of an image; the keys mean what they mean in BaseImage. */
export interface Facts extends Partial<Omit<BaseImage, 'family' | 'buildTools' | 'accounts'>> {
  /** The accounts this layer adds to those below; when missing, the accounts become unknown. */
  readonly addsAccounts?: readonly string[];
}

/** Facts in progress: like an image, but not yet of a family. */
export interface Layers extends Partial<Omit<BaseImage, 'family' | 'buildTools'>> {
  readonly programs: Readonly<Record<string, boolean>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly sources: readonly string[];
}

/** Nothing known, nothing there: what every image starts from. */
export const nothing: Layers = { programs: {}, env: {}, sources: [] };

/**
 * What is known after `added` has been put on `below`. Programs, environment and sources accumulate; other facts are
 * replaced. Completeness of the environment is lost unless `added` states it.
 */
export function layer(below: Layers, added: Facts): Layers {
  const { accounts, ...kept } = forget(below, ['envIsComplete']);
  const { addsAccounts, ...stated } = added;
  return {
    ...kept,
    ...stated,
    programs: { ...below.programs, ...added.programs },
    env: { ...below.env, ...added.env },
    sources: [...below.sources, ...(added.sources ?? [])],
    ...(accounts !== undefined && addsAccounts !== undefined
      ? { accounts: [...accounts, ...addsAccounts] }
      : {}),
  };
}

/** The same with these programs unknown again. */
export function forgetPrograms(layers: Layers, names: readonly string[]): Layers {
  return {
    ...layers,
    programs: Object.fromEntries(Object.entries(layers.programs).filter(([name]) => !names.includes(name))),
  };
}

/** The facts that can be unknown. */
type Forgettable = Exclude<keyof Layers, 'programs' | 'env' | 'sources'>;

/** The same with these facts unknown again. */
export function forget(layers: Layers, facts: readonly Forgettable[]): Layers {
  const rest = { ...layers };
  for (const fact of facts) Reflect.deleteProperty(rest, fact);
  return rest;
}

/** The same with what the image runs by default unknown again. */
export function forgetCommand(layers: Layers): Layers {
  return forget(layers, ['command', 'entrypoint']);
}

/** The same without any claim that a program is missing, for releases whose content was not checked. */
export function withoutAbsences(layers: Layers): Layers {
  return {
    ...layers,
    programs: Object.fromEntries(Object.entries(layers.programs).filter(([, isThere]) => isThere)),
  };
}

/** Names in `programs` that make up `buildTools`. */
const buildToolNames: ReadonlySet<string> = new Set([
  'autoconf',
  'automake',
  'bun',
  'bundle',
  'cabal',
  'cargo',
  'clang',
  'clojure',
  'cmake',
  'composer',
  'corepack',
  'dart',
  'deno',
  'dotnet-sdk',
  'g++',
  'gcc',
  'gem',
  'ghc',
  'go',
  'gradle',
  'javac',
  'make',
  'mix',
  'mvn',
  'npm',
  'pip',
  'pkg-config',
  'pnpm',
  'rebar3',
  'rustc',
  'sbt',
  'stack',
  'swiftc',
  'uv',
  'xcaddy',
  'yarn',
]);

/** Closes the stack of layers. */
export function asImage(family: string, layers: Layers): BaseImage {
  const { programs } = layers;
  const tools = Object.keys(programs).filter((name) => programs[name] === true && buildToolNames.has(name));
  return {
    family,
    ...layers,
    versionTags: layers.versionTags ?? true,
    ...(programs['gcc'] === undefined ? {} : { buildTools: tools.toSorted() }),
  };
}
